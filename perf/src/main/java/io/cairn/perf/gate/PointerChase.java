package io.cairn.perf.gate;

import io.cairn.engine.memory.Memory;
import io.cairn.perf.Dataset;
import io.cairn.perf.MemoryBenchmark;
import io.cairn.perf.MemoryFactories;

import java.util.Random;

/**
 * The yardstick for memory: dependent reads that visit, in random order, as much anonymous memory
 * as the keys and values of the store take. Must never change: baselines depend on it.
 */
final class PointerChase implements AutoCloseable {
    private final Memory area;
    private final int[] order;
    private long at;
    private long steps;

    /** Links {@code entries} places into one cycle, in a backend's memory. */
    PointerChase(String backend, int entries) {
        area = MemoryFactories.of(backend).allocate((long) entries * Dataset.ENTRY_BYTES);
        order = MemoryBenchmark.shuffled(entries, new Random(1));
        for (int place = 0; place < entries; place++) {
            area.putLong(offset(place), offset(place + 1));
        }
        at = offset(0);
    }

    /** Follows {@code count} pointers. */
    long follow(int count) {
        long place = at;
        for (int step = 0; step < count; step++) {
            place = area.getLong(place);
        }
        at = place;
        steps += count;
        return place;
    }

    /**
     * Verifies where the chase has come to, and gives the memory back.
     *
     * @throws IllegalStateException if it is at the wrong place
     */
    @Override
    public void close() {
        long expected = offset((int) (steps % order.length));
        area.close();
        if (at != expected) {
            throw new IllegalStateException("a chase of steps=" + steps + " ended at offset=" + at
                    + " instead of offset=" + expected);
        }
    }

    private long offset(int place) {
        return (long) order[place % order.length] * Dataset.ENTRY_BYTES;
    }
}
