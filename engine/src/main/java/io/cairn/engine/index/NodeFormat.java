package io.cairn.engine.index;

import io.cairn.engine.memory.Memory;

/**
 * The layout of a B+tree node, and the only place that does arithmetic on it. Static functions over
 * a window and the node's place in it.
 *
 * <p>A node has {@code count} entries in key order. An entry is a head and a reference: the head is
 * the key's eight bytes after the prefix that all keys of the node share (fewer are filled up with
 * zeros), as a number whose signed order is the bytes' unsigned order; the reference is the address
 * of a record with that key. In an inner node the entries are separators: child {@code i} holds the
 * keys below separator {@code i}, child {@code i + 1} those from it on.
 */
final class NodeFormat {
    static final int NODE_SHIFT = 11;
    static final int NODE_BYTES = 1 << NODE_SHIFT;

    private static final int LEVEL = 0;
    private static final int PREFIX_LENGTH = LEVEL + Byte.BYTES;
    private static final int COUNT = PREFIX_LENGTH + Byte.BYTES;
    private static final int NEXT = COUNT + Short.BYTES;
    private static final int EPOCH = NEXT + Integer.BYTES;
    private static final int RETIRED = EPOCH + Long.BYTES;
    private static final int PREFIX = RETIRED + Long.BYTES;
    private static final int HEADS = 128;
    private static final int CACHE_LINE = 64;

    /** The most bytes of a shared prefix that a node keeps. */
    static final int MAX_PREFIX = HEADS - PREFIX;

    static final int LEAF_CAPACITY = (NODE_BYTES - HEADS) / (2 * Long.BYTES);
    static final int INNER_CAPACITY =
            (NODE_BYTES - HEADS - Integer.BYTES) / (2 * Long.BYTES + Integer.BYTES);

    private static final int LEAF_REFS = HEADS + LEAF_CAPACITY * Long.BYTES;
    private static final int INNER_REFS = HEADS + INNER_CAPACITY * Long.BYTES;
    private static final int CHILDREN = INNER_REFS + INNER_CAPACITY * Long.BYTES;

    private NodeFormat() {}

    static void init(Memory m, long node, int level, long epoch) {
        m.putByte(node + LEVEL, (byte) level);
        m.putByte(node + PREFIX_LENGTH, (byte) 0);
        m.putShort(node + COUNT, 0);
        m.putLong(node + EPOCH, epoch);
    }

    /** Returns 0 for a leaf. */
    static int level(Memory m, long node) {
        return m.getByte(node + LEVEL);
    }

    static int capacity(int level) {
        return level == 0 ? LEAF_CAPACITY : INNER_CAPACITY;
    }

    static int count(Memory m, long node) {
        return m.getUnsignedShort(node + COUNT);
    }

    static void setCount(Memory m, long node, int count) {
        m.putShort(node + COUNT, count);
    }

    static int prefixLength(Memory m, long node) {
        return m.getByte(node + PREFIX_LENGTH);
    }

    static void setPrefixLength(Memory m, long node, int length) {
        m.putByte(node + PREFIX_LENGTH, (byte) length);
    }

    static void setPrefix(Memory m, long node, byte[] key, int offset, int length) {
        setPrefixLength(m, node, length);
        m.copyIn(node + PREFIX, key, offset, length);
    }

    static void copyPrefix(Memory m, long node, Memory target, long targetNode) {
        int length = prefixLength(m, node);
        setPrefixLength(target, targetNode, length);
        m.copyTo(node + PREFIX, target, targetNode + PREFIX, length);
    }

    static byte prefixByte(Memory m, long node, int index) {
        return m.getByte(node + PREFIX + index);
    }

    /** Compares the prefix with as many bytes of a key: 0 if the key begins with the prefix. */
    static int comparePrefix(
            Memory m, long node, int prefixLength, byte[] key, int offset, int length) {
        return m.compare(node + PREFIX, prefixLength, key, offset, Math.min(length, prefixLength));
    }

    /** Returns how many first bytes of the prefix the key shares. */
    static int sharedPrefix(Memory m, long node, byte[] key, int offset, int length) {
        int prefixLength = prefixLength(m, node);
        int most = Math.min(prefixLength, length);
        int mismatch = m.mismatch(node + PREFIX, key, offset, most);
        return mismatch < 0 ? most : mismatch;
    }

    static long head(Memory m, long node, int index) {
        return m.getLong(node + HEADS + (long) index * Long.BYTES);
    }

    static void setHead(Memory m, long node, int index, long head) {
        m.putLong(node + HEADS + (long) index * Long.BYTES, head);
    }

    static long ref(Memory m, long node, int level, int index) {
        return m.getLong(node + refsAt(level) + (long) index * Long.BYTES);
    }

    static void setRef(Memory m, long node, int level, int index, long ref) {
        m.putLong(node + refsAt(level) + (long) index * Long.BYTES, ref);
    }

