package io.cairn.perf;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** Overwrites present keys in random order with values of the same length. */
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OverwriteBenchmark extends StoreBenchmark {
    private long index;
    private long step;

    /** Made by JMH. */
    public OverwriteBenchmark() {}

    /** One overwriting put; the version is the number of the put, from 1 on. */
    @Benchmark
    public long overwrite() {
        long overwritten = index;
        index = Dataset.next(Dataset.salt(overwritten), step++, entries);
        put(overwritten, step);
        return overwritten;
    }

    @Override
    void verify() {
        long[] versions = new long[entries];
        long walker = 0;
        for (long number = 1; number <= step; number++) {
            versions[(int) walker] = number;
            walker = Dataset.next(Dataset.salt(walker), number - 1, entries);
        }
        if (store.size() != entries) {
            throw new IllegalStateException(
                    "size=" + store.size() + " after overwriting " + entries + " entries");
        }
        for (int entry = 0; entry < entries; entry++) {
            verifyEntry(entry, versions[entry]);
        }
    }
}
