package io.cairn.peers;

import io.cairn.peers.store.PeerStore;
import io.cairn.perf.Dataset;

/**
 * One operation on a loaded store, again and again; it keeps what it needs to verify the answers.
 */
abstract class StoreLoop {
    final PeerStore store;
    final int entries;
    final byte[] key = new byte[Dataset.KEY_BYTES];
    final byte[] value = new byte[Dataset.VALUE_BYTES];
    /** The entry that the next step visits. */
    long index;
    /** How many steps were made. */
    long steps;

    StoreLoop(PeerStore store, int entries) {
        this.store = store;
        this.entries = entries;
    }

    /** Does it once. */
    abstract void step();

    /**
     * How many steps must be made in each of the phases of measuring, however long they take: as
     * many as it takes for what a store puts off to come back several times.
     */
    long leastStepsOfPhase() {
        return 0;
    }

    /** How many steps may be made in each of the phases of measuring. */
    long mostStepsOfPhase() {
        return Long.MAX_VALUE;
    }

    /**
     * Verifies the answers that the steps got.
     *
     * @throws IllegalStateException if one was wrong
     */
    void verify() {
        Dataset.verifyWalk(index, steps, entries);
    }

    /** Goes to the next entry of the walk. */
    final void walkOn(long salt) {
        index = Dataset.next(salt, steps++, entries);
    }

    /** Puts an entry at a version. */
    final void put(long entry, long version) {
        Dataset.fillKey(entry, key);
        Dataset.fillValue(entry, version, value);
        store.put(key, value);
    }

    /** The failure of a lookup that ought to have succeeded, or the reverse. */
    static IllegalStateException wrongAnswer(long entry, boolean found) {
        return new IllegalStateException("index=" + entry + " was found=" + found);
    }
}
