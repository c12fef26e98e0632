package io.cairn.perf;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;

/**
 * Puts new keys in random order into a store that grows from its first size to at most four times
 * that.
 */
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class InsertBenchmark extends StoreBenchmark {
    private static final int GROWTH_LIMIT = 4;

    private long inserted;

    /** Made by JMH. */
    public InsertBenchmark() {}

    /** Starts anew from the first size when the store has become too large to compare. */
    @Setup(Level.Iteration)
    public void shrink() {
        if (inserted >= (long) entries * (GROWTH_LIMIT - 1)) {
            close();
            open();
        }
    }

    /** One put of a new key. */
    @Benchmark
    public long insert() {
        put(entries + inserted, 0);
        return inserted++;
    }

    @Override
    void afterOpen() {
        inserted = 0;
    }

    @Override
    void verify() {
        long size = entries + inserted;
        if (store.size() != size) {
            throw new IllegalStateException("size=" + store.size() + " instead of " + size);
        }
        for (long index = entries; index < size; index++) {
            verifyEntry(index, 0);
        }
    }
}
