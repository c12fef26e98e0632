package io.cairn.conformance.soak;

import io.cairn.Cursor;
import io.cairn.Direction;
import io.cairn.KeyRange;
import io.cairn.KeyValueReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a store should hold, what its snapshot shows, and which states its last flush can have left.
 * There may be several of the last, where a process died or a disk failed in the midst of a flush.
 */
final class SoakModel {
    /** Is told of each state that the store may be found in, if its process ends. */
    interface Watcher {
        /** One entry is changed; null is absent. */
        void changed(byte[] key, byte @Nullable [] before, byte @Nullable [] after);

        /** A state that may be found. */
        void state();

        /** No earlier state than the present one can be found any more, even without power. */
        void boundary();
    }

    /**
     * What is there after recovery to the last flush.
     *
     * @param tag its tag
     * @param entries its entries, never changed
     */
    @SuppressWarnings("ArrayRecordComponent") // compared with Arrays.equals
    record FlushPoint(byte[] tag, NavigableMap<byte[], byte[]> entries) {
        boolean is(byte[] otherTag, NavigableMap<byte[], byte[]> other) {
            return Arrays.equals(tag, otherTag) && same(entries, other);
        }
    }

    private static final Watcher NOBODY = new Watcher() {
        @Override
        public void changed(byte[] key, byte @Nullable [] before, byte @Nullable [] after) {
            // nobody watches
        }

        @Override
        public void state() {
            // nobody watches
        }

        @Override
        public void boundary() {
            // nobody watches
        }
    };

    private NavigableMap<byte[], byte[]> entries = emptyMap();
    private List<FlushPoint> flushPoints = new ArrayList<>();
    private @Nullable NavigableMap<byte[], byte[]> snapshot;
    private Watcher watcher = NOBODY;

    /** Makes the model of a new store. */
    SoakModel() {
        flushPoints.add(new FlushPoint(new byte[0], emptyMap()));
    }

    private static NavigableMap<byte[], byte[]> emptyMap() {
        return new TreeMap<>(Arrays::compareUnsigned);
    }

    void watch(Watcher next) {
        watcher = next;
    }

    void unwatch() {
        watcher = NOBODY;
    }

    NavigableMap<byte[], byte[]> entries() {
        return entries;
    }

    byte @Nullable [] get(byte[] key) {
        return entries.get(key);
    }

    @Nullable
    NavigableMap<byte[], byte[]> snapshot() {
        return snapshot;
    }

    List<FlushPoint> flushPoints() {
        return flushPoints;
    }

    /** One change, and a state. */
    void set(byte[] key, byte @Nullable [] value) {
        change(key, value);
        watcher.state();
    }

    /** Entries change together; null removes one. */
    void setAll(byte[][] keys, byte[] @Nullable [] values) {
        for (int i = 0; i < keys.length; i++) {
            change(keys[i], values[i]);
        }
        watcher.state();
    }

    private void change(byte[] key, byte @Nullable [] value) {
        byte[] before = value == null ? entries.remove(key) : entries.put(key, value);
        watcher.changed(key, before, value);
    }

    /** All entries change at once. */
    void replaceAll(NavigableMap<byte[], byte[]> others) {
        NavigableMap<byte[], byte[]> before = entries;
        before.forEach((key, value) -> watcher.changed(key, value, others.get(key)));
        others.forEach((key, value) -> {
            if (!before.containsKey(key)) {
                watcher.changed(key, null, value);
            }
        });
        entries = new TreeMap<>(others);
        watcher.state();
    }

    void clear() {
        replaceAll(emptyMap());
    }

    /** A flush has returned. */
    void flushed(byte[] tag) {
        flushPoints = new ArrayList<>();
        perhapsFlushed(tag);
        watcher.boundary();
    }

    /** A flush was begun, and nobody knows how far it came. */
    void perhapsFlushed(byte[] tag) {
        flushPoints.add(new FlushPoint(tag, new TreeMap<>(entries)));
    }

    /** What compaction and restoring do: a flush with the tag of the last one. */
    void flushedWithLastTag() {
        flushed(flushPoints.get(flushPoints.size() - 1).tag());
    }

    /** The same, without knowing how far it came. */
    void perhapsFlushedWithLastTag() {
        perhapsFlushed(flushPoints.get(flushPoints.size() - 1).tag());
    }

    void takeSnapshot() {
        snapshot = new TreeMap<>(entries);
    }

    void dropSnapshot() {
        snapshot = null;
    }

    /** The store was brought back to one of its flushes. */
    void recoveredTo(FlushPoint point) {
        flushPoints = new ArrayList<>(List.of(point));
        dropSnapshot();
        replaceAll(point.entries());
        watcher.boundary();
    }

    /** The store was found in a state that it may be in, with the tag of its last flush. */
    void found(NavigableMap<byte[], byte[]> content, byte[] tag) {
        entries = content;
        dropSnapshot();
        flushPoints.removeIf(point -> !Arrays.equals(point.tag(), tag));
        if (flushPoints.isEmpty()) {
            throw new AssertionError("nothing was flushed with tag=" + Arrays.toString(tag));
        }
    }

    /** Returns which of the flushes a store is at, by number, or -1. */
    int flushPointOf(byte[] tag, NavigableMap<byte[], byte[]> content) {
        for (int i = flushPoints.size() - 1; i >= 0; i--) {
            if (flushPoints.get(i).is(tag, content)) {
                return i;
            }
        }
        return -1;
    }

    static NavigableMap<byte[], byte[]> contentOf(KeyValueReader reader) {
        NavigableMap<byte[], byte[]> content = emptyMap();
        Cursor cursor = reader.scan(KeyRange.all(), Direction.FORWARD);
        while (cursor.next()) {
            content.put(cursor.key().toByteArray(), cursor.value().toByteArray());
        }
        return content;
    }

    static boolean same(NavigableMap<byte[], byte[]> first, NavigableMap<byte[], byte[]> second) {
        if (first.size() != second.size()) {
            return false;
        }
        for (Map.Entry<byte[], byte[]> entry : first.entrySet()) {
            if (!Arrays.equals(entry.getValue(), second.get(entry.getKey()))) {
                return false;
            }
        }
        return true;
    }
}
