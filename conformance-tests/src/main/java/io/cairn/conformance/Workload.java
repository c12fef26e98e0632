package io.cairn.conformance;

import io.cairn.StateStore;

/** A numbered sequence of operations that is the same in each process; see {@link KillContract}. */
enum Workload {
    /** Each operation puts a new key. */
    PUTS,
    /** Puts, overwrites and deletes over some thousand keys. */
    CHANGES,
    /**
     * The same, with a flush, a compaction or an index image now and then, in the midst of which a
     * process may end.
     */
    UPKEEP;

    /** How many operations a process runs. */
    static final int OPERATIONS = 200_000;

    private static final int KEYS = 20_000;
    private static final int LONGEST_FILLER = 60;

    /**
     * Tells which key operation {@code number} touches, as a number from 0 to {@link #keys()} - 1.
     */
    int key(int number) {
        return this == PUTS ? number : (int) (mix(number) % KEYS);
    }

    int keys() {
        return this == PUTS ? OPERATIONS : KEYS;
    }

    boolean isDelete(int number) {
        return this != PUTS && mix(number + 7_777_777L) % 5 == 0;
    }

    /** The bytes of a key: a few long prefixes that many have in common, then the number. */
    static byte[] keyBytes(int key) {
        return Bytes.concat(Bytes.run(key % 3 * 40, 'p'), Bytes.bigEndian(key));
    }

    /** The value that operation {@code number} puts: its number, then bytes that follow from it. */
    static byte[] value(int number) {
        return Bytes.concat(Bytes.bigEndian(number), Bytes.random(number, (int)
                (mix(number) % LONGEST_FILLER)));
    }

    void run(StateStore store, int number) {
        byte[] key = keyBytes(key(number));
        if (isDelete(number)) {
            store.delete(key);
        } else {
            store.put(key, value(number));
        }
        if (this == UPKEEP) {
            keepUp(store, number);
        }
    }

    /** Tells whether {@link #UPKEEP} flushes, or compacts, once that many operations are done. */
    static boolean wasFlushedAfter(int operations) {
        return operations % 7_001 == 0 || operations % 13_001 == 0;
    }

    private static void keepUp(StateStore store, int number) {
        if (number % 7_001 == 7_000) {
            store.flush();
        }
        if (number % 10_007 == 10_006) {
            store.saveIndex();
        }
        if (number % 13_001 == 13_000) {
            store.compact();
        }
    }

    private static long mix(long number) {
        long mixed = number * 0x9E3779B97F4A7C15L;
        return (mixed ^ mixed >>> 32) >>> 1;
    }
}
