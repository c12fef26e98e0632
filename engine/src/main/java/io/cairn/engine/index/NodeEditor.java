package io.cairn.engine.index;

import io.cairn.engine.log.RecordFormat;
import io.cairn.engine.log.RecordLog;
import io.cairn.engine.memory.Memory;

/**
 * Changes the entries of single nodes, which must be writable, and keeps their shared prefixes
 * true. Owner's thread only.
 */
final class NodeEditor {
    /** A longer prefix is looked for only when the first and the last head share this many bits. */
    private static final int WORTHWHILE_BITS = 32;

    private final RecordLog log;
    private final NodePages pages;
    private byte[] first = new byte[256];
    private byte[] last = new byte[256];

    NodeEditor(RecordLog log, NodePages pages) {
        this.log = log;
        this.pages = pages;
    }

    int count(int node) {
        return NodeFormat.count(pages.window(node), pages.within(node));
    }

    private int level(int node) {
        return NodeFormat.level(pages.window(node), pages.within(node));
    }

    boolean isFull(int node) {
        return count(node) == NodeFormat.capacity(level(node));
    }

    boolean isSmall(int node) {
        return count(node) < NodeFormat.capacity(level(node)) / 4;
    }

    long ref(int node, int index) {
        return NodeFormat.ref(pages.window(node), pages.within(node), level(node), index);
    }

    int prefixLength(int node) {
        return NodeFormat.prefixLength(pages.window(node), pages.within(node));
    }

    /** Gives an empty node the prefix that all of its keys will have. */
    void setPrefix(int node, byte[] key, int length) {
        NodeFormat.setPrefix(pages.window(node), pages.within(node), key, 0, length);
    }

    /** Adds an entry at the end of a leaf; its head is the one after the leaf's prefix. */
    void append(int leaf, long head, long address) {
        Memory m = pages.window(leaf);
        long at = pages.within(leaf);
        int count = NodeFormat.count(m, at);
        NodeFormat.setHead(m, at, count, head);
        NodeFormat.setRef(m, at, 0, count, address);
        NodeFormat.setCount(m, at, count + 1);
    }

    /** Inserts an entry; in an inner node also the child after it. */
    void insert(
            int node, int position, byte[] key, int offset, int length, long address, int child) {
        Memory m = pages.window(node);
        long at = pages.within(node);
        int level = NodeFormat.level(m, at);
        if (NodeFormat.count(m, at) == 0) {
            NodeFormat.setPrefixLength(m, at, 0);
        }
        int shared = NodeFormat.sharedPrefix(m, at, key, offset, length);
        shrinkPrefix(m, at, shared);
        NodeFormat.openGap(m, at, level, position);
        NodeFormat.setHead(m, at, position, KeyHead.of(key, offset, length, shared));
        NodeFormat.setRef(m, at, level, position, address);
        if (level > 0) {
            NodeFormat.setChild(m, at, position + 1, child);
        }
        int count = NodeFormat.count(m, at);
        if (count >= 8 && Integer.bitCount(count) == 1) {
            growPrefix(node);
        }
    }

    /** Inserts a separator, given by a record that has its key, and the child after it. */
    void insertSeparator(int node, int position, long separator, int child) {
        int length = keyLength(separator);
        first = log.copyOfKey(separator, first);
        insert(node, position, first, 0, length, separator, child);
    }

    /**
     * Returns where to cut a full leaf into which an entry is to be inserted; keys in order leave
     * full leaves behind.
     */
    int leafCut(int leaf, int position) {
        int count = count(leaf);
        return position == 0 || position == count ? position : count / 2;
    }

    /**
     * Moves the entries from {@code from} on into an empty node; the left one keeps those before
     * {@code keep}.
     */
    void moveTail(int left, int keep, int right, int from) {
        Memory m = pages.window(left);
        long at = pages.within(left);
        Memory target = pages.window(right);
        long targetAt = pages.within(right);
        int level = NodeFormat.level(m, at);
        int moved = NodeFormat.count(m, at) - from;
        NodeFormat.copyPrefix(m, at, target, targetAt);
        NodeFormat.copyEntries(m, at, from, target, targetAt, 0, moved, level);
        if (level > 0) {
            NodeFormat.copyChildren(m, at, from, target, targetAt, 0, moved + 1);
        }
        NodeFormat.setCount(target, targetAt, moved);
        NodeFormat.setCount(m, at, keep);
    }

