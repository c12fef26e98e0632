package io.cairn;

import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;

/**
 * The entries of a store as they were at one moment, in constant time and space when taken.
 *
 * <p>A snapshot may be read by one thread at a time, which need not be the store's owner, while the
 * owner goes on writing. Point reads cost O(log n) here.
 *
 * <p>One that is forgotten instead of closed is found by the garbage collector: what only it held
 * is freed, at the latest by the owner's next change, and a warning is logged under
 * {@code io.cairn}. With the system property {@code cairn.snapshot.trace=true}, read once, the
 * warning says where the snapshot was taken; that costs a stack trace for each.
 */
public interface Snapshot extends KeyValueReader, AutoCloseable {
    /**
     * {@return the snapshot's identity: no other snapshot of any store has it} The same before and
     * after {@link #close}.
     */
    UUID id();

    /**
     * {@return when the snapshot was taken, in milliseconds since the epoch by the system's clock}
     */
    long takenAtEpochMillis();

    /**
     * {@return a copy of the tag of the store's last flush before the snapshot; empty if there was
     * none} The same before and after {@link #close}.
     */
    byte[] flushedTag();

    /**
     * {@return what differs between an earlier snapshot and this one, exactly: a put for each key
     * whose value is another one or that is new, a delete for each key that is gone} Which of the
     * two was taken first makes no difference to the answer.
     *
     * <p>Where both are of one store and no compaction, {@code clear} or restore came between them,
     * it costs what was changed, whatever the store's size: both trees are walked at once, what
     * they share is left out, and values are compared only where a record was written. Otherwise
     * both are read from end to end, at a cost of O(n); the snapshots may then even be of different
     * stores.
     *
     * @param earlier an open snapshot, which the same thread may read
     * @throws IllegalStateException if one of the snapshots, or its store, is closed
     */
    default ChangeCursor changesSince(Snapshot earlier) {
        return new MergedChanges(earlier, this);
    }

    /**
     * Writes the entries, in key order and with checksums, in the format that
     * {@link StateStore#restore(java.io.InputStream)} reads. Costs O(size) and constant memory;
     * does not close the stream.
     *
     * @param out where to write to
     * @throws IOException if {@code out} fails
     * @throws IllegalStateException if the snapshot or its store is closed
     */
    default void writeTo(OutputStream out) throws IOException {
        writeTo(out, StreamOptions.defaults());
    }

    /**
     * Writes the entries of a subset; otherwise as {@link #writeTo(OutputStream)} does. A range
     * costs what is in it, groups by hash the reading of every key.
     *
     * @param out where to write to
     * @param options which keys, and whether compressed
     * @throws IOException if {@code out} fails
     * @throws IllegalStateException if the snapshot or its store is closed
     */
    void writeTo(OutputStream out, StreamOptions options) throws IOException;

    /**
     * Writes what {@link #changesSince} gives, with checksums and both snapshots' identities, as a
     * link of a {@link SnapshotChain}. Costs constant memory; does not close the stream.
     *
     * @param earlier an open snapshot, which the same thread may read
     * @param out where to write to
     * @throws IOException if {@code out} fails
     * @throws IllegalStateException if one of the snapshots, or its store, is closed
     */
    default void writeChangesSince(Snapshot earlier, OutputStream out) throws IOException {
        writeChangesSince(earlier, out, StreamOptions.defaults());
    }

    /**
     * Writes the changes of a subset; otherwise as {@link #writeChangesSince(Snapshot,
     * OutputStream)} does. It continues a full snapshot of the same subset only.
     *
     * @param earlier an open snapshot, which the same thread may read
     * @param out where to write to
     * @param options which keys, and whether compressed
     * @throws IOException if {@code out} fails
     * @throws IllegalStateException if one of the snapshots, or its store, is closed
     */
    void writeChangesSince(Snapshot earlier, OutputStream out, StreamOptions options)
            throws IOException;

    /** Releases what only this snapshot holds. A second call does nothing. */
    @Override
    void close();
}
