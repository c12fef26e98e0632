package io.cairn.perf;

import io.cairn.BytesView;
import io.cairn.Cursor;
import io.cairn.Direction;
import io.cairn.KeyRange;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** Ordered scans of 100 entries, each from a random place that depends on the value read before. */
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls open() first
public class ScanBenchmark extends StoreBenchmark {
    /** How many entries one scan visits. */
    static final int SCAN_LENGTH = 100;

    private Cursor cursor;
    private long index;
    private long step;

    /** Made by JMH. */
    public ScanBenchmark() {}

    @Override
    void afterOpen() {
        cursor = store.scan(KeyRange.all(), Direction.FORWARD);
    }

    /**
     * One seek and the reading of the key and value of 100 entries from there on, or up to the last
     * one.
     */
    @Benchmark
    public long scan() {
        Dataset.fillKey(index, key);
        boolean more = cursor.seek(key);
        if (!more) {
            throw wrongAnswer(index, false);
        }
        long salt = cursor.value().getLong(Dataset.SALT_OFFSET);
        long mismatches = 0;
        for (int read = 0; read < SCAN_LENGTH && more; read++) {
            BytesView found = cursor.value();
            mismatches |=
                    cursor.key().getLong(0) ^ Dataset.keyHead(found.getLong(Dataset.INDEX_OFFSET));
            more = cursor.next();
        }
        if (mismatches != 0) {
            throw new IllegalStateException(
                    "a scan from index=" + index + " met a key with the value of another");
        }
        index = Dataset.next(salt, step++, entries);
        return salt;
    }

    @Override
    void verify() {
        Dataset.verifyWalk(index, step, entries);
    }
}
