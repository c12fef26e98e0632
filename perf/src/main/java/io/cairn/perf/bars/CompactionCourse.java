package io.cairn.perf.bars;

import io.cairn.CompactionTrigger;
import io.cairn.StateStore;
import io.cairn.StateStores;
import io.cairn.StoreOptions;
import io.cairn.StoreStats;
import io.cairn.perf.ScratchFolder;
import io.cairn.perf.bars.ForkSettings.Store;

/**
 * A fork's work: loads a store on file and overwrites random entries of it for long, flushed now
 * and then, while it compacts itself in steps. Then for less long while it is compacted whole at
 * the same share of garbage, and for a little while it is not compacted at all.
 */
final class CompactionCourse {
    /** Begins the names of what is measured while the store compacts itself. */
    static final String STEPS = "compaction.steps";
    /** Begins the names of what is measured while it is compacted whole. */
    static final String WHOLE = "compaction.whole";
    /** Begins the names of what is measured without compaction. */
    static final String NONE = "compaction.none";

    private static final double WHOLE_SHARE = 0.2;
    private static final double NONE_SHARE = 0.05;
    private static final int WARM_UP_ENTRIES = 100_000;
    private static final int WARM_UP_TIMES = 10;

    private final ForkSettings settings;
    private final Readings readings;
    private final WriteWalk walk;

    CompactionCourse(ForkSettings settings, Readings readings) {
        this.settings = settings;
        this.readings = readings;
        this.walk = new WriteWalk(settings.entries());
    }

    /** Measures; each way begins with what the one before left. */
    void run() {
        warmUp();
        double times = settings.effort().overwrites();
        try (ScratchFolder folder = ScratchFolder.create()) {
            load(folder, settings);
            runInSteps(folder, overwrites(times));
            runWhole(folder, overwrites(Math.max(1, times * WHOLE_SHARE)));
            runWithout(folder, overwrites(times * NONE_SHARE));
        }
    }

    private long overwrites(double times) {
        return Math.max(1, (long) (times * settings.entries()));
    }

    /** Has all of it compiled, with another store. */
    private void warmUp() {
        int entries = Math.min(WARM_UP_ENTRIES, settings.entries());
        Store small = new Store(settings.backend(), settings.medium(), entries);
        ForkSettings fewer = new ForkSettings(
                settings.task(), small, settings.phases(), settings.effort(), settings.path());
        try (ScratchFolder folder = ScratchFolder.create()) {
            load(folder, fewer);
            try (StateStore store = open(folder, CompactionTrigger.DEFAULT)) {
                TimedPuts puts = new TimedPuts(store, new WriteWalk(entries));
                new LongRun(store, puts, folder).run((long) entries * WARM_UP_TIMES);
            }
        }
    }

    private static void load(ScratchFolder folder, ForkSettings settings) {
        Loading loading = new Loading(settings, new Readings());
        try (StateStore store = loading.open(folder)) {
            loading.load(store);
            store.flush();
        }
    }

    private StateStore open(ScratchFolder folder, CompactionTrigger trigger) {
        return StateStores.backend(settings.backend())
                .openPersistent(
                        folder.resolve(Loading.FILE),
                        StoreOptions.defaults().withCompaction(trigger));
    }

    private void runInSteps(ScratchFolder folder, long overwrites) {
        try (StateStore store = open(folder, CompactionTrigger.DEFAULT)) {
            measure(STEPS, new LongRun(store, new TimedPuts(store, walk), folder), overwrites);
            StoreStats.Compaction compaction = store.stats().compaction();
            readings.put(STEPS + ".completed", compaction.completed());
            readings.put(STEPS + ".abandoned", compaction.abandoned().count());
            readings.put("compaction.mostStep", compaction.mostStepBytes());
            verify(store);
        }
    }

    private void runWhole(ScratchFolder folder, long overwrites) {
        try (StateStore store = open(folder, CompactionTrigger.OFF)) {
            WholeCompaction target = new WholeCompaction(store, CompactionTrigger.DEFAULT);
            measure(WHOLE, new LongRun(store, new TimedPuts(target, walk), folder), overwrites);
            readings.put(WHOLE + ".completed", target.completed());
            verify(store);
        }
    }

    private void runWithout(ScratchFolder folder, long overwrites) {
        try (StateStore store = open(folder, CompactionTrigger.OFF)) {
            store.compact();
            measure(NONE, new LongRun(store, new TimedPuts(store, walk), folder), overwrites);
            verify(store);
        }
    }

    private void measure(String name, LongRun run, long overwrites) {
        run.run(overwrites);
        run.report(name, readings);
    }

    private void verify(StateStore store) {
        if (store.size() != settings.entries()) {
            throw new IllegalStateException(
                    "overwriting entries=" + settings.entries() + " left size=" + store.size());
        }
        walk.verify(store);
    }
}
