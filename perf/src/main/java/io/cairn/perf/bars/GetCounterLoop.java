package io.cairn.perf.bars;

import io.cairn.StateStore;
import io.cairn.perf.Dataset;

/** Zero-copy lookups of counters: what an addition is held against. */
final class GetCounterLoop extends StoreLoop {
    private long index;
    private long step;

    GetCounterLoop(StateStore store, int entries) {
        super("get", store, entries);
    }

    @Override
    void run(int count) {
        long at = index;
        for (int i = 0; i < count; i++) {
            Dataset.fillKey(at, key);
            if (!store.getRef(key, view)) {
                throw wrongAnswer(at, false);
            }
            at = Dataset.next(Counters.saltOf(view.getLong(0)), step++, entries);
        }
        index = at;
    }

    @Override
    void verify() {
        long expected = 0;
        for (long i = 0; i < step; i++) {
            expected = Dataset.next(Counters.salt(expected), i, entries);
        }
        if (index != expected) {
            throw new IllegalStateException("a walk of steps=" + step + " ended at index=" + index
                    + " instead of index=" + expected);
        }
    }
}
