package io.cairn.perf;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** Asks for present keys in random order. */
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ContainsBenchmark extends StoreBenchmark {
    private long index;
    private long step;

    /** Made by JMH. */
    public ContainsBenchmark() {}

    /** One question whose answer is yes. */
    @Benchmark
    public long contains() {
        Dataset.fillKey(index, key);
        if (!store.contains(key)) {
            throw wrongAnswer(index, false);
        }
        index = Dataset.next(Dataset.salt(index), step++, entries);
        return index;
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
