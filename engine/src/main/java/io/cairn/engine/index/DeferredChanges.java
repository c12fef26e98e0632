package io.cairn.engine.index;

import io.cairn.engine.log.RecordFormat;
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
    static final int CAPACITY = 16;

    private static final int HEADS_IN_LINE = 8;

    private final RecordLog log;
    private final NodePages pages;
    private final long[] addresses = new long[CAPACITY];
    private final long[] before = new long[CAPACITY];
    private final int[] nodes = new int[CAPACITY];
    private final int[] lows = new int[CAPACITY];
    private final int[] lefts = new int[CAPACITY];
    private final long[] heads = new long[CAPACITY];
    private int count;
    private long touchedWords;

    DeferredChanges(RecordLog log, NodePages pages) {
        this.log = log;
        this.pages = pages;
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

    /** What was read ahead; of no meaning. */
    long touchedWords() {
        return touchedWords;
    }

    /**
     * Looks for each change's leaf and its place there. What it finds is a guess, since only heads
     * are compared; that what is near is in the cache then is what counts. The inner nodes are
     * there most often; the leaves are searched a step of each at a time.
     */
    void findLeaves(int root, int height) {
        for (int i = 0; i < count; i++) {
            nodes[i] = root;
        }
        for (int level = height - 1; level > 0; level--) {
            for (int i = 0; i < count; i++) {
                nodes[i] = child(nodes[i], addresses[i]);
            }
        }
        beginSearches();
        searchInStep();
        endSearches();
    }

    private int child(int node, long address) {
        Memory m = pages.window(node);
        long at = pages.within(node);
        long head = head(address, NodeFormat.prefixLength(m, at));
        int keys = NodeFormat.count(m, at);
        int low = NodeSearch.firstNotBelow(m, at, 0, keys, head);
        boolean isSeparator = low < keys && NodeFormat.head(m, at, low) == head;
        return NodeFormat.child(m, at, isSeparator ? low + 1 : low);
    }

    private void beginSearches() {
        for (int i = 0; i < count; i++) {
            lefts[i] = NodeFormat.count(pages.window(nodes[i]), pages.within(nodes[i]));
            lows[i] = 0;
        }
        for (int i = 0; i < count; i++) {
            Memory m = pages.window(nodes[i]);
            heads[i] = head(addresses[i], NodeFormat.prefixLength(m, pages.within(nodes[i])));
        }
    }

    /** Down to the entries of one cache line. */
    private void searchInStep() {
        for (int most = NodeFormat.LEAF_CAPACITY; most >= HEADS_IN_LINE; most >>>= 1) {
            for (int i = 0; i < count; i++) {
                int left = lefts[i];
                if (left > 0) {
                    int half = left >>> 1;
                    int node = nodes[i];
                    long middle =
                            NodeFormat.head(pages.window(node), pages.within(node), lows[i] + half);
                    lows[i] += middle < heads[i] ? left - half : 0;
                    lefts[i] = half;
                }
            }
        }
    }

    private void endSearches() {
        long words = 0;
        for (int i = 0; i < count; i++) {
            Memory m = pages.window(nodes[i]);
            long at = pages.within(nodes[i]);
            lows[i] = NodeSearch.firstNotBelow(m, at, lows[i], lefts[i], heads[i]);
            int place = Math.min(lows[i], NodeFormat.LEAF_CAPACITY - 1);
            words += NodeFormat.ref(m, at, 0, place);
        }
        touchedWords = words; // a field, so that the loads are not left out
    }

    private long head(long address, int prefixLength) {
        Memory window = log.at(address);
        long at = log.within(address);
        return KeyHead.of(
                window, RecordFormat.keyAt(at), RecordFormat.keyLength(window, at), prefixLength);
    }

    /**
     * Makes a change where its entry was found in a leaf of an epoch after {@code pinnedEpoch}. The
     * address that it replaces stands in one entry of the tree, so whatever was changed since the
     * search, an entry with that address is the right one.
     *
     * @return false if the entry must be searched for
     */
    boolean replace(int index, long pinnedEpoch) {
        Memory leaf = pages.window(nodes[index]);
        long at = pages.within(nodes[index]);
        int place = lows[index];
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
        return nodes[index];
    }

    /** Returns the place in the leaf that was guessed for a change. */
    int place(int index) {
        return lows[index];
    }

    /**
     * Tells whether a new key certainly belongs at the place that was guessed: it begins with the
     * leaf's prefix and lies, by heads alone, between the two entries there.
     */
    boolean isBetween(int index, byte[] key, int length) {
        Memory leaf = pages.window(nodes[index]);
        long at = pages.within(nodes[index]);
        int place = lows[index];
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
