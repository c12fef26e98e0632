package io.cairn.perf;

import io.cairn.engine.memory.Memory;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;

/**
 * One dependent random read: a chase along pointers that visit the whole footprint once in random
 * order.
 */
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls link() first
public class ChaseBenchmark extends MemoryBenchmark {
    private Memory area;
    private int[] order;
    private long at;
    private long steps;

    /** Made by JMH. */
    public ChaseBenchmark() {}

    /** Links all places into one cycle. */
    @Setup(Level.Trial)
    public void link() {
        area = allocate("chase", (long) entries * Dataset.ENTRY_BYTES);
        order = shuffled(entries, new Random(1));
        for (int place = 0; place < entries; place++) {
            area.putLong(offset(place), offset(place + 1));
        }
        at = offset(0);
    }

    /** Follows one pointer. */
    @Benchmark
    public long chase() {
        steps++;
        at = area.getLong(at);
        return at;
    }

    @Override
    void verify() {
        if (at != offset((int) (steps % entries))) {
            throw new IllegalStateException(
                    "a chase of steps=" + steps + " ended at the wrong offset=" + at);
        }
    }

    private long offset(int place) {
        return (long) order[place % entries] * Dataset.ENTRY_BYTES;
    }
}
