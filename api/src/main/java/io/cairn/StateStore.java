package io.cairn;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An ordered map from byte sequences to byte sequences, in memory or on one memory-mapped file,
 * with one owner thread at a time. {@link StateStores} opens it.
 *
 * <p><b>Rules</b>, besides those of {@link KeyValueReader}, {@link BytesView} and {@link Cursor};
 * the conformance suite names its tests after them:
 *
 * <ul>
 *   <li><b>S1</b> After {@code put(k, v)} has returned, reading {@code k} gives {@code v} until the
 *       next change that touches {@code k}.
 *   <li><b>S2</b> {@code delete} of an absent key is no error and changes nothing; its answer tells
 *       whether the key was there.
 *   <li><b>S3</b> {@code getOrInsert} returns the present value, or puts the given one and returns
 *       that.
 *   <li><b>S4</b> The empty key and the empty value are legal; a value has 0 to 268,435,456 bytes
 *       (256 MiB).
 *   <li><b>S5</b> {@code size} and {@code sizeBytes} are exact after every operation.
 *   <li><b>S6</b> {@code clear} removes every entry; the store goes on.
 *   <li><b>S7</b> {@code compact}, compaction in steps and {@code saveIndex} change no answer of
 *       any read.
 *   <li><b>S8</b> A persistent store that is closed, or whose process is killed, holds at its next
 *       opening just what every returned call had made of it; after a loss of power, at least what
 *       the last {@code flush} saw.
 *   <li><b>S9</b> A snapshot shows the entries of its moment, whatever the store does afterwards,
 *       until the snapshot or the store is closed.
 *   <li><b>S10</b> {@code restore} replaces all entries by the snapshot's, or throws and changes
 *       nothing. There is one failure of which the system does not tell what it has done: if the
 *       new file has its name, and that name cannot be forced to disk. Then the call throws, the
 *       store shows the snapshot's entries and takes no more changes; the next opening finds these
 *       entries, or, after a loss of power, perhaps those before: all of the one or all of the
 *       other. The message says so: the store must be closed and opened again.
 *   <li><b>S11</b> A call that throws has changed nothing, but for S10's one failure. Where forcing
 *       fails, it is unknown what is durable: the store still reads, and refuses every change until
 *       it is opened again. After {@code close} every method but {@code close},
 *       {@code isPersistent} and {@code path} throws {@link IllegalStateException}.
 *   <li><b>S12</b> A file written through one backend is read by all others.
 *   <li><b>S13</b> {@code flush(tag)} stores the tag with the state, atomically; {@code flushedTag}
 *       gives the last one, in other processes too.
 *   <li><b>S14</b> One store is open on a path at a time, in this process and in all others.
 *   <li><b>S15</b> {@code putAll} and {@code getAll} do what a {@code put} or {@code getRef} for
 *       each key, one after the other, would do.
 *   <li><b>S16</b> {@code update} changes bytes of a present value and nothing else; if its updater
 *       throws, nothing at all.
 *   <li><b>S17</b> {@code addLong} returns the sum of the present number, 0 if absent, and the
 *       delta, and leaves it as the value.
 *   <li><b>S18</b> {@code write} makes all operations of a batch or, if it throws or the process or
 *       power is lost before it returns, all or none. A read, a scan and a snapshot see all of them
 *       or none.
 *   <li><b>S19</b> {@code changesSince} gives just the keys whose values differ between two
 *       snapshots, each once and in order. A full snapshot and the changes since, one link after
 *       the other, restore just the last link's entries; a link that is damaged, missing, doubled,
 *       out of order or of another chain is refused by name, and changes nothing.
 *   <li><b>S20</b> {@code tick} changes no entry, and ends about when its time is over.
 *   <li><b>S21</b> A store whose garbage is past the trigger of its {@link StoreOptions} compacts
 *       itself in steps, each with a change or in {@code tick}; what fails in doing so fails no
 *       call.
 *   <li><b>S22</b> Compaction in steps moves the last flush only where the caller flushes. Where it
 *       ends, in a {@code flush}, or in any change or {@code tick} of a store in memory or one that
 *       was never flushed, views and cursors turn stale.
 *   <li><b>S23</b> It ends after a number of changes that follows the bytes of live records,
 *       whatever the rate; its steps do not grow with the store.
 *   <li><b>S24</b> A stream of a subset holds just the subset's keys, and restoring a subset takes
 *       just those; several streams restore to all of their entries, and are refused if two of them
 *       have a key in common.
 *   <li><b>S25</b> A snapshot that is forgotten holds nothing back once it was found.
 *   <li><b>S26</b> An interrupt of the thread, before or in a call of the store, costs nothing and
 *       stays set; only streams, channels and checkpoint folders fail of it, as the JDK's do. Where
 *       closing a store takes the memory from under a thread in the middle of a read, that thread
 *       gets an {@link IllegalStateException}, and java.lang.foreign leaves it interrupted.
 * </ul>
 *
 * <p>Every method throws {@link java.util.ConcurrentModificationException} where it finds that
 * another thread is inside the store, or that it was called from inside one of the store's own
 * callbacks.
 */
