package io.cairn.perf.bars;

import io.cairn.StateStore;
import io.cairn.perf.Dataset;

/** Puts of {@value GetAllLoop#BATCH} present keys at once. One operation is one key. */
final class PutAllLoop extends StoreLoop {
    private final WriteWalk walk;
    private final byte[][] keys = new byte[GetAllLoop.BATCH][Dataset.KEY_BYTES];
    private final byte[][] values = new byte[GetAllLoop.BATCH][Dataset.VALUE_BYTES];

    PutAllLoop(StateStore store, int entries, WriteWalk walk) {
        super("putAll", store, entries);
        this.walk = walk;
    }

    @Override
    void begin() {
        walk.begin(true);
    }

    /** Rounds up to whole batches. */
    @Override
    void run(int count) {
        for (int done = 0; done < count; done += GetAllLoop.BATCH) {
            for (int i = 0; i < GetAllLoop.BATCH; i++) {
                long index = walk.index();
                walk.step(Dataset.salt(index));
                Dataset.fillKey(index, keys[i]);
                Dataset.fillValue(index, walk.steps(), values[i]);
            }
            store.putAll(keys, values);
        }
    }

    @Override
    void verify() {
        walk.verify(store);
    }
}
