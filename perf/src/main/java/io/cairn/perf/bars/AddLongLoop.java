package io.cairn.perf.bars;

import io.cairn.StateStore;
import io.cairn.perf.Dataset;

/** Additions to present counters. Each key depends on the sum before. */
final class AddLongLoop extends StoreLoop {
    private long index;
    private long step;

    AddLongLoop(StateStore store, int entries) {
        super("addLong", store, entries);
    }

    @Override
    void run(int count) {
        long at = index;
        for (int i = 0; i < count; i++) {
            Dataset.fillKey(at, key);
            long sum = store.addLong(key, Counters.DELTA);
            at = Dataset.next(Counters.saltOf(sum), step++, entries);
        }
        index = at;
    }

    @Override
    void verify() {
        Counters.verify(store, entries, index, step);
    }
}
