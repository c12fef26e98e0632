package io.cairn.engine.index;

import io.cairn.engine.log.RecordLog;
import io.cairn.engine.memory.Memory;

/**
 * Records that an {@link OrderIndex} is still to point at, in the order in which they were written.
 * One descent into a large tree waits for a handful of cache misses, one after the other; the
 * descents of many keys wait for them together. So changes are kept back for a few calls, and then
 * {@link #findLeaves} walks down for all of them in step. Owner's thread only.
 */
final class DeferredChanges {
    /** As many as a core can keep cache misses under way, and few enough for a short stop. */
    static final int TOGETHER = 16;
    /** With those that an earlier stop, which was to be short, has left. */
    private static final int CAPACITY = 2 * TOGETHER;

    private final NodePages pages;
    private final long[] addresses = new long[CAPACITY];
    private final long[] before = new long[CAPACITY];
    private final JointDescent descent;
    private int count;

    DeferredChanges(RecordLog log, NodePages pages) {
        this.pages = pages;
        this.descent = new JointDescent(log, pages, CAPACITY);
    }

    int count() {
        return count;
    }

    boolean isEmpty() {
        return count == 0;
    }

    boolean isFull() {
        return count == CAPACITY;
    }

    /**
     * Adds a change.
     *
     * @param address the record that is to be pointed at
     * @param replaced the record of the same key that it replaces, or {@link PointIndex#ABSENT}
     */
    void add(long address, long replaced) {
        addresses[count] = address;
        before[count++] = replaced;
    }

    long address(int index) {
        return addresses[index];
    }

    /** Forgets the first changes, which were made; the rest keeps its order. */
    void dropFirst(int made) {
        count -= made;
        System.arraycopy(addresses, made, addresses, 0, count);
        System.arraycopy(before, made, before, 0, count);
    }

    /**
     * Looks for each change's leaf and its place there. What it finds is a guess, since only heads
     * are compared; that what is near is in the cache then is what counts.
     */
    void findLeaves(int root, int height) {
        for (int i = 0; i < count; i++) {
            descent.set(i, addresses[i], before[i] == PointIndex.ABSENT);
        }
        descent.descend(count, root, height);
    }

    /**
     * Makes a change where its entry was found in a leaf of an epoch after {@code pinnedEpoch}. The
     * address that it replaces stands in one entry of the tree, so whatever was changed since the
     * search, an entry with that address is the right one.
     *
     * @return false if the entry must be searched for
     */
    boolean replace(int index, long pinnedEpoch) {
        Memory leaf = pages.window(descent.leaf(index));
        long at = pages.within(descent.leaf(index));
        int place = descent.place(index);
        if (place >= NodeFormat.count(leaf, at)
                || NodeFormat.ref(leaf, at, 0, place) != before[index]
                || NodeFormat.epoch(leaf, at) <= pinnedEpoch) {
            return false;
        }
        NodeFormat.setRef(leaf, at, 0, place, addresses[index]);
        return true;
    }

    /** Returns the leaf that was guessed for a change. */
    int leaf(int index) {
        return descent.leaf(index);
    }

    /** Returns the place in the leaf that was guessed for a change. */
    int place(int index) {
        return descent.place(index);
    }

    /**
     * Tells whether a new key certainly belongs at the place that was guessed: it begins with the
     * leaf's prefix and lies, by heads alone, between the two entries there.
     */
    boolean isBetween(int index, byte[] key, int length) {
        Memory leaf = pages.window(descent.leaf(index));
        long at = pages.within(descent.leaf(index));
        int place = descent.place(index);
        if (before[index] != PointIndex.ABSENT
                || place == 0
                || place >= NodeFormat.count(leaf, at)) {
            return false;
        }
        int prefix = NodeFormat.prefixLength(leaf, at);
        long head = KeyHead.of(key, 0, length, prefix);
        return NodeFormat.head(leaf, at, place - 1) < head
                && head < NodeFormat.head(leaf, at, place)
                && length >= prefix
                && NodeFormat.comparePrefix(leaf, at, prefix, key, 0, length) == 0;
    }
}
