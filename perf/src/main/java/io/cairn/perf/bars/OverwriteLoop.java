package io.cairn.perf.bars;

import io.cairn.StateStore;
import io.cairn.perf.Dataset;

/** Puts of present keys, with values of the same length. */
final class OverwriteLoop extends StoreLoop {
    private final WriteWalk walk;

    OverwriteLoop(StateStore store, int entries, WriteWalk walk) {
        super("overwrite", store, entries);
        this.walk = walk;
    }

    @Override
    void begin() {
        walk.begin(true);
    }

    @Override
    void run(int count) {
        for (int i = 0; i < count; i++) {
            long index = walk.index();
            walk.step(Dataset.salt(index));
            Dataset.fillKey(index, key);
            Dataset.fillValue(index, walk.steps(), value);
            store.put(key, value);
        }
    }

    @Override
    void verify() {
        walk.verify(store);
    }
}
