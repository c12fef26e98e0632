package io.cairn.perf;

import java.util.Arrays;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The lookups of {@link GetRefBenchmark} in the ordered map that the JDK has. */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TreeMapBenchmark {
    /** How many entries the map holds. */
    @Param("1000000")
    public int entries;

    private final TreeMap<byte[], byte[]> map = new TreeMap<>(Arrays::compareUnsigned);
    private final byte[] key = new byte[Dataset.KEY_BYTES];
    private long index;
    private long step;

    /** Made by JMH. */
    public TreeMapBenchmark() {}

    /** Loads the map. */
    @Setup(Level.Trial)
    public void load() {
        for (long entry = 0; entry < entries; entry++) {
            byte[] newKey = new byte[Dataset.KEY_BYTES];
            byte[] newValue = new byte[Dataset.VALUE_BYTES];
            Dataset.fillKey(entry, newKey);
            Dataset.fillValue(entry, 0, newValue);
            map.put(newKey, newValue);
        }
    }

    /** One lookup and the read of one number of its value. */
    @Benchmark
    public long get() {
        Dataset.fillKey(index, key);
        byte[] value = map.get(key);
        if (value == null) {
            throw new IllegalStateException("index=" + index + " was not found");
        }
        long salt = Dataset.longAt(value, Dataset.SALT_OFFSET);
        index = Dataset.next(salt, step++, entries);
        return salt;
    }

    /** Verifies the walk. */
    @TearDown(Level.Trial)
    public void verify() {
        Dataset.verifyWalk(index, step, entries);
    }
}
