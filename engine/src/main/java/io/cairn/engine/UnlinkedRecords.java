package io.cairn.engine;

import io.cairn.engine.index.PointIndex;

/**
 * Records that were put into the log of a file, and that the indexes are still to point at, in
 * their order. A lookup waits for two cache misses, one after the other; of a record that waits
 * here the slot is read ahead when it comes, and what that leads to with the next {@code put}. So
 * the misses of two records overlap, and nobody waits for them. Whoever looks for one of their keys
 * must link them first: {@link #mayHave} tells. Owner's thread only.
 */
final class UnlinkedRecords {
    /** The one that came last, and the one before it. */
    private static final int CAPACITY = 2;

    private final long[] hashes = new long[CAPACITY];
    private final long[] addresses = new long[CAPACITY];
    private int count;

    int count() {
        return count;
    }

    boolean isFull() {
        return count == CAPACITY;
    }

    void add(long hash, long address) {
        hashes[count] = hash;
        addresses[count++] = address;
    }

    /** Reads ahead the slot of a record that is to come, and what the one before it leads to. */
    void readAhead(PointIndex points, long hash) {
        points.touchSlot(hash);
        if (count > 0) {
            points.touchRecord(hashes[count - 1]); // those before it were read ahead before
        }
    }

    /** Reads ahead what all of them lead to, since nobody waits until their turn comes. */
    void readAheadRecords(PointIndex points) {
        for (int i = 0; i < count; i++) {
            points.touchRecord(hashes[i]);
        }
    }

    /** Tells whether a key with this hash may be among them; false is certain. */
    boolean mayHave(long hash) {
        for (int i = 0; i < count; i++) {
            if (hashes[i] == hash) {
                return true;
            }
        }
        return false;
    }

    long hash(int index) {
        return hashes[index];
    }

    long address(int index) {
        return addresses[index];
    }

    /** Forgets the first record. */
    void dropFirst() {
        count--;
        for (int i = 0; i < count; i++) {
            hashes[i] = hashes[i + 1];
            addresses[i] = addresses[i + 1];
        }
    }

    void clear() {
        count = 0;
    }
}
