package io.cairn.perf.bars;

import io.cairn.Cursor;
import io.cairn.Direction;
import io.cairn.KeyRange;
import io.cairn.StateStore;
import io.cairn.perf.Dataset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A seek and the reading of {@value #LENGTH} entries from there on, the first byte of each key and
 * the first number of each value. Where the next scan begins depends on the value read before. One
 * operation is one scan.
 */
final class ScanLoop extends StoreLoop {
    /** How many entries one scan visits. */
    static final int LENGTH = 100;

    private static final int CHUNK = 16;

    private final Direction direction;
    private @Nullable Cursor cursor;
    private long index;
    private long step;

    ScanLoop(Direction direction, StateStore store, int entries) {
        super(direction.name().toLowerCase(Locale.ROOT), store, entries);
        this.direction = direction;
    }

    @Override
    int chunk() {
        return CHUNK;
    }

    @Override
    void begin() {
        cursor = store.scan(KeyRange.all(), direction);
    }

    @Override
    void run(int count) {
        Cursor scan = cursor;
        if (scan == null) {
            throw new IllegalStateException("begin was not called");
        }
        for (int i = 0; i < count; i++) {
            index = Dataset.next(scanFrom(index, scan), step++, entries);
        }
    }

    private long scanFrom(long start, Cursor scan) {
        Dataset.fillKey(start, key);
        boolean more = scan.seek(key);
        if (!more) {
            throw wrongAnswer(start, false);
        }
        long salt = scan.value().getLong(Dataset.SALT_OFFSET);
        long mismatches = 0;
        for (int read = 0; read < LENGTH && more; read++) {
            long entry = scan.value().getLong(Dataset.INDEX_OFFSET);
            mismatches |= (scan.key().getByte(0) ^ Dataset.keyHead(entry)) & 0xFF;
            more = scan.next();
        }
        if (mismatches != 0) {
            throw new IllegalStateException(
                    "a scan from index=" + start + " met a key with the value of another");
        }
        return salt;
    }

    @Override
    void verify() {
        Dataset.verifyWalk(index, step, entries);
    }
}
