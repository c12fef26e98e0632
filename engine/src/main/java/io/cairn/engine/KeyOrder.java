package io.cairn.engine;

import io.cairn.WriteBatch;

import java.util.Arrays;

/**
 * Sorts operations of a batch by their keys, in its own array: a heap sort, which allocates nothing
 * and takes O(n log n) for any keys.
 */
final class KeyOrder {
    private final BatchPlan plan;
    private int[] sorted = {};
    private int count;

    KeyOrder(BatchPlan plan) {
        this.plan = plan;
    }

    /** Takes all puts that append a record, in their order. */
    void take() {
        if (sorted.length < plan.count()) {
            sorted = new int[plan.count()];
        }
        count = 0;
        for (int i = 0; i < plan.count(); i++) {
            if (plan.action(i) == BatchPlan.PUT) {
                sorted[count++] = i;
            }
        }
    }

    /** Brings what was taken into ascending key order. */
    void sort() {
        for (int root = count / 2 - 1; root >= 0; root--) {
            sink(root, count);
        }
        for (int last = count - 1; last > 0; last--) {
            swap(0, last);
            sink(0, last);
        }
    }

    int count() {
        return count;
    }

    /** Returns the number of an operation. */
    int operation(int index) {
        return sorted[index];
    }

    void trim() {
        if (sorted.length > BatchPlan.KEPT_OPERATIONS) {
            sorted = new int[0];
        }
    }

    private void sink(int from, int end) {
        int parent = from;
        int child = greaterChild(parent, end);
        while (child < end && compare(sorted[parent], sorted[child]) < 0) {
            swap(parent, child);
            parent = child;
            child = greaterChild(parent, end);
        }
    }

    private int greaterChild(int parent, int end) {
        int left = 2 * parent + 1;
        boolean isRight = left + 1 < end && compare(sorted[left], sorted[left + 1]) < 0;
        return isRight ? left + 1 : left;
    }

    private int compare(int one, int other) {
        WriteBatch.Reader reader = plan.operation(one);
        int offset = reader.keyOffset();
        int length = reader.keyLength();
        reader = plan.operation(other);
        byte[] bytes = reader.bytes();
        return Arrays.compareUnsigned(
                bytes,
                offset,
                offset + length,
                bytes,
                reader.keyOffset(),
                reader.keyOffset() + reader.keyLength());
    }

    private void swap(int one, int other) {
        int kept = sorted[one];
        sorted[one] = sorted[other];
        sorted[other] = kept;
    }
}
