package io.cairn.perf.bars;

import io.cairn.StateStore;
import io.cairn.perf.Dataset;

/** Asks for present keys. */
final class ContainsLoop extends StoreLoop {
    private long index;
    private long step;

    ContainsLoop(StateStore store, int entries) {
        super("contains", store, entries);
    }

    @Override
    void run(int count) {
        long at = index;
        for (int i = 0; i < count; i++) {
            Dataset.fillKey(at, key);
            if (!store.contains(key)) {
                throw wrongAnswer(at, false);
            }
            at = Dataset.next(Dataset.salt(at), step++, entries);
        }
        index = at;
    }

    @Override
    void verify() {
        Dataset.verifyWalk(index, step, entries);
        Dataset.fillKey(entries, key);
        if (store.contains(key)) {
            throw wrongAnswer(entries, true);
        }
    }
}
