package io.cairn.perf.bars;

import io.cairn.StateStore;
import io.cairn.perf.Dataset;

import org.HdrHistogram.Histogram;

/** Puts of present keys, chosen at random, with values of the same length. Each put is timed. */
final class TimedPuts {
    /** What is timed. */
    interface Target {
        /** Puts an entry. */
        void put(byte[] key, byte[] value);
    }

    private final Target target;
    private final WriteWalk walk;
    private final byte[] key = new byte[Dataset.KEY_BYTES];
    private final byte[] value = new byte[Dataset.VALUE_BYTES];

    TimedPuts(StateStore store, WriteWalk walk) {
        this(store::put, walk);
    }

    /**
     * Makes puts.
     *
     * @param target where they go
     * @param walk chooses the keys, and can tell afterwards what each entry has to hold
     */
    TimedPuts(Target target, WriteWalk walk) {
        this.target = target;
        this.walk = walk;
        walk.begin(true);
    }

    /**
     * Puts, and records the nanoseconds of each.
     *
     * @param count how often
     * @param histogram gets the times
     */
    void run(int count, Histogram histogram) {
        for (int i = 0; i < count; i++) {
            long index = walk.index();
            walk.step(Dataset.salt(index));
            Dataset.fillKey(index, key);
            Dataset.fillValue(index, walk.steps(), value);
            long before = System.nanoTime();
            target.put(key, value);
            histogram.recordValue(System.nanoTime() - before);
        }
    }
}
