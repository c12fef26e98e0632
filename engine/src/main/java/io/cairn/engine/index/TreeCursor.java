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
    /** Entries read ahead at first where nothing is known of a scan's length. */
    private static final int FEWEST_AHEAD = 8;

    /** The entry to go to from a key. */
    private enum Goal {
        EXACT,
        AT_OR_AFTER,
        AT_OR_BEFORE,
        BEFORE
    }

    private final RecordLog log;
    private final NodePages pages;
    private int root;
    private int height;
    private final TreePath path = new TreePath();

    private byte[] start = {};
    private byte @Nullable [] end;
    private boolean forward = true;

    private boolean started;
    private boolean onEntry;
    private Memory leafWindow;
    private long leafAt;
    /** The position in the leaf of the first entry that was read ahead. */
    private int position;
    /** Positions in the leaf that are inside of the range: from the first to before the second. */
    private int leafFrom;

    private int leafTo;

    /** The entries that were read ahead; the first of them is at {@link #position}. */
    private final ReadAhead run;
    /** The current entry's number in the run. */
    private int step = -1;
    /** Entries in the run. */
    private int steps;
    /** Entries visited since the last seek, before those of the run. */
    private int visited;
    /** Entries visited between the last two seeks. */
    private int expected;

    private long touchedWords;

    TreeCursor(RecordLog log, NodePages pages, int root, int height) {
        this.log = log;
        this.pages = pages;
        this.run = new ReadAhead(log);
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
        if (step + 1 < steps) {
            step++;
            return true;
        }
        return nextElsewhere();
    }

    private boolean nextElsewhere() {
        if (!started) {
            started = true;
            return forward
                    ? descendTo(start, 0, start.length, Goal.AT_OR_AFTER)
                    : enterBackward(end, false);
        }
        if (!onEntry) {
            return false;
        }
        visited += steps;
        position += forward ? steps : -steps;
        return settle();
    }

    /**
     * Reads the entries from the position on: as many as a scan is likely to visit. It is taken to
     * be as long as the one before; beyond that, or where there was none, as what it has visited so
     * far. So a lone seek pays for one record.
     */
    private void readAhead() {
        int left = forward ? leafTo - position : position - leafFrom + 1;
        int likely = visited < expected ? expected - visited : Math.max(visited, FEWEST_AHEAD);
        int count = Math.min(left, Math.min(likely, ReadAhead.MOST));
        run.read(leafWindow, leafAt, position, forward ? 1 : -1, count);
        step = 0;
        steps = count;
        if (count == left && likely > count && !rangeEndsHere()) {
            touchNextLeaf();
        }
    }

    /** Reads the lines of the leaf that comes next, so that it is there when it is entered. */
    private void touchNextLeaf() {
        int at = path.depth() - 1;
        if (at < 0) {
            return;
        }
        int node = path.node(at);
        int child = path.position(at) + (forward ? 1 : -1);
        Memory m = pages.window(node);
        long nodeAt = pages.within(node);
        if (child >= 0 && child <= NodeFormat.count(m, nodeAt)) {
            int leaf = NodeFormat.child(m, nodeAt, child);
            touchedWords = NodeFormat.touchRefs(pages.window(leaf), pages.within(leaf));
        }
    }

    /** What was read ahead; of no meaning. */
    long touchedWords() {
        return touchedWords + run.touchedWords();
    }

    /**
     * Goes to the first entry at or after a key, in the cursor's direction; false if there is none.
     */
    public boolean seek(byte[] key) {
        started = true;
        expected = Math.max(1, visited + step + 1);
        visited = 0;
        if (forward) {
            byte[] least = Arrays.compareUnsigned(key, start) < 0 ? start : key;
            return descendTo(least, 0, least.length, Goal.AT_OR_AFTER);
        }
        boolean beyond = end != null && Arrays.compareUnsigned(key, end) >= 0;
        return beyond ? enterBackward(end, false) : enterBackward(key, true);
    }

    /**
     * Goes to the first entry after a key in another state of the same tree, whose entries are then
     * walked upward to the last one.
     *
     * @param key holds the key in its first {@code length} bytes; if that is negative, the first
     *     entry of all is gone to
     */
    boolean seekAfter(int newRoot, int newHeight, byte[] key, int length) {
        root = newRoot;
        height = newHeight;
        started = true;
        expected = Math.max(1, visited + step + 1);
        visited = 0;
        if (!descendTo(key, 0, Math.max(length, 0), Goal.AT_OR_AFTER)) {
            return false;
        }
        boolean isAtKey = length >= 0 && RecordFormat.hasKey(window(), place(), key, 0, length);
        return !isAtKey || next();
    }

    /**
     * Returns the address of a key's record, wherever the range ends, or -1; the cursor then stands
     * on no entry.
     */
    public long find(byte[] key, int offset, int length) {
        leave();
        return descendTo(key, offset, length, Goal.EXACT)
                ? NodeFormat.ref(leafWindow, leafAt, 0, position)
                : -1;
    }

    /** Returns the address of the current entry's record. */
    public long address() {
        return run.address(step);
    }

    /** Returns the window of the current entry's record. */
    public Memory window() {
        return run.window(step);
    }

    /** Returns the place of the current entry's record in its window. */
    public long place() {
        return run.place(step);
    }

    private void leave() {
        onEntry = false;
        step = -1;
        steps = 0;
    }

    private boolean enterBackward(byte @Nullable [] key, boolean included) {
        if (key != null) {
            return descendTo(key, 0, key.length, included ? Goal.AT_OR_BEFORE : Goal.BEFORE);
        }
        path.clear();
        descendAlongEdge(root, height - 1, false);
        return settle();
    }

    /**
     * Goes down to the leaf that holds a key, or would, and onto an entry; tells whether there is
     * one. The node search is written out here: a method as large as this one HotSpot leaves out of
     * a caller's loop, where it would use up what room there is for inlining, and the steps from
     * entry to entry would get none.
     */
    private boolean descendTo(byte[] key, int offset, int length, Goal goal) {
        path.clear();
        int node = root;
        int level = height - 1;
        while (true) {
            Memory m = pages.window(node);
            long at = pages.within(node);
            touchedWords = level > 0 ? NodeFormat.touchHeads(m, at) : NodeFormat.touchLeaf(m, at);
            int count = NodeFormat.count(m, at);
            int prefixLength = NodeFormat.prefixLength(m, at);
            int order = prefixLength == 0
                    ? 0
                    : NodeFormat.comparePrefix(m, at, prefixLength, key, offset, length);
            int low = order > 0 ? 0 : count;
            boolean found = false;
            if (order == 0) {
                long head = KeyHead.of(key, offset, length, prefixLength);
                low = 0;
                int left = count;
                while (left > 0) {
                    int half = left >>> 1;
                    low += NodeFormat.head(m, at, low + half) < head ? left - half : 0;
                    left = half;
                }
                if (low < count && NodeFormat.head(m, at, low) == head) {
                    int equal = NodeSearch.findAmongEqualHeads(
                            log, m, at, low, head, prefixLength, key, offset, length);
                    found = equal >= 0;
                    low = found ? equal : -1 - equal;
                }
            }
            if (level == 0) {
                leafWindow = m;
                leafAt = at;
                leafFrom = forward || start.length == 0 ? 0 : lowerBound(start);
                leafTo = forward && end != null ? lowerBound(end) : count;
                position = found || goal == Goal.AT_OR_AFTER ? low : low - 1;
                if (found && goal == Goal.BEFORE) {
                    position--;
                }
                return goal == Goal.EXACT ? found : settle();
            }
            int child = found ? low + 1 : low;
            path.push(node, child);
            node = NodeFormat.child(m, at, child);
            level--;
        }
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
        leafWindow = pages.window(leaf);
        leafAt = pages.within(leaf);
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
                readAhead();
                return true;
            }
            if (rangeEndsHere() || !climb()) {
                leave();
                return false;
            }
        }
    }

    private boolean rangeEndsHere() {
        return forward ? leafTo < NodeFormat.count(leafWindow, leafAt) : leafFrom > 0;
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
