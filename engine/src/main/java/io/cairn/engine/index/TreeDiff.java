package io.cairn.engine.index;

import io.cairn.engine.log.RecordFormat;
import io.cairn.engine.log.RecordLog;
import io.cairn.engine.memory.Memory;

/**
 * Finds the entries in which two frozen states of one {@link OrderIndex} differ, in key order, by
 * walking both at once. A node is copied before it is changed once a snapshot can reach it, and its
 * number is used again only when none can; so a number that both states reach is the same node, and
 * is left out with all below it. A record that a snapshot shows is never changed, so an address
 * that both states have in a leaf is the same entry. Costs what was changed, times the height of
 * the tree.
 *
 * <p>Both states must stay frozen meanwhile. One thread at a time.
 */
public final class TreeDiff {
    /** No record. */
    public static final long NONE = -1;

    private final RecordLog log;
    private final LeafWalk earlier;
    private final LeafWalk later;
    private final byte[] chunk = new byte[4096];
    private byte[] key = new byte[256];
    private long before = NONE;
    private long after = NONE;

    private TreeDiff(RecordLog log, LeafWalk earlier, LeafWalk later) {
        this.log = log;
        this.earlier = earlier;
        this.later = later;
    }

    /** Stands before the first difference between two states of the same tree. */
    static TreeDiff between(
            RecordLog log, NodePages pages, OrderIndex.Frozen earlier, OrderIndex.Frozen later) {
        return new TreeDiff(
                log,
                new LeafWalk(pages, earlier.root(), earlier.height()),
                new LeafWalk(pages, later.root(), later.height()));
    }

    /** Steps to the next key whose record is another one; false if there is none. */
    public boolean next() {
        before = NONE;
        after = NONE;
        while (earlier.onEntry() && later.onEntry()) {
            if (earlier.skipShared(later)) {
                continue;
            }
            long one = earlier.ref();
            long other = later.ref();
            if (one != other) {
                take(one, other, compareKeys(one, other));
                return true;
            }
            earlier.step();
            later.step();
        }
        if (earlier.onEntry()) {
            take(earlier.ref(), NONE, -1);
        } else if (later.onEntry()) {
            take(NONE, later.ref(), 1);
        }
        return before != NONE || after != NONE;
    }

    private void take(long one, long other, int order) {
        if (order <= 0) {
            before = one;
            earlier.step();
        }
        if (order >= 0) {
            after = other;
            later.step();
        }
    }

    private int compareKeys(long one, long other) {
        int length = log.keyLength(other);
        key = log.copyOfKey(other, key);
        return RecordFormat.compareKey(log.at(one), log.within(one), key, 0, length, 0);
    }

    /** Tells whether the current key's two records have the same value. */
    public boolean isSameValue() {
        Memory one = log.at(before);
        Memory other = log.at(after);
        long lengths = RecordFormat.lengths(one, log.within(before));
        int length = RecordFormat.valueLength(lengths);
        if (length != RecordFormat.valueLength(other, log.within(after))) {
            return false;
        }
        int keyLength = RecordFormat.keyLength(lengths);
        long oneAt = RecordFormat.valueAt(log.within(before), keyLength);
        long otherAt = RecordFormat.valueAt(log.within(after), keyLength);
        int same = 0;
        while (same < length) {
            int part = Math.min(chunk.length, length - same);
            one.copyOut(oneAt + same, chunk, 0, part);
            if (other.mismatch(otherAt + same, chunk, 0, part) >= 0) {
                return false;
            }
            same += part;
        }
        return true;
    }

    /** Returns the address of the current key's earlier record, or {@link #NONE}. */
    public long before() {
        return before;
    }

    /** Returns the address of the current key's later record, or {@link #NONE}. */
    public long after() {
        return after;
    }

    /** Returns how many nodes of the two trees were visited. */
    public long visitedNodes() {
        return earlier.visitedNodes() + later.visitedNodes();
    }
}
