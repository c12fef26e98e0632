package io.cairn.engine.index;

import io.cairn.engine.log.RecordFormat;
import io.cairn.engine.log.RecordLog;
import io.cairn.engine.memory.Memory;

/**
 * Changes that an {@link OrderIndex} is still to make, in the order in which they were asked for.
 *
 * <p>In a large tree a leaf is not in the cache, and a change that went on to it at once would wait
 * for several misses, one after the other. So it goes through stages, one with each call of
 * {@link #readAhead}: the lines of the leaf's header and heads are read; then its place there is
 * found, and the lines that the change will touch are read; then it is <em>ready</em>. Nobody waits
 * for what is read, so the misses of two changes overlap with each other, and with those of the
 * lookup that comes after the call. Each {@code put} so pays for one change, its own or that of one
 * of the two before it.
 *
 * <p>Leaf and place are guesses, since only heads are compared and other changes come in between;
 * whoever makes a change checks. Owner's thread only.
 */
final class DeferredChanges {
    /** As many as a batch may leave, whose misses then overlap all together. */
    static final int CAPACITY = 32;

    private static final int MASK = CAPACITY - 1;

    private final RecordLog log;
    private final NodePages pages;
    private final long[] addresses = new long[CAPACITY];
    private final long[] before = new long[CAPACITY];
    private final int[] leaves = new int[CAPACITY];
    private final int[] places = new int[CAPACITY];
    private final int[] foundAt = new int[CAPACITY];

    /**
     * Counts of all changes so far: added, with heads read, with a place, and made. Each is
     * compared by its difference to the one before it, so that two threads that should not be here
     * at once cannot make a loop run around.
     */
    private int added;

    private int headsRead;
    private int placed;
    private int made;
    private long touchedWords;

    DeferredChanges(RecordLog log, NodePages pages) {
        this.log = log;
        this.pages = pages;
    }

    int count() {
        return added - made;
    }

    boolean isEmpty() {
        return added - made <= 0;
    }

    boolean isFull() {
        return added - made >= CAPACITY;
    }

    /** Tells whether the first change has been through all stages. */
    boolean isReady() {
        return placed - made > 0;
    }

    /**
     * Adds a change.
     *
     * @param address the record that is to be pointed at
     * @param replaced the record of the same key that it replaces, or {@link PointIndex#ABSENT}
     * @param root where to look for its leaf
     * @param height how many levels there are from the root on
     * @param nodesGone how many nodes have gone so far
     */
    void add(long address, long replaced, int root, int height, int nodesGone) {
        int slot = added++ & MASK;
        addresses[slot] = address;
        before[slot] = replaced;
        leaves[slot] = leafFor(address, root, height);
        foundAt[slot] = nodesGone;
    }

    /** Tells whether nodes have gone since the first change's leaf was found. */
    boolean isFoundBefore(int nodesGone) {
        return foundAt[made & MASK] != nodesGone;
    }

    /** Takes each change one stage further. */
    void readAhead() {
        long words = 0;
        for (; placed - headsRead < 0; placed++) {
            words += place(placed & MASK);
        }
        for (; headsRead - added < 0; headsRead++) {
            int leaf = leaves[headsRead & MASK];
            words += NodeFormat.touchHeads(pages.window(leaf), pages.within(leaf));
        }
        touchedWords = words; // a field, so that the loads are not left out
    }

    /** Finds the place of a change, and reads the lines that it will touch. */
    private long place(int slot) {
        Memory leaf = pages.window(leaves[slot]);
        long at = pages.within(leaves[slot]);
        int place = placeIn(leaf, at, addresses[slot]);
        places[slot] = place;
        return before[slot] == PointIndex.ABSENT
                ? NodeFormat.touchTail(leaf, at, place)
                : NodeFormat.ref(leaf, at, 0, Math.min(place, NodeFormat.LEAF_CAPACITY - 1));
    }

    /** Looks anew for the leaf of the first change, and its place. */
    void locate(int root, int height) {
        int slot = made & MASK;
        int leaf = leafFor(addresses[slot], root, height);
        leaves[slot] = leaf;
        places[slot] = placeIn(pages.window(leaf), pages.within(leaf), addresses[slot]);
    }

    /** Returns the record that the first change is to point at. */
    long address() {
        return addresses[made & MASK];
    }

    /** Returns the leaf that was guessed for the first change. */
    int leaf() {
        return leaves[made & MASK];
    }

    /** Returns the place in its leaf that was guessed for the first change. */
    int place() {
        return places[made & MASK];
    }

    /** Forgets the first change, which was made. */
    void drop() {
        made++;
    }

    /**
     * Makes the first change where its entry is at its place in a leaf of an epoch after
     * {@code pinnedEpoch}. The address that it replaces stands in one entry of the tree, so an
     * entry of a leaf in use with that address is the right one.
     *
     * @return false if the entry must be searched for
     */
    boolean replace(long pinnedEpoch) {
        int slot = made & MASK;
        Memory leaf = pages.window(leaves[slot]);
        long at = pages.within(leaves[slot]);
        int place = places[slot];
        if (place >= NodeFormat.count(leaf, at)
                || NodeFormat.ref(leaf, at, 0, place) != before[slot]
                || NodeFormat.epoch(leaf, at) <= pinnedEpoch) {
            return false;
        }
        NodeFormat.setRef(leaf, at, 0, place, addresses[slot]);
        return true;
    }

    /**
     * Tells whether the new key of the first change certainly belongs at its place: it begins with
     * the leaf's prefix and lies, by heads alone, between the two entries there.
     */
    boolean isBetween(byte[] key, int length) {
        int slot = made & MASK;
        Memory leaf = pages.window(leaves[slot]);
        long at = pages.within(leaves[slot]);
        int place = places[slot];
        if (before[slot] != PointIndex.ABSENT
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

    /** What was read ahead; of no meaning. */
    long touchedWords() {
        return touchedWords;
    }

    private int leafFor(long address, int root, int height) {
        int node = root;
        for (int level = height - 1; level > 0; level--) {
            Memory m = pages.window(node);
            long at = pages.within(node);
            long head = head(address, NodeFormat.prefixLength(m, at));
            int separators = NodeFormat.count(m, at);
            int low = NodeSearch.firstNotBelow(m, at, 0, separators, head);
            boolean isSeparator = low < separators && NodeFormat.head(m, at, low) == head;
            node = NodeFormat.child(m, at, isSeparator ? low + 1 : low);
        }
        return node;
    }

    private int placeIn(Memory leaf, long at, long address) {
        long head = head(address, NodeFormat.prefixLength(leaf, at));
        return NodeSearch.firstNotBelow(leaf, at, 0, NodeFormat.count(leaf, at), head);
    }

    private long head(long address, int prefixLength) {
        Memory window = log.at(address);
        long at = log.within(address);
        return KeyHead.of(
                window, RecordFormat.keyAt(at), RecordFormat.keyLength(window, at), prefixLength);
    }
}
