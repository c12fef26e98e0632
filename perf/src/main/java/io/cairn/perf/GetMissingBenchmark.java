package io.cairn.perf;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** Lookups of absent keys in random order. */
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GetMissingBenchmark extends StoreBenchmark {
    private long index;
    private long step;

    /** Made by JMH. */
    public GetMissingBenchmark() {}

    /** One lookup that finds nothing. */
    @Benchmark
    public long getMissing() {
        Dataset.fillKey(entries + index, key);
        if (store.getRef(key, view)) {
            throw wrongAnswer(entries + index, true);
        }
        index = Dataset.next(Dataset.salt(index), step++, entries);
        return index;
    }

    @Override
    void verify() {
        Dataset.verifyWalk(index, step, entries);
        verifyEntry(0, 0);
    }
}