    /**
     * Reads a word of each cache line of a leaf's heads and references, so that a search, and the
     * steps after it, wait for them together. What it returns means nothing, but must be used, or
     * the reading is left out.
     */
    static long touchLeaf(Memory m, long node) {
        long words = 0;
        for (int at = HEADS; at < LEAF_REFS + LEAF_CAPACITY * Long.BYTES; at += CACHE_LINE) {
            words += m.getLong(node + at);
        }
        return words;
    }

    /** As {@link #touchLeaf}, of the heads alone. */
    static long touchHeads(Memory m, long node) {
        long words = 0;
        for (int at = HEADS; at < HEADS + INNER_CAPACITY * Long.BYTES; at += CACHE_LINE) {
            words += m.getLong(node + at);
        }
        return words;
    }

    /** Reads a word of each cache line of a leaf's header and references. */
    static long touchRefs(Memory m, long node) {
        long words = m.getLong(node);
        for (int at = LEAF_REFS; at < LEAF_REFS + LEAF_CAPACITY * Long.BYTES; at += CACHE_LINE) {
            words += m.getLong(node + at);
        }
        return words;
    }

    /**
     * Reads a word of each cache line of a leaf's heads and references from an entry on, which are
     * about to be moved. As in {@link #touchLeaf}, what it returns must be used.
     */
    static long touchTail(Memory m, long node, int index) {
        long words = 0;
        long end = (long) count(m, node) * Long.BYTES;
        for (long at = (long) index * Long.BYTES; at < end; at += CACHE_LINE) {
            words += m.getLong(node + HEADS + at) + m.getLong(node + LEAF_REFS + at);
        }
        return words;
    }

    static int child(Memory m, long node, int index) {
        return m.getInt(node + CHILDREN + (long) index * Integer.BYTES);
    }

    static void setChild(Memory m, long node, int index, int child) {
        m.putInt(node + CHILDREN + (long) index * Integer.BYTES, child);
    }

    private static int refsAt(int level) {
        return level == 0 ? LEAF_REFS : INNER_REFS;
    }

    /** Makes a gap of one entry, and in an inner node one of a child after it. */
    static void openGap(Memory m, long node, int level, int index) {
        int count = count(m, node);
        moveEntries(m, node, level, index, index + 1, count - index);
        if (level > 0) {
            moveChildren(m, node, index + 1, index + 2, count - index);
        }
        setCount(m, node, count + 1);
    }

    /** Removes an entry, and in an inner node the child after it. */
    static void closeGap(Memory m, long node, int level, int index) {
        int count = count(m, node);
        moveEntries(m, node, level, index + 1, index, count - index - 1);
        if (level > 0) {
            moveChildren(m, node, index + 2, index + 1, count - index - 1);
        }
        setCount(m, node, count - 1);
    }

    /** Removes the first child of an inner node and the separator after it. */
    static void dropFirstChild(Memory m, long node) {
        int count = count(m, node);
        int level = level(m, node);
        moveEntries(m, node, level, 1, 0, count - 1);
        moveChildren(m, node, 1, 0, count);
        setCount(m, node, count - 1);
    }

    private static void moveEntries(Memory m, long node, int level, int from, int to, int entries) {
        copyEntries(m, node, from, m, node, to, entries, level);
    }

    private static void moveChildren(Memory m, long node, int from, int to, int children) {
        copyChildren(m, node, from, m, node, to, children);
    }

    @SuppressWarnings("TooManyParameters")
    static void copyEntries(
            Memory m,
            long node,
            int from,
            Memory target,
            long targetNode,
            int to,
            int entries,
            int level) {
        long bytes = (long) entries * Long.BYTES;
        m.copyTo(node + HEADS + from * 8L, target, targetNode + HEADS + to * 8L, bytes);
        int refs = refsAt(level);
        m.copyTo(node + refs + from * 8L, target, targetNode + refs + to * 8L, bytes);
    }

    static void copyChildren(
            Memory m, long node, int from, Memory target, long targetNode, int to, int children) {
        m.copyTo(
                node + CHILDREN + from * 4L,
                target,
                targetNode + CHILDREN + to * 4L,
                (long) children * Integer.BYTES);
    }

    static long epoch(Memory m, long node) {
        return m.getLong(node + EPOCH);
    }

    static void setEpoch(Memory m, long node, long epoch) {
        m.putLong(node + EPOCH, epoch);
    }

    /** Returns the next node in the list of free or of retired nodes. */
    static int next(Memory m, long node) {
        return m.getInt(node + NEXT);
    }

    static void setNext(Memory m, long node, int next) {
        m.putInt(node + NEXT, next);
    }

    /** Returns the epoch in which the node was replaced. */
    static long retired(Memory m, long node) {
        return m.getLong(node + RETIRED);
    }

    static void setRetired(Memory m, long node, long epoch) {
        m.putLong(node + RETIRED, epoch);
    }
}
