package io.cairn.perf.gate;

import io.cairn.BytesView;
import io.cairn.Cursor;
import io.cairn.Direction;
import io.cairn.KeyRange;
import io.cairn.StateStore;
import io.cairn.perf.Dataset;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * The loops that are measured, over one store. Each is a walk over random entries whose answers are
 * verified. {@code burden} is extra work an operation, in pairs of steps; 0 but for tests of the
 * gate. They must not change without a new baseline.
 */
final class StoreLoops {
    private static final int SCAN_LENGTH = 100;

    private final StateStore store;
    private final BytesView view;
    private final int entries;
    private final byte[] key = new byte[Dataset.KEY_BYTES];
    private final byte[] value = new byte[Dataset.VALUE_BYTES];
    private final Walk present = new Walk();
    private final Walk absent = new Walk();
    private final Walk overwritten = new Walk();
    private final Walk inserted = new Walk();
    private final Walk scanned = new Walk();

    /** How far a kind of operation has come. */
    private static final class Walk {
        private long place;
        private long step;

        long advance(long newPlace, long newStep) {
            place = newPlace;
            step = newStep;
            return newPlace;
        }
    }

    /** Loads a store with {@code entries} entries in random key order. */
    StoreLoops(StateStore store, int entries) {
        this.store = store;
        this.entries = entries;
        for (long index = 0; index < entries; index++) {
            put(index, 0);
        }
        view = store.newView();
    }

    /** Carries out {@code count} operations of a kind. */
    long run(Operation operation, int count, int burden) {
        return switch (operation) {
            case GET_REF -> getRefs(count, burden);
            case GET_MISSING -> getMissing(count, burden);
            case OVERWRITE -> overwrites(count, burden);
            case INSERT -> inserts(count, burden);
            case SCAN -> scans(count, burden);
        };
    }

    private long getRefs(int count, int burden) {
        long index = present.place;
        long step = present.step;
        for (int done = 0; done < count; done++) {
            index = Dataset.next(saltOf(Burden.carry(index, burden)), step++, entries);
        }
        return present.advance(index, step);
    }

    /** As {@code getRefs}, each one timed alone. */
    void sampleGetRefs(int count, Histogram nanos) {
        long index = present.place;
        long step = present.step;
        for (int done = 0; done < count; done++) {
            long start = System.nanoTime();
            long salt = saltOf(index);
            nanos.recordValue(System.nanoTime() - start);
            index = Dataset.next(salt, step++, entries);
        }
        present.advance(index, step);
    }

    private long saltOf(long index) {
        Dataset.fillKey(index, key);
        if (!store.getRef(key, view)) {
            throw wrongAnswer(index, false);
        }
        return view.getLong(Dataset.SALT_OFFSET);
    }

    private long getMissing(int count, int burden) {
        long index = absent.place;
        long step = absent.step;
        for (int done = 0; done < count; done++) {
            index = Burden.carry(index, burden);
            Dataset.fillKey(-1 - index, key);
            if (store.getRef(key, view)) {
                throw wrongAnswer(-1 - index, true);
            }
            index = Dataset.next(Dataset.salt(index), step++, entries);
        }
        return absent.advance(index, step);
    }

    private long overwrites(int count, int burden) {
        long index = overwritten.place;
        long step = overwritten.step;
        for (int done = 0; done < count; done++) {
            index = Burden.carry(index, burden);
            put(index, 1);
            index = Dataset.next(Dataset.salt(index), step++, entries);
        }
        return overwritten.advance(index, step);
    }

    private long inserts(int count, int burden) {
        long step = inserted.step;
        for (int done = 0; done < count; done++) {
            put(Burden.carry(entries + step, burden), 0);
            step++;
        }
        return inserted.advance(0, step);
    }

    private long scans(int count, int burden) {
        long index = scanned.place;
        long step = scanned.step;
        Cursor cursor = store.scan(KeyRange.all(), Direction.FORWARD);
        for (int done = 0; done < count; done++) {
            long salt = scan(cursor, Burden.carry(index, burden));
            index = Dataset.next(salt, step++, entries);
        }
        return scanned.advance(index, step);
    }

    private long scan(Cursor cursor, long index) {
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
        return salt;
    }

    private void put(long index, long version) {
        Dataset.fillKey(index, key);
        Dataset.fillValue(index, version, value);
        store.put(key, value);
    }

    /**
     * Verifies where the walks ended, and how many entries there are.
     *
     * @throws IllegalStateException if an answer on the way was wrong
     */
    void verify() {
        for (Walk walk : List.of(present, absent, overwritten, scanned)) {
            Dataset.verifyWalk(walk.place, walk.step, entries);
        }
        long expected = entries + inserted.step;
        if (store.size() != expected) {
            throw new IllegalStateException(
                    "size=" + store.size() + " instead of size=" + expected);
        }
    }

    private static IllegalStateException wrongAnswer(long index, boolean found) {
        return new IllegalStateException("index=" + index + " was found=" + found);
    }
}
