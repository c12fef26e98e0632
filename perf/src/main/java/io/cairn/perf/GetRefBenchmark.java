package io.cairn.perf;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * Zero-copy lookups of present keys in random order, each of which depends on the value read
 * before.
 */
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GetRefBenchmark extends StoreBenchmark {
    private long index;
    private long step;

    /** Made by JMH. */
    public GetRefBenchmark() {}

    /** One lookup and the read of one number of its value. */
    @Benchmark
    public long getRef() {
        Dataset.fillKey(index, key);
        if (!store.getRef(key, view)) {
            throw wrongAnswer(index, false);
        }
        long salt = view.getLong(Dataset.SALT_OFFSET);
        index = Dataset.next(salt, step++, entries);
        return salt;
    }

    @Override
    void verify() {
        Dataset.verifyWalk(index, step, entries);
    }
}
