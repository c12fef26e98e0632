package io.cairn.perf;

import io.cairn.engine.memory.Memory;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;

/**
 * The floor of a lookup: two dependent random reads, the first in an area of the size of a hash
 * table's slots, which says where the second is, in an area of the size of all keys and values. No
 * key is made, hashed or compared. The walk is that of {@link GetRefBenchmark}, so each step
 * depends on the one before.
 */
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls fill() first
public class FloorBenchmark extends MemoryBenchmark {
    /** Two slots of 8 bytes an entry: a hash table that is half full. */
    private static final int SLOT_BYTES = 16;

    private Memory slots;
    private Memory records;
    private long index;
    private long step;

    /** Made by JMH. */
    public FloorBenchmark() {}

    /** Fills both areas. */
    @Setup(Level.Trial)
    public void fill() {
        slots = allocate("slots", (long) entries * SLOT_BYTES);
        records = allocate("records", (long) entries * Dataset.ENTRY_BYTES);
        int[] places = shuffled(entries, new Random(1));
        for (int entry = 0; entry < entries; entry++) {
            long record = (long) places[entry] * Dataset.ENTRY_BYTES;
            slots.putLong((long) entry * SLOT_BYTES, record);
            records.putLong(record, Dataset.salt(entry));
        }
    }

    /** One read of a slot and one of the record that it points at. */
    @Benchmark
    public long twoReads() {
        long record = slots.getLong(index * SLOT_BYTES);
        long salt = records.getLong(record);
        index = Dataset.next(salt, step++, entries);
        return salt;
    }

    @Override
    void verify() {
        Dataset.verifyWalk(index, step, entries);
    }
}
