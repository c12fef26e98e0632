package io.cairn.perf.bars;

import io.cairn.StateStore;
import io.cairn.perf.Dataset;

/** Lookups of absent keys. There is no value that the next key could depend on. */
final class MissingLoop extends StoreLoop {
    private long index;
    private long step;

    MissingLoop(StateStore store, int entries) {
        super("missing", store, entries);
    }

    @Override
    void run(int count) {
        long at = index;
        for (int i = 0; i < count; i++) {
            Dataset.fillKey(entries + at, key);
            if (store.getRef(key, view)) {
                throw wrongAnswer(entries + at, true);
            }
            at = Dataset.next(Dataset.salt(at), step++, entries);
        }
        index = at;
    }

    @Override
    void verify() {
        Dataset.verifyWalk(index, step, entries);
        Dataset.fillKey(0, key);
        if (!store.getRef(key, view)) {
            throw wrongAnswer(0, false);
        }
    }
}
