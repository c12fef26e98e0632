package io.cairn.engine.index;

import io.cairn.engine.log.RecordFormat;
import io.cairn.engine.log.RecordLog;
import io.cairn.engine.memory.Memory;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Walks one state of an {@link OrderIndex} inside of a range, in one direction. Compares keys only
 * when it enters a leaf: there it finds how far the range reaches, and then steps from entry to
 * entry without looking at a record.
 */
public final class TreeCursor {
    /** Records whose cache misses overlap: about as many as a core keeps under way. */
    private static final int TOUCHED_AHEAD = 32;
    /** Records that reach no further were written one after the other, in key order. */
    private static final long IN_A_ROW_BYTES = 8192;

    private final RecordLog log;
    private final NodePages pages;
    private final int root;
    private final int height;
    private final TreePath path = new TreePath();

    private byte[] start = {};
    private byte @Nullable [] end;
    private boolean forward = true;

    private boolean started;
    private boolean onEntry;
    private Memory leafWindow;
    private long leafAt;
    private int position;
    /** Positions in the leaf that are inside of the range: from the first to before the second. */
    private int leafFrom;

    private int leafTo;

    /**
     * Positions in the leaf whose records were touched already: from the first to before the
     * second.
     */
    private int touchedFrom;

    private int touchedTo;
    private long touchedWords;

    TreeCursor(RecordLog log, NodePages pages, int root, int height) {
        this.log = log;
        this.pages = pages;
        this.root = root;
        this.height = height;
        this.leafWindow = pages.window(root);
    }

    /**
     * Sets the range and the direction, before the first step.
     *
     * @param from the least key
     * @param to the least key beyond, or null
     * @param ascending the direction
     */
    public void setRange(byte[] from, byte @Nullable [] to, boolean ascending) {
        start = from;
        end = to;
        forward = ascending;
    }

    /** Steps to the next entry; false if there is none. */
    public boolean next() {
        int after = position + (forward ? 1 : -1);
        if (onEntry && after >= leafFrom && after < leafTo) {
            position = after;
            if (after < touchedFrom || after >= touchedTo) {
                touchAhead();
            }
            return true;
        }
        return nextElsewhere(after);
    }

    private boolean nextElsewhere(int after) {
        if (!started) {
            started = true;
            return forward ? enterForward(start) : enterBackward(end, false);
        }
        if (!onEntry) {
            return false;
        }
        position = after;
        boolean found = settle();
        if (found) {
            touchAhead();
        }
        return found;
    }

    /**
     * Reads the next records' first cache lines, so that their misses overlap instead of following
     * one upon the other; but not where the records lie one after the other, which the processor
     * finds out by itself. A lone seek pays nothing for it.
     */
    private void touchAhead() {
        touchedFrom = forward ? position : Math.max(leafFrom, position - TOUCHED_AHEAD + 1);
        touchedTo = forward ? Math.min(leafTo, position + TOUCHED_AHEAD) : position + 1;
        long span = NodeFormat.ref(leafWindow, leafAt, 0, touchedTo - 1)
                - NodeFormat.ref(leafWindow, leafAt, 0, touchedFrom);
        if (span >= 0 && span <= IN_A_ROW_BYTES) {
            return;
        }
        long words = 0;
        for (int at = touchedFrom; at < touchedTo; at++) {
            long address = NodeFormat.ref(leafWindow, leafAt, 0, at);
            words += RecordFormat.touch(log.at(address), log.within(address));
        }
        touchedWords = words; // a field, so that the loads are not left out
    }

    /** What was read ahead; of no meaning. */
    long touchedWords() {
        return touchedWords;
    }

    /**
     * Goes to the first entry at or after a key, in the cursor's direction; false if there is none.
     */
    public boolean seek(byte[] key) {
        started = true;
        if (forward) {
            return enterForward(Arrays.compareUnsigned(key, start) < 0 ? start : key);
        }
        boolean beyond = end != null && Arrays.compareUnsigned(key, end) >= 0;
        return beyond ? enterBackward(end, false) : enterBackward(key, true);
    }

