package io.cairn.engine;

/**
 * Records that were put into the log of a file, and that the indexes are still to point at, in
 * their order. A lookup waits for two cache misses, one after the other; the lookups of many keys
 * wait for them together. So a few records are left here until their lookups are made at once.
 * Whoever looks for one of their keys must link them first: {@link #mayHave} tells. Owner's thread
 * only.
 */
final class UnlinkedRecords {
    /** As many as a core can keep cache misses under way, and few enough for a short stop. */
    static final int CAPACITY = 16;

    private final long[] hashes = new long[CAPACITY];
    private final long[] addresses = new long[CAPACITY];
    private final long[] candidates = new long[CAPACITY];
    private int count;
    /** One bit for each hash, chosen by its low six bits. */
    private long bits;

    int count() {
        return count;
    }

    boolean isFull() {
        return count == CAPACITY;
    }

    void add(long hash, long address) {
        hashes[count] = hash;
        addresses[count++] = address;
        bits |= 1L << hash;
    }

    /** Tells whether a key with this hash may be among them; false is certain. */
    boolean mayHave(long hash) {
        return (bits >>> hash & 1) != 0 && hasHash(hash);
    }

    private boolean hasHash(long hash) {
        for (int i = 0; i < count; i++) {
            if (hashes[i] == hash) {
                return true;
            }
        }
        return false;
    }

    /** Returns the hashes; the first {@link #count} are in use. */
    long[] hashes() {
        return hashes;
    }

    /** Returns room for as many addresses. */
    long[] candidates() {
        return candidates;
    }

    long hash(int index) {
        return hashes[index];
    }

    long address(int index) {
        return addresses[index];
    }

    void clear() {
        count = 0;
        bits = 0;
    }
}
