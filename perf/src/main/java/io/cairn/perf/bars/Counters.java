package io.cairn.perf.bars;

import io.cairn.BytesView;
import io.cairn.StateStore;
import io.cairn.perf.Dataset;

/**
 * Turns entries into counters, values of eight bytes. The low four bytes of a counter are a salt,
 * from which a walk takes its next entry; each addition adds 1 to the high four.
 */
final class Counters {
    /** What an addition adds. */
    static final long DELTA = 1L << 32;

    private static final long SALT_MASK = DELTA - 1;
    private static final int MOST_VERIFIED = 250_000;

    private Counters() {}

    /** Overwrites the values of the first entries with counters. */
    static void begin(StateStore store, int entries) {
        byte[][] keys = new byte[GetAllLoop.BATCH][Dataset.KEY_BYTES];
        byte[][] values = new byte[GetAllLoop.BATCH][Long.BYTES];
        int index = 0;
        while (index < entries) {
            // The last batch goes over some entries twice.
            index = Math.max(0, Math.min(index, entries - keys.length));
            for (int i = 0; i < keys.length; i++, index++) {
                Dataset.fillKey(index, keys[i]);
                fillCounter(salt(index), values[i]);
            }
            store.putAll(keys, values);
        }
    }

    private static void fillCounter(long counter, byte[] value) {
        for (int at = 0; at < Long.BYTES; at++) {
            value[at] = (byte) (counter >>> (at * Byte.SIZE));
        }
    }

    /** Returns the salt that is in a counter. */
    static long saltOf(long counter) {
        return counter & SALT_MASK;
    }

    /** Returns the salt of an entry's counter. */
    static long salt(long index) {
        return saltOf(Dataset.salt(index));
    }

    /**
     * Verifies where a walk ended, and all counters, or a quarter of a million of them.
     *
     * @throws IllegalStateException if anything is not as {@code steps} additions make it
     */
    static void verify(StateStore store, int entries, long end, long steps) {
        int stride = Math.max(1, entries / MOST_VERIFIED);
        long[] additions = new long[(entries - 1) / stride + 1];
        long at = 0;
        for (long step = 0; step < steps; step++) {
            if (at % stride == 0) {
                additions[(int) (at / stride)]++;
            }
            at = Dataset.next(salt(at), step, entries);
        }
        if (at != end) {
            throw new IllegalStateException(
                    "a walk of additions ended at index=" + end + " instead of index=" + at);
        }
        BytesView view = store.newView();
        byte[] key = new byte[Dataset.KEY_BYTES];
        for (int place = 0; place < additions.length; place++) {
            long entry = (long) place * stride;
            Dataset.fillKey(entry, key);
            long expected = salt(entry) + additions[place] * DELTA;
            if (!store.getRef(key, view)
                    || view.length() != Long.BYTES
                    || view.getLong(0) != expected) {
                throw new IllegalStateException("counter index=" + entry + " is not " + expected);
            }
        }
    }
}
