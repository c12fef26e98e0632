package io.cairn.perf.bars;

import io.cairn.Snapshot;
import io.cairn.StateStore;
import io.cairn.perf.ScratchFolder;

import org.HdrHistogram.Histogram;

/** A fork's work: loads a store, takes snapshots of it and reads them. */
final class SnapshotCourse {
    private static final int WARM_UPS = 20_000;
    private static final int SAMPLES = 50_000;
    /**
     * So that the index has to copy nodes anew, and as many puts on file have work pending as there
     * are at a moment of the caller's choice, on average.
     */
    private static final int PUTS_BETWEEN = 8;

    private static final byte[] NO_PREFIX = new byte[0];

    private final ForkSettings settings;
    private final Readings readings;

    SnapshotCourse(ForkSettings settings, Readings readings) {
        this.settings = settings;
        this.readings = readings;
    }

    /** Measures everything that is asked for. */
    void run() {
        Loading loading = new Loading(settings, new Readings());
        loading.warmUp();
        try (ScratchFolder folder = ScratchFolder.create();
                StateStore store = loading.open(folder)) {
            loading.load(store);
            WriteWalk walk = new WriteWalk(settings.entries());
            if (settings.has(Phase.SNAPSHOTS)) {
                measureTaking(store, walk);
            }
            if (settings.has(Phase.SERIALISING)) {
                new SerialisingCourse(store, walk, settings).measure(readings);
            }
            walk.verify(store);
            if (settings.has(Phase.DELTAS)) {
                new DeltaCourse(store, folder, settings).measure(readings);
            }
        }
    }

    private void measureTaking(StateStore store, WriteWalk walk) {
        TimedPuts puts = new TimedPuts(store, walk);
        take(WARM_UPS, store, puts, Turns.newHistogram(), Turns.newHistogram());
        Histogram times = Turns.newHistogram();
        Histogram settled = Turns.newHistogram();
        take(SAMPLES, store, puts, times, settled);
        Percentiles.put(readings, "snapshot.time", times);
        Percentiles.put(readings, "snapshot.settled", settled);
    }

    /** Every other snapshot is taken after a scan, for which all that was pending is done. */
    private void take(
            int count, StateStore store, TimedPuts puts, Histogram times, Histogram settled) {
        Histogram ofPuts = Turns.newHistogram();
        for (int i = 0; i < count; i++) {
            puts.run(PUTS_BETWEEN, ofPuts);
            take(store, times);
            puts.run(PUTS_BETWEEN, ofPuts);
            beginScan(store);
            take(store, settled);
        }
    }

    private static void beginScan(StateStore store) {
        if (!store.prefixScan(NO_PREFIX).next()) {
            throw new IllegalStateException("a scan has met no entry");
        }
    }

    private void take(StateStore store, Histogram histogram) {
        long before = System.nanoTime();
        Snapshot snapshot = store.snapshot();
        histogram.recordValue(System.nanoTime() - before);
        try (snapshot) {
            check(snapshot.size());
        }
    }

    private void check(long size) {
        if (size != settings.entries()) {
            throw new IllegalStateException(
                    "size=" + size + " of a snapshot of entries=" + settings.entries());
        }
    }
}
