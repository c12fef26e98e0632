package io.cairn.peers;

import io.cairn.peers.store.PeerStore;
import io.cairn.perf.Dataset;

/** The operations that are measured. */
final class StoreLoops {
    /** How many entries one scan visits. */
    static final int SCAN_LENGTH = 100;

    private StoreLoops() {}

    /** Lookups of present keys, each of which depends on the value read before. */
    static final class Get extends StoreLoop {
        Get(PeerStore store, int entries) {
            super(store, entries);
        }

        @Override
        void step() {
            Dataset.fillKey(index, key);
            if (!store.find(key)) {
                throw wrongAnswer(index, false);
            }
            walkOn(store.valueLong(Dataset.SALT_OFFSET));
        }
    }

    /** Lookups of absent keys. */
    static final class GetMissing extends StoreLoop {
        GetMissing(PeerStore store, int entries) {
            super(store, entries);
        }

        @Override
        void step() {
            // Beyond whatever Insert adds.
            Dataset.fillKey(2L * entries + index, key);
            if (store.find(key)) {
                throw wrongAnswer(2L * entries + index, true);
            }
            walkOn(Dataset.salt(index));
        }
    }

    /** Scans, each from a place that depends on a value read before. */
    static final class Scan extends StoreLoop {
        Scan(PeerStore store, int entries) {
            super(store, entries);
        }

        @Override
        void step() {
            Dataset.fillKey(index, key);
            boolean more = store.seek(key);
            if (!more) {
                throw wrongAnswer(index, false);
            }
            long salt = store.valueLong(Dataset.SALT_OFFSET);
            long mismatches = store.valueLong(Dataset.INDEX_OFFSET) ^ index;
            for (int read = 0; read < SCAN_LENGTH && more; read++) {
                mismatches |=
                        store.keyLong(0) ^ Dataset.keyHead(store.valueLong(Dataset.INDEX_OFFSET));
                more = store.next();
            }
            if (mismatches != 0) {
                throw new IllegalStateException(
                        "a scan from index=" + index + " met a key with the value of another");
            }
            walkOn(salt);
        }
    }

    /** Overwriting puts; the version of a value is the number of the put, from 1 on. */
    static final class Overwrite extends StoreLoop {
        Overwrite(PeerStore store, int entries) {
            super(store, entries);
        }

        @Override
        void step() {
            long overwritten = index;
            walkOn(Dataset.salt(overwritten));
            put(overwritten, steps);
        }

        /** By then three compactions of Cairn have begun and ended. */
        @Override
        long leastStepsOfPhase() {
            return 2L * entries;
        }

        /** The versions that all entries ought to have. */
        int[] versions() {
            int[] versions = new int[entries];
            long walker = 0;
            for (int number = 1; number <= steps; number++) {
                versions[(int) walker] = number;
                walker = Dataset.next(Dataset.salt(walker), number - 1, entries);
            }
            return versions;
        }
    }

    /** Puts of new keys. */
    static final class Insert extends StoreLoop {
        /** Of the entries loaded, in all phases together. */
        private static final double GROWTH = 0.5;

        Insert(PeerStore store, int entries) {
            super(store, entries);
        }

        /** The most entries that there can be in the end. */
        static long mostEntries(int entries) {
            return (long) (entries * (1 + GROWTH));
        }

        @Override
        long mostStepsOfPhase() {
            return (long) (entries * GROWTH) / LoopTimer.PHASES;
        }

        @Override
        void step() {
            put(entries + steps, 0);
            steps++;
        }

        /** {@link StoreCheck} looks at all entries afterwards. */
        @Override
        void verify() {
            if (steps == 0) {
                throw new IllegalStateException("no entry was inserted");
            }
        }
    }
}