    boolean canMerge(int left, int right) {
        int level = level(left);
        int leftCount = count(left);
        int rightCount = count(right);
        int joined = leftCount + rightCount + (level > 0 ? 1 : 0);
        int capacity = NodeFormat.capacity(level);
        return joined <= capacity * 3 / 4
                || (joined <= capacity && (leftCount == 0 || rightCount == 0));
    }

    /**
     * Moves all of {@code right}, which is only read, to the end of {@code left}; an inner node
     * takes the separator between.
     */
    void merge(int left, int right, long separator) {
        if (level(left) > 0) {
            int only = NodeFormat.child(pages.window(right), pages.within(right), 0);
            insertSeparator(left, count(left), separator, only);
        }
        Memory source = pages.window(right);
        long sourceAt = pages.within(right);
        int level = NodeFormat.level(source, sourceAt);
        for (int i = 0; i < NodeFormat.count(source, sourceAt); i++) {
            long address = NodeFormat.ref(source, sourceAt, level, i);
            int child = level > 0 ? NodeFormat.child(source, sourceAt, i + 1) : NodePages.NONE;
            insertSeparator(left, count(left), address, child);
        }
    }

    /**
     * Looks for a longer shared prefix where the heads tell too little, and rewrites the heads
     * after it.
     */
    void growPrefix(int node) {
        Memory m = pages.window(node);
        long at = pages.within(node);
        int count = NodeFormat.count(m, at);
        if (count < 2) {
            return;
        }
        long differing = NodeFormat.head(m, at, 0) ^ NodeFormat.head(m, at, count - 1);
        if (Long.numberOfLeadingZeros(differing) < WORTHWHILE_BITS) {
            return;
        }
        int shared = sharedByFirstAndLast(m, at, count);
        if (shared <= NodeFormat.prefixLength(m, at)) {
            return;
        }
        NodeFormat.setPrefix(m, at, first, 0, shared);
        int level = NodeFormat.level(m, at);
        for (int i = 0; i < count; i++) {
            long address = NodeFormat.ref(m, at, level, i);
            Memory window = log.at(address);
            long record = log.within(address);
            NodeFormat.setHead(
                    m,
                    at,
                    i,
                    KeyHead.of(
                            window,
                            RecordFormat.keyAt(record),
                            RecordFormat.keyLength(window, record),
                            shared));
        }
    }

    private int sharedByFirstAndLast(Memory m, long at, int count) {
        int level = NodeFormat.level(m, at);
        long low = NodeFormat.ref(m, at, level, 0);
        long high = NodeFormat.ref(m, at, level, count - 1);
        first = log.copyOfKey(low, first);
        last = log.copyOfKey(high, last);
        int most = Math.min(NodeFormat.MAX_PREFIX, Math.min(keyLength(low), keyLength(high)));
        int shared = 0;
        while (shared < most && first[shared] == last[shared]) {
            shared++;
        }
        return shared;
    }

    private static void shrinkPrefix(Memory m, long at, int shared) {
        int length = NodeFormat.prefixLength(m, at);
        int dropped = length - shared;
        if (dropped == 0) {
            return;
        }
        long before = 0;
        int taken = Math.min(dropped, Long.BYTES);
        for (int i = 0; i < taken; i++) {
            before = before << 8 | (NodeFormat.prefixByte(m, at, shared + i) & 0xFF);
        }
        for (int i = 0; i < NodeFormat.count(m, at); i++) {
            NodeFormat.setHead(m, at, i, KeyHead.shifted(NodeFormat.head(m, at, i), before, taken));
        }
        NodeFormat.setPrefixLength(m, at, shared);
    }

    private int keyLength(long address) {
        return RecordFormat.keyLength(log.at(address), log.within(address));
    }
}
