package io.cairn.perf.bars;

import io.cairn.BytesView;
import io.cairn.StateStore;
import io.cairn.perf.Dataset;

/**
 * Lookups of {@value #BATCH} present keys at once. All keys of a batch depend on the values read by
 * the batch before. One operation is one key.
 */
final class GetAllLoop extends StoreLoop {
    /** How many keys a batch has. */
    static final int BATCH = 64;

    private final byte[][] keys = new byte[BATCH][Dataset.KEY_BYTES];
    private final BytesView[] views = new BytesView[BATCH];
    private long salts;
    private long batches;

    GetAllLoop(StateStore store, int entries) {
        super("getAll", store, entries);
        for (int i = 0; i < BATCH; i++) {
            views[i] = store.newView();
        }
    }

    /** Rounds up to whole batches. */
    @Override
    void run(int count) {
        for (int done = 0; done < count; done += BATCH) {
            for (int i = 0; i < BATCH; i++) {
                Dataset.fillKey(indexOf(i, salts, batches), keys[i]);
            }
            int present = store.getAll(keys, views);
            if (present != BATCH) {
                throw new IllegalStateException("present=" + present + " of keys=" + BATCH);
            }
            for (int i = 0; i < BATCH; i++) {
                salts += views[i].getLong(Dataset.SALT_OFFSET);
            }
            batches++;
        }
    }

    private long indexOf(int place, long base, long batch) {
        return Dataset.next(base, batch * BATCH + place, entries);
    }

    @Override
    void verify() {
        long expected = 0;
        for (long batch = 0; batch < batches; batch++) {
            long base = expected;
            for (int i = 0; i < BATCH; i++) {
                expected += Dataset.salt(indexOf(i, base, batch));
            }
        }
        if (salts != expected) {
            throw new IllegalStateException("getAll of batches=" + batches + " read a wrong value");
        }
    }
}