public interface StateStore extends KeyValueReader, AutoCloseable {
    /** The most bytes a key can have. */
    int MAX_KEY_LENGTH = 65_535;

    /** The most bytes a value can have: 256 MiB. */
    int MAX_VALUE_LENGTH = 256 << 20;

    /** {@return whether the store lives on a file} */
    boolean isPersistent();

    /** {@return the store's file, absolute, or null if it lives in memory} */
    @Nullable
    Path path();

    /**
     * Stores {@code value} under {@code key}, replacing what is there. O(1) amortised for a key
     * that is present, O(log n) for a new one; allocates nothing.
     *
     * @param key the key
     * @param value the value, 0 to {@value #MAX_VALUE_LENGTH} bytes
     * @throws IllegalArgumentException if the key or the value is too long
     * @throws StoreFullException if the store's own limit is reached
     * @throws StoreIoException if there is no room on the disk
     */
    default void put(byte[] key, byte[] value) {
        put(key, 0, key.length, value, 0, value.length);
    }

    /**
     * Stores a value under a key, replacing what is there; otherwise like {@link #put(byte[],
     * byte[])}.
     *
     * @param key holds the key
     * @param keyOffset the key's first byte
     * @param keyLength the key's length, 0 to 65,535
     * @param value holds the value
     * @param valueOffset the value's first byte
     * @param valueLength the value's length, 0 to {@value #MAX_VALUE_LENGTH}
     * @throws IllegalArgumentException if the key or the value is too long
     * @throws StoreFullException if the store's own limit is reached
     * @throws StoreIoException if there is no room on the disk
     */
    void put(
            byte[] key,
            int keyOffset,
            int keyLength,
            byte[] value,
            int valueOffset,
            int valueLength);

    /**
     * Stores a value under a key, replacing what is there; otherwise like {@link #put(byte[],
     * byte[])}.
     *
     * @param key the remaining bytes are the key
     * @param value the remaining bytes are the value
     * @throws IllegalArgumentException if the key or the value is too long
     * @throws StoreFullException if the store's own limit is reached
     * @throws StoreIoException if there is no room on the disk
     */
    void put(ByteBuffer key, ByteBuffer value);

    /**
     * Stores each value under the key in the same place: the same as one {@code put} after the
     * other, but cache misses overlap. Not atomic: where one put throws, those before it stand.
     * Allocates nothing.
     *
     * @param keys the keys; where one is given twice, its later value stays
     * @param values the values, at least as many as {@code keys}
     * @throws IllegalArgumentException if there are fewer values than keys, or a key or a value is
     *     too long; nothing was put then
     * @throws StoreFullException if the store's own limit is reached
     * @throws StoreIoException if there is no room on the disk
     */
    void putAll(byte[][] keys, byte[][] values);

    /**
     * Makes all operations of a batch, in their order, or none: where this throws, nothing has
     * changed, and after a crash the store has all of them or none. Of several operations on one
     * key only the last is made. An empty batch does nothing. The batch stays as it is. O(n log n)
     * for n operations, and O(1) or O(log n) more for each, as {@link #put} and {@link #delete}
     * cost; allocates nothing for up to 65,536 operations, once the store has written as many.
     *
     * @param batch what to do
     * @throws StoreFullException if the store's own limit is reached
     * @throws StoreIoException if there is no room on the disk
     * @throws UnsupportedFormatException if the store's file is of version 1, which has no batches,
     *     and the batch has more than one operation; {@link #compact} writes the file anew in the
     *     present version
     * @throws java.util.ConcurrentModificationException if another thread changes the batch
     */
    void write(WriteBatch batch);

