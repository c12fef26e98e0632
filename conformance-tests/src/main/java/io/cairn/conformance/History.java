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
 * The states that a store has had since its last flush, the last one perhaps not yet: what may be
 * found after a loss of power, and with which tag.
 */
final class History {
    private final List<Model> states = new ArrayList<>(List.of(new Model()));
    private byte[] tag = {};
    private byte @Nullable [] tagUnderWay;
    /**
     * A state that was perhaps flushed with the same tag, as compactions do, when the power was
     * lost.
     */
    private @Nullable Model perhapsFlushed;

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

    /** Takes note that the last state is to be flushed next, with a tag. */
    void flushing(byte[] newTag) {
        tagUnderWay = newTag;
    }

    byte[] tag() {
        return tag;
    }

    /** The flush has returned: nothing before it can come back. */
    void flushed() {
        tag = tagUnderWay == null ? tag : tagUnderWay;
        flushedAt(last());
    }

    private void flushedAt(Model flushed) {
        tagUnderWay = null;
        perhapsFlushed = null;
        states.clear();
        states.add(flushed);
    }

    /** Checks that a store which was opened at its last record is in one of the states. */
    void verifyLastRecord(StateStore store) {
        find(store, contentOf(store));
    }

    /** Checks that a store which was opened at its last flush is just that, with its tag. */
    void verifyLastFlush(StateStore store) {
        flushedState(store, contentOf(store));
    }

    /** The store was opened at its last record: what lies after that state is gone for good. */
    void recovered(StateStore store) {
        int at = find(store, contentOf(store));
        if (isOfFlushUnderWay(store.flushedTag())) {
            flushed();
            return;
        }
        if (tagUnderWay != null && Arrays.equals(tagUnderWay, tag) && at == states.size() - 1) {
            perhapsFlushed = last();
        }
        tagUnderWay = null;
        states.subList(at + 1, states.size()).clear();
    }

    /** The store was opened at its last flush: all else is gone for good. */
    void recoveredToLastFlush(StateStore store) {
        Model flushed = flushedState(store, contentOf(store));
        tag = store.flushedTag();
        flushedAt(flushed);
    }

    private Model flushedState(StateStore store, Model found) {
        byte[] foundTag = store.flushedTag();
        List<Model> candidates = new ArrayList<>();
        if (Arrays.equals(foundTag, tag)) {
            candidates.add(states.get(0));
            if (perhapsFlushed != null) {
                candidates.add(perhapsFlushed);
            }
        }
        if (tagUnderWay != null && Arrays.equals(foundTag, tagUnderWay)) {
            candidates.add(last());
        }
        return candidates.stream()
                .filter(candidate -> is(found, candidate))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the state is not that of the last flush:"
                        + " entries=" + found.size() + ", flushed="
                        + states.get(0).size()
                        + ", tag=" + Bytes.show(foundTag) + ", flushedTag=" + Bytes.show(tag)
                        + ", " + store.recoveryReport()));
    }

    private boolean isOfFlushUnderWay(byte[] foundTag) {
        return tagUnderWay != null
                && !Arrays.equals(tagUnderWay, tag)
                && Arrays.equals(foundTag, tagUnderWay);
    }

    private int find(StateStore store, Model found) {
        byte[] foundTag = store.flushedTag();
        boolean underWay = isOfFlushUnderWay(foundTag);
        Verifier.require(
                underWay || Arrays.equals(foundTag, tag),
                "the tag was never flushed with: " + Bytes.show(foundTag));
        for (int i = states.size() - 1; i >= (underWay ? states.size() - 1 : 0); i--) {
            if (is(found, states.get(i))) {
                return i;
            }
        }
        throw new AssertionError("the store is in none of the states=" + states.size()
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
