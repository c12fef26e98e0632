package io.cairn.perf.bars;

import io.cairn.MutableBytesView;
import io.cairn.StateStore;
import io.cairn.ValueUpdater;
import io.cairn.perf.Dataset;

/**
 * Changes a number inside of present values where they lie. Each key depends on the value changed
 * before.
 */
final class UpdateLoop extends StoreLoop {
    private final WriteWalk walk;
    private final Increment increment = new Increment();

    UpdateLoop(StateStore store, int entries, WriteWalk walk) {
        super("update", store, entries);
        this.walk = walk;
    }

    @Override
    void begin() {
        walk.begin(false);
    }

    @Override
    void run(int count) {
        for (int i = 0; i < count; i++) {
            Dataset.fillKey(walk.index(), key);
            if (!store.update(key, increment)) {
                throw wrongAnswer(walk.index(), false);
            }
            walk.step(increment.salt);
        }
    }

    @Override
    void verify() {
        walk.verify(store);
    }

    private static final class Increment implements ValueUpdater {
        private long salt;

        @Override
        public void update(MutableBytesView value) {
            salt = value.getLong(Dataset.SALT_OFFSET);
            long version = value.getLong(Dataset.VERSION_OFFSET);
            value.putLong(Dataset.VERSION_OFFSET, version + WriteWalk.UPDATE);
        }
    }
}
