package io.cairn.perf.bars;

import io.cairn.CompactionTrigger;
import io.cairn.StateStore;
import io.cairn.StoreStats;

/**
 * Puts of present keys into a store that is compacted whole, inside of the put with which its
 * garbage passes a trigger. All records have the same length, so counting puts tells when.
 */
final class WholeCompaction implements TimedPuts.Target {
    private final StateStore store;
    private final CompactionTrigger trigger;
    private long left;
    private long completed;

    /**
     * Makes the target, and compacts the store.
     *
     * @param store which does not compact itself
     * @param trigger when to compact it
     */
    WholeCompaction(StateStore store, CompactionTrigger trigger) {
        this.store = store;
        this.trigger = trigger;
        store.compact();
        this.left = putsUntilDue();
    }

    /** Returns how often a put has compacted it. */
    long completed() {
        return completed;
    }

    @Override
    public void put(byte[] key, byte[] value) {
        store.put(key, value);
        left--;
        if (left == 0) {
            store.compact();
            completed++;
            left = putsUntilDue();
        }
    }

    /** Of a store without garbage. */
    private long putsUntilDue() {
        StoreStats stats = store.stats();
        double live = stats.log().liveRecordBytes();
        double due =
                Math.max((double) trigger.leastLogBytes(), live / (1 - trigger.garbageShare()));
        double recordBytes = live / stats.entries();
        return (long) Math.ceil((due - stats.log().usedBytes()) / recordBytes);
    }
}
