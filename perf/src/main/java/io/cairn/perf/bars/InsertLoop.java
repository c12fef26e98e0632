package io.cairn.perf.bars;

import io.cairn.StateStore;
import io.cairn.perf.Dataset;

/**
 * Puts of new keys in random order into a store that has {@code entries} of them. It ends when the
 * store has grown by half, since a larger one would no longer be what is to be measured.
 */
final class InsertLoop extends StoreLoop {
    private final long room;
    private long inserted;

    InsertLoop(StateStore store, int entries) {
        super("insert", store, entries);
        this.room = entries / 2;
    }

    /** Small, so that even a small store has room for several. */
    @Override
    int chunk() {
        return (int) Math.min(super.chunk(), room / 100);
    }

    /** Loading the store was its warm-up. */
    @Override
    boolean needsWarmUp() {
        return false;
    }

    @Override
    boolean hasNext() {
        return inserted + chunk() <= room;
    }

    @Override
    void run(int count) {
        for (int i = 0; i < count; i++) {
            long index = entries + inserted++;
            Dataset.fillKey(index, key);
            Dataset.fillValue(index, 0, value);
            store.put(key, value);
        }
    }

    @Override
    void verify() {
        if (store.size() != entries + inserted) {
            throw new IllegalStateException(
                    "size=" + store.size() + " instead of " + (entries + inserted));
        }
        for (long index = entries; index < entries + inserted; index++) {
            Dataset.fillKey(index, key);
            Dataset.fillValue(index, 0, value);
            if (!store.getRef(key, view) || view.compareTo(value) != 0) {
                throw new IllegalStateException("entry index=" + index + " was not inserted");
            }
        }
    }
}
