package io.cairn.engine.index;

import io.cairn.engine.log.RecordFormat;
import io.cairn.engine.log.RecordLog;
import io.cairn.engine.memory.Memory;

/** Finds a key among the entries of one node; reads records only where heads are equal. */
final class NodeSearch {
    private NodeSearch() {}

    /**
     * Returns the position of the key's entry, or {@code -1 - p} where {@code p} is the position at
     * which it would be inserted.
     */
    static int find(RecordLog log, Memory m, long node, byte[] key, int offset, int length) {
        int count = NodeFormat.count(m, node);
        int prefixLength = NodeFormat.prefixLength(m, node);
        if (prefixLength > 0) {
            int order = NodeFormat.comparePrefix(m, node, prefixLength, key, offset, length);
            if (order != 0) {
                return order > 0 ? -1 : -1 - count;
            }
        }
        long head = KeyHead.of(key, offset, length, prefixLength);
        int low = firstNotBelow(m, node, 0, count, head);
        if (low == count || NodeFormat.head(m, node, low) != head) {
            return -1 - low;
        }
        return findAmongEqualHeads(log, m, node, low, head, prefixLength, key, offset, length);
    }

    /**
     * Returns the position of the first entry whose head is not below {@code head}, of
     * {@code count} entries from {@code first} on, or the position after them.
     */
    static int firstNotBelow(Memory m, long node, int first, int count, long head) {
        int low = first;
        int left = count;
        while (left > 0) {
            int half = left >>> 1;
            low += NodeFormat.head(m, node, low + half) < head ? left - half : 0;
            left = half;
        }
        return low;
    }

    /** As {@link #find}, where {@code first} is the first entry with the key's head. */
    static int findAmongEqualHeads(
            RecordLog log,
            Memory m,
            long node,
            int first,
            long head,
            int prefixLength,
            byte[] key,
            int offset,
            int length) {
        int level = NodeFormat.level(m, node);
        int low = first;
        int high = NodeFormat.count(m, node);
        int middle = first; // most often the only one
        while (low < high) {
            int order = NodeFormat.head(m, node, middle) != head
                    ? 1
                    : compareRecord(
                            log,
                            NodeFormat.ref(m, node, level, middle),
                            key,
                            offset,
                            length,
                            prefixLength);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
            middle = (low + high) >>> 1;
        }
        return -1 - low;
    }

    private static int compareRecord(
            RecordLog log, long ref, byte[] key, int offset, int length, int skip) {
        return RecordFormat.compareKey(
                log.at(ref), log.within(ref), key, offset, length, Math.min(skip, length));
    }
}
