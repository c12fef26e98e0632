package io.cairn.engine.index;

/** A way from a tree's root down to a leaf: the node and the position in it, for each level. */
final class TreePath {
    /** Enough for more nodes than node numbers can name, at the least filling. */
    static final int MAX_DEPTH = 24;

    private final int[] nodes = new int[MAX_DEPTH];
    private final int[] positions = new int[MAX_DEPTH];
    private int depth;

    void clear() {
        depth = 0;
    }

    void push(int node, int position) {
        nodes[depth] = node;
        positions[depth++] = position;
    }

    /** Returns how many levels there are. */
    int depth() {
        return depth;
    }

    int node(int at) {
        return nodes[at];
    }

    void setNode(int at, int node) {
        nodes[at] = node;
    }

    int position(int at) {
        return positions[at];
    }

    void setPosition(int at, int position) {
        positions[at] = position;
    }

    void truncate(int newDepth) {
        depth = newDepth;
    }
}
