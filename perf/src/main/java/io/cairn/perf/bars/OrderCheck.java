package io.cairn.perf.bars;

import io.cairn.BytesView;
import io.cairn.Cursor;
import io.cairn.Direction;
import io.cairn.KeyRange;
import io.cairn.StateStore;

/** Verifies that scans show each entry once, in order. */
final class OrderCheck {
    private OrderCheck() {}

    /**
     * Walks the whole store in both directions. The keys' first 8 bytes, no two of which are equal,
     * must rise or fall from each entry to the next.
     *
     * @throws IllegalStateException if they do not, or their count is not the store's size
     */
    static void verify(StateStore store) {
        for (Direction direction : Direction.values()) {
            verify(store, direction);
        }
    }

    private static void verify(StateStore store, Direction direction) {
        Cursor cursor = store.scan(KeyRange.all(), direction);
        long count = 0;
        long previous = 0;
        while (cursor.next()) {
            long head = head(cursor.key());
            int order = Long.compareUnsigned(head, previous);
            if (count > 0 && (direction == Direction.FORWARD ? order <= 0 : order >= 0)) {
                throw new IllegalStateException("a scan " + direction
                        + " met its keys in the wrong order at its entry number=" + count);
            }
            previous = head;
            count++;
        }
        if (count != store.size()) {
            throw new IllegalStateException("a scan " + direction + " met entries=" + count
                    + " of a store of size=" + store.size());
        }
    }

    private static long head(BytesView key) {
        return Long.reverseBytes(key.getLong(0));
    }
}
