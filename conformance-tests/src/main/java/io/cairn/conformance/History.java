package io.cairn.conformance;

import io.cairn.Cursor;
import io.cairn.Direction;
import io.cairn.KeyRange;
import io.cairn.StateStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The states that a store has had since its last flush, the last one perhaps not yet, and the
 * flushes that may be the last one on the disk: what may be found after a loss of power or a kill,
 * and with which tag.
 */
final class History {
    /** A state that was flushed with a tag, for certain or perhaps. */
    @SuppressWarnings("ArrayRecordComponent") // compared with Arrays.equals
    private record FlushPoint(byte[] tag, Model state) {}

    private final List<Model> states = new ArrayList<>(List.of(new Model()));
    /**
     * One of these is the last flush on the disk. There are several where a flush, a compaction or
     * a restore was interrupted and what it did was not forced.
     */
    private final List<FlushPoint> flushes =
            new ArrayList<>(List.of(new FlushPoint(new byte[0], last())));

    private byte[] tag = {};
    private byte @Nullable [] tagUnderWay;
    private int returned;

    /** Returns the present state, or the one that the change under way leads to. */
    Model last() {
        return states.get(states.size() - 1);
    }

    /** Returns how many states there were since the last flush, the one under way included. */
    int size() {
        return states.size();
    }

    /** Takes note of what a change, which comes next, leads to. */
    void changing(Model after) {
        states.add(after);
    }

    /** All changes so far have returned: a kill does not undo them. */
    void allReturned() {
        returned = states.size() - 1;
    }

    /** What returned since the last flush may be undone: by a loss of power, or on purpose. */
    void goingBack() {
        returned = 0;
    }

    /** Takes note that the last state is to be flushed next, with a tag. */
    void flushing(byte[] newTag) {
        tagUnderWay = newTag;
    }

    /** Returns the last tag that the store knows of. */
    byte[] tag() {
        return tag;
    }

    /** The flush has returned: nothing before it can come back. */
    void flushed() {
        tag = tagUnderWay == null ? tag : tagUnderWay;
        tagUnderWay = null;
        keep(List.of(new FlushPoint(tag, last())), states.size() - 1);
        allReturned();
    }

    /** Checks that a store which was opened at its last record is in one of the states. */
    void verifyLastRecord(StateStore store) {
        find(store, contentOf(store));
    }

    /** Checks that a store whose process was killed has all that had returned. */
    void verifyKilled(StateStore store) {
        int at = find(store, contentOf(store));
        Verifier.require(
                at >= returned,
                "a change that had returned is lost: state=" + at + ", returned=" + returned);
    }

    /** Checks that a store which was opened at its last flush is just that, with its tag. */
    void verifyLastFlush(StateStore store) {
        flushPoint(store, contentOf(store));
    }

    /**
     * The power was lost, and the store was opened at its last record: what lies after that state
     * is gone for good, and what is there is durable.
     */
    void recovered(StateStore store) {
        int at = find(store, contentOf(store));
        byte[] found = store.flushedTag();
        List<FlushPoint> left = possible().stream()
                .filter(flush -> Arrays.equals(flush.tag, found))
                .toList();
        resume(left, at, found);
    }

    /** The power was lost, and the store was opened at its last flush: all else is gone. */
    void recoveredToLastFlush(StateStore store) {
        FlushPoint flush = flushPoint(store, contentOf(store));
        resume(List.of(flush), indexOf(flush.state), flush.tag);
    }

    /**
     * A call failed, or the process was killed and the store opened at its last record: what was
     * not forced still is not.
     */
    void resumed(StateStore store) {
        resume(possible(), find(store, contentOf(store)), store.flushedTag());
    }

    /** The process was killed, and the store opened at its last flush. */
    void resumedAtLastFlush(StateStore store) {
        FlushPoint flush = flushPoint(store, contentOf(store));
        resume(possible(), indexOf(flush.state), flush.tag);
    }

    private void resume(List<FlushPoint> candidates, int at, byte[] found) {
        List<FlushPoint> left =
                candidates.stream().filter(flush -> indexOf(flush.state) <= at).toList();
        tagUnderWay = null;
        tag = found;
        keep(left, at);
        allReturned();
    }

    /** Keeps the states from the first of some flushes on, up to one. */
    private void keep(List<FlushPoint> left, int last) {
        int first = left.stream().mapToInt(flush -> indexOf(flush.state)).min().orElseThrow();
        List<Model> kept = List.copyOf(states.subList(first, last + 1));
        states.clear();
        states.addAll(kept);
        List<FlushPoint> copy = List.copyOf(left);
        flushes.clear();
        flushes.addAll(copy);
    }

    private int indexOf(Model state) {
        for (int i = states.size() - 1; i >= 0; i--) {
            if (states.get(i) == state) {
                return i;
            }
        }
        throw new AssertionError("a flush of a state that is not in the history");
    }

    private List<FlushPoint> possible() {
        List<FlushPoint> possible = new ArrayList<>(flushes);
        if (tagUnderWay != null) {
            possible.add(new FlushPoint(tagUnderWay, last()));
        }
        return possible;
    }

    private FlushPoint flushPoint(StateStore store, Model found) {
        byte[] foundTag = store.flushedTag();
        List<FlushPoint> possible = possible();
        for (int i = possible.size() - 1; i >= 0; i--) {
            FlushPoint flush = possible.get(i);
            if (Arrays.equals(foundTag, flush.tag) && is(found, flush.state)) {
                return flush;
            }
        }
        throw new AssertionError("the state is not that of a last flush: entries=" + found.size()
                + ", tag=" + Bytes.show(foundTag) + ", possible=" + possible.size()
                + ", tagBefore=" + Bytes.show(tag) + ", " + store.recoveryReport());
    }

    private int find(StateStore store, Model found) {
        byte[] foundTag = store.flushedTag();
        int first = possible().stream()
                .filter(flush -> Arrays.equals(foundTag, flush.tag))
                .mapToInt(flush -> indexOf(flush.state))
                .min()
                .orElseThrow(() -> new AssertionError(
                        "the tag was never flushed with: " + Bytes.show(foundTag)));
        for (int i = states.size() - 1; i >= first; i--) {
            if (is(found, states.get(i))) {
                return i;
            }
        }
        throw new AssertionError("the store is in none of the states=" + (states.size() - first)
                + " that it had since its last flush: entries=" + found.size() + ", last="
                + last().size() + ", " + store.recoveryReport());
    }

    static Model contentOf(StateStore store) {
        Model content = new Model();
        Cursor cursor = store.scan(KeyRange.all(), Direction.FORWARD);
        while (cursor.next()) {
            content.put(cursor.key().toByteArray(), cursor.value().toByteArray());
        }
        return content;
    }

    static boolean is(Model found, Model expected) {
        if (found.size() != expected.size() || found.sizeBytes() != expected.sizeBytes()) {
            return false;
        }
        return found.entries().entrySet().stream()
                .allMatch(entry -> Arrays.equals(entry.getValue(), expected.get(entry.getKey())));
    }
}
