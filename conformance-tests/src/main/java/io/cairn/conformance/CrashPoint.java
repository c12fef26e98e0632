package io.cairn.conformance;

import io.cairn.RecoverTo;
import io.cairn.StateStore;

import java.io.IOException;

/**
 * What a store may be doing when it dies: the rows of the table of crash points in
 * {@code docs/durability.md}, each with what comes before, and then with what is looked at step by
 * step.
 */
enum CrashPoint {
    /** A store is made where there was none. */
    CREATION(0),
    /** A new key. */
    PUT(20) {
        @Override
        void act(StateStore store, FaultWorkload workload) {
            workload.put(store, Bytes.utf8("new"), Bytes.run(100, 7));
        }
    },
    /** Another value for a key that is present. */
    OVERWRITE(20) {
        @Override
        void act(StateStore store, FaultWorkload workload) {
            workload.overwrite(store);
        }
    },
    /** A changed copy of a value. */
    UPDATE(20) {
        @Override
        void act(StateStore store, FaultWorkload workload) {
            workload.update(store);
        }
    },
    /** A counter. */
    ADD_LONG(20) {
        @Override
        void act(StateStore store, FaultWorkload workload) {
            workload.addLong(store);
        }
    },
    /** Several puts in one call. */
    PUT_ALL(20) {
        @Override
        void act(StateStore store, FaultWorkload workload) {
            workload.putAll(store);
            workload.putAll(store);
            workload.put(store);
        }
    },
    /** Puts and deletes in one batch: all of them or none. */
    WRITE_BATCH(20) {
        @Override
        void act(StateStore store, FaultWorkload workload) {
            workload.write(store, 2);
            workload.write(store, 14);
            workload.put(store);
        }
    },
    /** A batch with several windows in it. */
    LARGE_WRITE_BATCH(10) {
        @Override
        void act(StateStore store, FaultWorkload workload) {
            workload.writeLarge(store);
            workload.put(store);
        }
    },
    /** The removal of a key. */
    DELETE(20) {
        @Override
        void act(StateStore store, FaultWorkload workload) {
            workload.delete(store);
        }
    },
    /** The removal of all keys. */
    CLEAR(20) {
        @Override
        void act(StateStore store, FaultWorkload workload) {
            workload.clear(store);
            workload.put(store);
        }
    },
    /** Blocks are reserved, and windows mapped, several at a time. */
    GROWTH(10) {
        @Override
        void act(StateStore store, FaultWorkload workload) {
            workload.putLarge(store);
            workload.putLarge(store);
            workload.put(store);
        }
    },
    /** The first flush of an opening, which forces the names, and a second one. */
    FLUSH(20) {
        @Override
        void act(StateStore store, FaultWorkload workload) {
            workload.flush(store);
            workload.put(store);
            workload.flush(store);
        }
    },
    /** Flushes with tags, the longest among them. */
    FLUSH_WITH_TAG(20) {
        @Override
        void act(StateStore store, FaultWorkload workload) {
            workload.flushWithTag(store, 4_096);
            workload.put(store);
            workload.flushWithTag(store, 8);
        }
    },
    /** An image of the index where there is none, and one where there is. */
    SAVE_INDEX(20) {
        @Override
        void act(StateStore store, FaultWorkload workload) {
            store.saveIndex();
            workload.put(store);
            store.saveIndex();
        }
    },
    /** A copy of what is live takes the store's place, and then grows. */
    COMPACTION(30) {
        @Override
        void act(StateStore store, FaultWorkload workload) {
            workload.compact(store);
            workload.put(store);
            workload.flush(store);
        }
    },
    /** A snapshot's entries take the store's place. */
    RESTORE(20) {
        @Override
        void act(StateStore store, FaultWorkload workload) throws IOException {
            workload.restore(store, true);
            workload.put(store);
        }
    },
    /** The entries of a snapshot's stream take the store's place. */
    RESTORE_FROM_STREAM(20) {
        @Override
        void act(StateStore store, FaultWorkload workload) throws IOException {
            workload.restore(store, false);
            workload.put(store);
        }
    },
    /** The closing of a store of which all is flushed. */
    CLOSING(20) {
        @Override
        void act(StateStore store, FaultWorkload workload) {
            workload.flush(store);
            store.close();
        }
    },
    /** The closing of a store of which something is not flushed. */
    CLOSING_UNFLUSHED(20) {
        @Override
        void act(StateStore store, FaultWorkload workload) {
            workload.put(store);
            store.close();
        }
    },
    /** An opening after a loss of power, with its torn tail. */
    RECOVERY(30) {
        @Override
        void prepare(StateStore store, FaultWorkload workload) {
            for (int i = 0; i < 4; i++) {
                workload.put(store);
            }
        }
    },
    /** An opening at the last flush, which cuts intact records and an image of them. */
    RECOVERY_TO_LAST_FLUSH(30) {
        @Override
        void prepare(StateStore store, FaultWorkload workload) {
            workload.flush(store);
            store.saveIndex();
            workload.put(store);
            store.saveIndex();
            workload.put(store);
        }

        @Override
        RecoverTo opensAt() {
            return RecoverTo.LAST_FLUSH;
        }
    };

    private final int stepsBefore;

    CrashPoint(int stepsBefore) {
        this.stepsBefore = stepsBefore;
    }

    /** How many steps of a random workload the store has behind it. */
    int stepsBefore() {
        return stepsBefore;
    }

    /** Brings the store to where the row begins. */
    void prepare(StateStore store, FaultWorkload workload) {
        if (stepsBefore > 0) {
            workload.put(store);
        }
    }

    /** Which state of the file is opened. */
    RecoverTo opensAt() {
        return RecoverTo.LAST_RECORD;
    }

    /** Tells whether the opening is what is looked at, rather than what the store does then. */
    boolean isOpening() {
        return this == CREATION || this == RECOVERY || this == RECOVERY_TO_LAST_FLUSH;
    }

    /** Does what is looked at. */
    void act(StateStore store, FaultWorkload workload) throws IOException {
        workload.put(store);
    }
}
