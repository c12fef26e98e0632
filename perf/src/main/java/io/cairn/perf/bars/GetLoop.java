package io.cairn.perf.bars;

import io.cairn.StateStore;
import io.cairn.perf.Dataset;

/** Zero-copy lookups of present keys, each of which depends on the value read before. */
final class GetLoop extends StoreLoop {
    private long index;
    private long step;

    GetLoop(StateStore store, int entries) {
        super("get", store, entries);
    }

    @Override
    void run(int count) {
        long at = index;
        long now = step;
        for (int i = 0; i < count; i++) {
            Dataset.fillKey(at, key);
            if (!store.getRef(key, view)) {
                throw wrongAnswer(at, false);
            }
            at = Dataset.next(view.getLong(Dataset.SALT_OFFSET), now++, entries);
        }
        index = at;
        step = now;
    }

    @Override
    void verify() {
        Dataset.verifyWalk(index, step, entries);
    }
}