    /**
     * Returns the address of a key's record, wherever the range ends, or -1; the cursor then stands
     * on no entry.
     */
    public long find(byte[] key, int offset, int length) {
        onEntry = false;
        int found = descendTo(key, offset, length);
        return found < 0 ? -1 : NodeFormat.ref(leafWindow, leafAt, 0, found);
    }

    /** Returns the memory of the leaf, or of the node, where the cursor is. */
    public Memory leaf() {
        return leafWindow;
    }

    /** Tells whether the cursor stands on an entry. */
    public boolean isOnEntry() {
        return onEntry;
    }

    /** Returns the address of the current entry's record. */
    public long address() {
        return NodeFormat.ref(leafWindow, leafAt, 0, position);
    }

    private boolean enterForward(byte[] key) {
        int found = descendTo(key, 0, key.length);
        position = found >= 0 ? found : -1 - found;
        return settle();
    }

    private boolean enterBackward(byte @Nullable [] key, boolean included) {
        if (key == null) {
            path.clear();
            descendAlongEdge(root, height - 1, false);
        } else {
            int found = descendTo(key, 0, key.length);
            if (found >= 0) {
                position = included ? found : found - 1;
            } else {
                position = -2 - found;
            }
        }
        return settle();
    }

    private int descendTo(byte[] key, int offset, int length) {
        path.clear();
        int node = root;
        for (int level = height - 1; level > 0; level--) {
            Memory m = pages.window(node);
            long at = pages.within(node);
            int found = NodeSearch.find(log, m, at, key, offset, length);
            int child = found >= 0 ? found + 1 : -1 - found;
            path.push(node, child);
            node = NodeFormat.child(m, at, child);
        }
        enterLeaf(node);
        return NodeSearch.find(log, leafWindow, leafAt, key, offset, length);
    }

    /**
     * Goes down from a node along its first children, or along its last ones, onto the entry at
     * that edge of the leaf.
     */
    private void descendAlongEdge(int from, int fromLevel, boolean first) {
        int node = from;
        for (int level = fromLevel; level > 0; level--) {
            Memory m = pages.window(node);
            long at = pages.within(node);
            int child = first ? 0 : NodeFormat.count(m, at);
            path.push(node, child);
            node = NodeFormat.child(m, at, child);
        }
        enterLeaf(node);
        position = first ? 0 : NodeFormat.count(leafWindow, leafAt) - 1;
    }

    private void enterLeaf(int leaf) {
        touchedFrom = 0;
        touchedTo = 0;
        leafWindow = pages.window(leaf);
        leafAt = pages.within(leaf);
        touchedWords += NodeFormat.touchLeaf(leafWindow, leafAt);
        leafFrom = forward ? 0 : lowerBound(start);
        leafTo = forward && end != null ? lowerBound(end) : NodeFormat.count(leafWindow, leafAt);
    }

    private int lowerBound(byte[] key) {
        if (key.length == 0) {
            return 0;
        }
        int found = NodeSearch.find(log, leafWindow, leafAt, key, 0, key.length);
        return found >= 0 ? found : -1 - found;
    }

    /**
     * Makes the position be that of an entry, in this leaf or in one further on; false if the range
     * ends before.
     */
    private boolean settle() {
        while (true) {
            if (position >= leafFrom && position < leafTo) {
                onEntry = true;
                return true;
            }
            boolean rangeEndsHere =
                    forward ? leafTo < NodeFormat.count(leafWindow, leafAt) : leafFrom > 0;
            if (rangeEndsHere || !climb()) {
                onEntry = false;
                return false;
            }
        }
    }

    /** Goes to the next leaf in the cursor's direction; false if this was the last. */
    private boolean climb() {
        for (int at = path.depth() - 1; at >= 0; at--) {
            int node = path.node(at);
            int child = path.position(at) + (forward ? 1 : -1);
            Memory m = pages.window(node);
            long nodeAt = pages.within(node);
            if (child >= 0 && child <= NodeFormat.count(m, nodeAt)) {
                path.setPosition(at, child);
                path.truncate(at + 1);
                descendAlongEdge(NodeFormat.child(m, nodeAt, child), height - 2 - at, forward);
                return true;
            }
        }
        return false;
    }
}
