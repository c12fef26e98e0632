package io.cairn.engine.index;

import io.cairn.engine.log.RecordFormat;
import io.cairn.engine.log.RecordLog;
import io.cairn.engine.memory.Memory;

/**
 * Walks down a tree for several records at once, a level of each at a time, so that their cache
 * misses overlap. Only heads are compared, so what is found is a guess: that it is near, and in the
 * cache then, is what counts. Owner's thread only.
 */
final class JointDescent {
    private final RecordLog log;
    private final NodePages pages;
    private final long[] addresses;
    private final boolean[] inserts;
    private final int[] nodes;
    private final int[] places;
    private int count;
    private long touchedWords;

    JointDescent(RecordLog log, NodePages pages, int capacity) {
        this.log = log;
        this.pages = pages;
        this.addresses = new long[capacity];
        this.inserts = new boolean[capacity];
        this.nodes = new int[capacity];
        this.places = new int[capacity];
    }

    /** Sets the record of one walk, and whether an entry is to be inserted for it. */
    void set(int index, long address, boolean insert) {
        addresses[index] = address;
        inserts[index] = insert;
    }

    /** Walks down to the leaves for the first {@code walks} records. */
    void descend(int walks, int root, int height) {
        count = walks;
        for (int i = 0; i < count; i++) {
            nodes[i] = root;
        }
        for (int level = height - 1; level > 0; level--) {
            touchNodes();
            for (int i = 0; i < count; i++) {
                nodes[i] = child(nodes[i], addresses[i]);
            }
        }
        touchNodes();
        for (int i = 0; i < count; i++) {
            places[i] = place(nodes[i], addresses[i]);
        }
        touchEntries();
    }

    /** Returns the leaf to which a walk has come. */
    int leaf(int index) {
        return nodes[index];
    }

    /** Returns the place in the leaf to which a walk has come. */
    int place(int index) {
        return places[index];
    }

    /** What was read ahead; of no meaning. */
    long touchedWords() {
        return touchedWords;
    }

    /** Reads the headers ahead, and then the heads in the middle, where a search begins. */
    private void touchNodes() {
        long words = 0;
        for (int i = 0; i < count; i++) {
            words += NodeFormat.count(pages.window(nodes[i]), pages.within(nodes[i]));
        }
        for (int i = 0; i < count; i++) {
            Memory m = pages.window(nodes[i]);
            long at = pages.within(nodes[i]);
            words += NodeFormat.head(m, at, NodeFormat.count(m, at) / 2);
        }
        touchedWords = words; // a field, so that the loads are not left out
    }

    private int child(int node, long address) {
        Memory m = pages.window(node);
        long at = pages.within(node);
        long head = head(address, NodeFormat.prefixLength(m, at));
        int separators = NodeFormat.count(m, at);
        int low = NodeSearch.firstNotBelow(m, at, 0, separators, head);
        boolean isSeparator = low < separators && NodeFormat.head(m, at, low) == head;
        return NodeFormat.child(m, at, isSeparator ? low + 1 : low);
    }

    private int place(int leaf, long address) {
        Memory m = pages.window(leaf);
        long at = pages.within(leaf);
        long head = head(address, NodeFormat.prefixLength(m, at));
        return NodeSearch.firstNotBelow(m, at, 0, NodeFormat.count(m, at), head);
    }

    private long head(long address, int prefixLength) {
        Memory window = log.at(address);
        long at = log.within(address);
        return KeyHead.of(
                window, RecordFormat.keyAt(at), RecordFormat.keyLength(window, at), prefixLength);
    }

    private void touchEntries() {
        long words = 0;
        for (int i = 0; i < count; i++) {
            Memory m = pages.window(nodes[i]);
            long at = pages.within(nodes[i]);
            words += inserts[i]
                    ? NodeFormat.touchTail(m, at, places[i])
                    : NodeFormat.ref(m, at, 0, Math.min(places[i], NodeFormat.LEAF_CAPACITY - 1));
        }
        touchedWords = words; // a field, so that the loads are not left out
    }
}