    /**
     * Changes the value of {@code key} in place, without copying it out and in: read, modify, write
     * in one step. If the updater throws, the value stays as it was, and the exception goes to the
     * caller. O(1) amortised; allocates nothing.
     *
     * @param key the key
     * @param updater changes the value; is not called if the key is absent
     * @return whether the key is present
     * @throws IllegalArgumentException if the key is too long
     * @throws StoreFullException if the store's own limit is reached
     * @throws StoreIoException if there is no room on the disk
     */
    boolean update(byte[] key, ValueUpdater updater);

    /**
     * Adds to the counter under {@code key}: a value of eight bytes, a little-endian long. An
     * absent key counts as 0. The sum wraps around on overflow. O(1) amortised for a key that is
     * present, O(log n) for a new one; allocates nothing.
     *
     * @param key the key
     * @param delta what to add
     * @return the sum, which is now the value
     * @throws IllegalArgumentException if the key is too long
     * @throws SerializationException if the present value has not eight bytes
     * @throws StoreFullException if the store's own limit is reached
     * @throws StoreIoException if there is no room on the disk
     */
    long addLong(byte[] key, long delta);

    /**
     * Removes {@code key}. O(log n) if it is present; allocates nothing.
     *
     * @param key the key
     * @return whether the key was present
     * @throws StoreIoException if there is no room on the disk
     */
    default boolean delete(byte[] key) {
        return delete(key, 0, key.length);
    }

    /**
     * Removes a key; otherwise like {@link #delete(byte[])}.
     *
     * @param key holds the key
     * @param offset the key's first byte
     * @param length the key's length, 0 to 65,535
     * @return whether the key was present
     */
    boolean delete(byte[] key, int offset, int length);

    /**
     * Removes a key; otherwise like {@link #delete(byte[])}.
     *
     * @param key the remaining bytes are the key
     * @return whether the key was present
     */
    boolean delete(ByteBuffer key);

    /**
     * Returns a copy of the value of {@code key}; if the key is absent, first stores {@code value}
     * under it.
     *
     * @param key the key
     * @param value what to store if the key is absent
     * @return a fresh copy of the value that is now stored
     */
    default byte[] getOrInsert(byte[] key, byte[] value) {
        byte[] present = get(key);
        if (present != null) {
            return present;
        }
        put(key, value);
        return value.clone();
    }

    /**
     * Removes every entry. O(1) on file, where it appends one record; costs the release of memory
     * otherwise.
     */
    void clear();

    /**
     * Makes everything so far safe against a loss of power. Costs what changed since the last
     * flush, not what is stored. In memory it does nothing. The tag of the last flush is kept. Ends
     * a compaction in steps that has copied all: views and cursors turn stale then.
     *
     * @throws StoreIoException if the system fails to force the data; the store must then be closed
     *     and opened again
     */
    void flush();

    /**
     * Flushes as {@link #flush()} does, and stores {@code tag} in the same atomic step: source
     * offsets, say, or a watermark.
     *
     * @param tag 0 to 4,096 bytes
     * @throws IllegalArgumentException if the tag is too long
     * @throws StoreIoException if the system fails to force the data; the store must then be closed
     *     and opened again
     */
    void flush(byte[] tag);

    /** {@return a copy of the tag of the last flush; empty if there was none} */
    byte[] flushedTag();

    /**
     * Copies the live entries, in key order, into a new log and drops the old one, whose garbage
     * goes with it. Costs O(size), and as much room again while it runs. On file it counts as a
     * flush with the last tag. A compaction in steps that is under way is given up for it.
     *
     * @throws StoreIoException if the copy cannot be made; the store is then as before. Or if the
     *     copy's name cannot be forced; the entries are the same in both files, but the store must
     *     be closed and opened again
     */
    void compact();

    /**
     * Does work that the store would else do a little of with each change, for about as long as
     * given: begins a compaction where there is enough garbage (see {@link StoreOptions}), goes on
     * with it, and releases what an earlier one has left. Call it when there is nothing else to do.
     * Works in small steps, and looks at the clock after each; so it takes as long as given, and
     * one step more. Does not force the changes to disk: on file, a compaction of a store that was
     * ever flushed ends with the next {@code flush}. Where one ends in this call, it is a change of
     * the store, which makes views and cursors stale.
     *
     * @param budgetNanos for how long, 1 or more nanoseconds
     * @return whether there is more to do now
     * @throws IllegalArgumentException if {@code budgetNanos} is below 1
     */
    default boolean tick(long budgetNanos) {
        if (budgetNanos < 1) {
            throw new IllegalArgumentException(
                    "budgetNanos=" + budgetNanos + " is below 1; give a time, or do not call tick");
        }
        return false;
    }

