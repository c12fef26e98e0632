package io.cairn.engine.index;

import io.cairn.engine.memory.Memory;

/**
 * Walks the entries of one frozen state of an {@link OrderIndex}, and can leave out all that is
 * left of a node. Level 0 is the leaf's, on both of two walks, however high their trees are.
 */
final class LeafWalk {
    private final NodePages pages;
    private final int[] nodes = new int[TreePath.MAX_DEPTH];
    private final int[] positions = new int[TreePath.MAX_DEPTH];
    private final int height;
    private Memory window;
    private long at;
    private int count;
    private boolean onEntry;
    private long visitedNodes;

    LeafWalk(NodePages pages, int root, int height) {
        this.pages = pages;
        this.height = height;
        this.window = pages.window(root);
        descend(root, height - 1);
        settle();
    }

    /** Tells whether the walk stands on an entry; if not, it is at its end. */
    boolean onEntry() {
        return onEntry;
    }

    /** Returns the address of the current entry's record. */
    long ref() {
        return NodeFormat.ref(window, at, 0, positions[0]);
    }

    /** Steps to the next entry. */
    void step() {
        positions[0]++;
        settle();
    }

    /**
     * Leaves out what is the same from here on, where both walks stand at the same place of the
     * same leaf; false if they do not. Nodes that two frozen states have in common are never
     * changed, so all that is left of the highest such node is the same in both.
     */
    boolean skipShared(LeafWalk other) {
        if (!standsWith(other, 0)) {
            return false;
        }
        int level = 0;
        while (level + 1 < Math.min(height, other.height) && standsWith(other, level + 1)) {
            level++;
        }
        leave(other, level + 1);
        return true;
    }

    private boolean standsWith(LeafWalk other, int level) {
        return nodes[level] == other.nodes[level] && positions[level] == other.positions[level];
    }

    /** Goes on behind the children that both walks stand in, and behind all that equal ones. */
    private void leave(LeafWalk other, int level) {
        if (level < height && level < other.height) {
            int alike = alike(other, level);
            positions[level] += alike;
            other.positions[level] += alike;
        }
        advance(level);
        other.advance(level);
    }

    /** Returns how many children after the current ones are the same in both walks' nodes. */
    private int alike(LeafWalk other, int level) {
        Memory mine = pages.window(nodes[level]);
        long mineAt = pages.within(nodes[level]);
        Memory theirs = pages.window(other.nodes[level]);
        long theirsAt = pages.within(other.nodes[level]);
        int most = Math.min(
                NodeFormat.count(mine, mineAt) - positions[level],
                NodeFormat.count(theirs, theirsAt) - other.positions[level]);
        int alike = 0;
        while (alike < most
                && NodeFormat.child(mine, mineAt, positions[level] + alike + 1)
                        == NodeFormat.child(theirs, theirsAt, other.positions[level] + alike + 1)) {
            alike++;
        }
        return alike;
    }

    /** Goes to the first entry behind the child of a level that the walk stands in. */
    private void advance(int level) {
        onEntry = climb(level);
        if (onEntry) {
            settle();
        }
    }

    /** Stands on an entry, in this leaf or in one further on, or at the end. */
    private void settle() {
        onEntry = positions[0] < count;
        while (!onEntry && climb(1)) {
            onEntry = positions[0] < count;
        }
    }

    /** Goes down to the leaf after the child that the walk stands in; false if it was the last. */
    private boolean climb(int from) {
        for (int level = from; level < height; level++) {
            int node = nodes[level];
            Memory m = pages.window(node);
            long nodeAt = pages.within(node);
            if (positions[level] < NodeFormat.count(m, nodeAt)) {
                positions[level]++;
                descend(NodeFormat.child(m, nodeAt, positions[level]), level - 1);
                return true;
            }
        }
        return false;
    }

    private void descend(int from, int fromLevel) {
        int node = from;
        for (int level = fromLevel; level > 0; level--) {
            nodes[level] = node;
            positions[level] = 0;
            node = NodeFormat.child(pages.window(node), pages.within(node), 0);
        }
        nodes[0] = node;
        positions[0] = 0;
        window = pages.window(node);
        at = pages.within(node);
        count = NodeFormat.count(window, at);
        visitedNodes += fromLevel + 1;
    }

    /** Returns how many nodes were gone down into. */
    long visitedNodes() {
        return visitedNodes;
    }
}
