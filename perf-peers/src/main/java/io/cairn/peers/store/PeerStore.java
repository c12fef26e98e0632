package io.cairn.peers.store;

import java.util.List;

/**
 * An open key-value store under comparison. Looking up and scanning point it at a <em>current
 * entry</em>, whose bytes are then read where the store has them, without a copy if the store can.
 *
 * <p>The current entry is gone after the next {@code put}, {@code delete}, {@code find} or
 * {@code seek}. Arrays that are given are never kept.
 */
public interface PeerStore extends AutoCloseable {
    /**
     * Stores a value under a key, replacing what is there.
     *
     * @param key the key, 1 to 511 bytes: one of the stores takes no longer ones
     * @param value the value
     */
    void put(byte[] key, byte[] value);

    /**
     * Removes an entry.
     *
     * @param key the key
     * @return whether it was there
     */
    boolean delete(byte[] key);

    /**
     * Makes the entry of a key the current one.
     *
     * @param key the key
     * @return whether it is there; if not, there is no current entry
     */
    boolean find(byte[] key);

    /**
     * Makes the first entry at or after a key, in unsigned lexicographic order, the current one.
     *
     * @param key where to go
     * @return whether there is one
     * @throws UnsupportedOperationException if the store has no order
     */
    boolean seek(byte[] key);

    /**
     * Steps from the entry that {@code seek} or {@code next} found to the one after it.
     *
     * @return whether there is one
     * @throws UnsupportedOperationException if the store has no order
     */
    boolean next();

    /**
     * {@return 8 little-endian bytes of the key that {@code seek} or {@code next} found}
     *
     * @param offset the first of them
     */
    long keyLong(int offset);

    /**
     * {@return 8 little-endian bytes of the current entry's value}
     *
     * @param offset the first of them
     */
    long valueLong(int offset);

    /** {@return a fresh copy of the key that {@code seek} or {@code next} found} */
    byte[] keyCopy();

    /** {@return a fresh copy of the current entry's value} */
    byte[] valueCopy();

    /** {@return the number of entries; may visit all of them} */
    long size();

    /**
     * Ends a load: brings the store to the state in which its documentation would have it read, by
     * committing or compacting, say.
     */
    void settle();

    /** {@return how the store is set, one setting a line} */
    List<String> settings();

    /** Closes the store; if it lives on a file, everything is on that file afterwards. */
    @Override
    void close();
}