    /** {@return the share of the log that holds no live entry, 0.0 (none) to 1.0} O(1). */
    double fragmentation();

    /**
     * Writes an image of the index beside the file, so that the next opening need not replay the
     * log. A store does so by itself when it is closed, if all is flushed and much was written
     * since the last image. Forces the records, but is no flush. In memory it does nothing. Costs
     * O(size).
     *
     * @throws StoreIoException if the image cannot be written; the store goes on without. Or if the
     *     records cannot be forced; the store must then be closed and opened again
     */
    void saveIndex();

    /**
     * {@return a consistent, read-only view of the entries as they are now} O(1), whatever the
     * store's size. Close it when it is no longer needed: it holds back memory that later changes
     * would free.
     */
    Snapshot snapshot();

    /**
     * Replaces all entries by those of a snapshot, of this store or of another. O(size of the
     * snapshot). On file it counts as a flush with the last tag.
     *
     * @param snapshot an open snapshot
     * @throws IllegalStateException if the snapshot is closed
     * @throws StoreIoException if there is no room; the store is then as before. Or if the new
     *     file's name cannot be forced; see rule S10
     */
    void restore(Snapshot snapshot);

    /**
     * Replaces all entries by those of a snapshot that {@link Snapshot#writeTo} wrote. O(size of
     * the snapshot). Reads just the snapshot's bytes and does not close the stream.
     *
     * @param in where to read the snapshot from
     * @throws IOException if {@code in} fails; the store is then as before
     * @throws CorruptStoreException if the bytes are no intact snapshot; the store is then as
     *     before
     * @throws UnsupportedFormatException if the snapshot is of a version that this build does not
     *     read
     * @throws StoreIoException if there is no room; the store is then as before. Or if the new
     *     file's name cannot be forced; see rule S10
     */
    void restore(InputStream in) throws IOException;

    /**
     * Replaces all entries by those of a chain: a full snapshot, and the changes since. All links
     * are applied or none, rule S10. O(size of the chain) in constant memory. Reads just the links'
     * bytes and closes no stream.
     *
     * @param chain the links
     * @return what the last link says of its snapshot: with its source offsets, say
     * @throws IOException if a stream fails; the store is then as before
     * @throws IllegalArgumentException if a link does not continue the one before it, because one
     *     is missing, doubled, out of order or of another chain; the message names the link and the
     *     identities
     * @throws CorruptStoreException if a link's bytes are not intact; the message names the link
     * @throws UnsupportedFormatException if a link is of a version that this build does not read
     * @throws StoreIoException as {@link #restore(Snapshot)} does
     */
    default SnapshotInfo restore(SnapshotChain chain) throws IOException {
        return restore(List.of(chain), KeySubset.all()).get(0);
    }

    /**
     * Replaces all entries by those of several chains together, or by a part of them: to join what
     * was split among workers, and to split it anew. Otherwise as {@link #restore(SnapshotChain)}
     * does.
     *
     * @param parts the chains, which have no key of the subset in common
     * @param subset which of their keys to take
     * @return what each chain's last link says of its snapshot
     * @throws IOException if a stream fails; the store is then as before
     * @throws IllegalArgumentException if there are no parts, two of them have the same key, which
     *     the message names, or a link does not continue the one before it
     * @throws CorruptStoreException if a link's bytes are not intact; the message names the link
     * @throws UnsupportedFormatException if a link is of a version that this build does not read
     * @throws StoreIoException as {@link #restore(Snapshot)} does
     */
    List<SnapshotInfo> restore(List<SnapshotChain> parts, KeySubset subset) throws IOException;

    /** {@return figures about the store} O(1). */
    StoreStats stats();

    /**
     * {@return what a check of the whole store found} Costs O(size), with every record read;
     * changes nothing. This implementation checks what can be seen through this interface: the
     * order of the keys, that each key of a scan is found with the same value, and the counts.
     * Cairn's own stores check their log and both indexes; {@link StoreVerifier} lists what.
     */
    default VerificationReport verify() {
        return ReaderCheck.verify(this);
    }

    /**
     * {@return what the opening of this store found and did} For a store in memory, a report of
     * nothing.
     */
    RecoveryReport recoveryReport();

    /**
     * Releases all that the store holds; on file, first saves an index image where replaying the
     * log would take long. Does not force anything to disk: {@link #flush} does. A second call does
     * nothing.
     *
     * @throws StoreIoException if there is no room for that image; the store is closed all the
     *     same, and lacks nothing when it is opened again
     */
    @Override
    void close();
}
