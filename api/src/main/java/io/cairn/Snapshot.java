package io.cairn;

import java.io.IOException;
import java.io.OutputStream;

/**
 * The entries of a store as they were at one moment, in constant time and space when taken.
 *
 * <p>A snapshot may be read by one thread at a time, which need not be the store's owner, while the
 * owner goes on writing. Point reads cost O(log n) here.
 */
public interface Snapshot extends KeyValueReader, AutoCloseable {
    /**
     * {@return when the snapshot was taken, in milliseconds since the epoch by the system's clock}
     */
    long takenAtEpochMillis();

    /**
     * Writes the entries, in key order and with checksums, in the format that
     * {@link StateStore#restore(java.io.InputStream)} reads. Costs O(size) and constant memory;
     * does not close the stream.
     *
     * @param out where to write to
     * @throws IOException if {@code out} fails
     * @throws IllegalStateException if the snapshot or its store is closed
     */
    void writeTo(OutputStream out) throws IOException;

    /** Releases what only this snapshot holds. A second call does nothing. */
    @Override
    void close();
}
