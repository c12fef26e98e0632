package io.cairn.perf.bars;

import io.cairn.CompactionTrigger;
import io.cairn.StateStore;
import io.cairn.StateStores;
import io.cairn.StoreOptions;
import io.cairn.StoreStats;
import io.cairn.perf.Dataset;
import io.cairn.perf.Medium;
import io.cairn.perf.ScratchFolder;
import java.lang.management.ManagementFactory;
import org.HdrHistogram.Histogram;

/**
 * Opens a store without a hint of its later size, and inserts entries one by one, each put timed:
 * what shows pauses of growth.
 */
final class Loading {
    /** The name of a store on file. */
    static final String FILE = "bars.cairn";

    private static final int WARM_UP_ENTRIES = 200_000;
    private static final int TIMER_SAMPLES = 1_000_000;
    private static final int COLLECTIONS = 3;
    private static final double P50 = 50;
    private static final double P99_99 = 99.99;

    private final ForkSettings settings;
    private final Readings readings;
    private final byte[] key = new byte[Dataset.KEY_BYTES];
    private final byte[] value = new byte[Dataset.VALUE_BYTES];

    Loading(ForkSettings settings, Readings readings) {
        this.settings = settings;
        this.readings = readings;
    }

    /** Has the insertion compiled, with another store, and measures the timer alone. */
    void warmUp() {
        try (ScratchFolder folder = ScratchFolder.create();
                StateStore store = open(folder)) {
            insert(store, Math.min(WARM_UP_ENTRIES, settings.entries()), Turns.newHistogram());
        }
        time(Turns.newHistogram());
        Histogram timer = Turns.newHistogram();
        time(timer);
        readings.put("timer.p9999", timer.getValueAtPercentile(P99_99));
        readings.put("timer", timer);
    }

    /**
     * Opens an empty store, on file in {@code folder}. It does not compact itself: what that costs
     * the changes is measured for itself, in {@link CompactionCourse}.
     */
    StateStore open(ScratchFolder folder) {
        StoreOptions options = StoreOptions.defaults().withCompaction(CompactionTrigger.OFF);
        return settings.medium() == Medium.FILE
                ? StateStores.backend(settings.backend())
                        .openPersistent(folder.resolve(FILE), options)
                : StateStores.backend(settings.backend()).openInMemory(options);
    }

    /** Inserts all entries and reads what growth and memory came to. */
    void load(StateStore store) {
        Histogram histogram = Turns.newHistogram();
        long emptyHeap = usedHeap();
        insert(store, settings.entries(), histogram);
        readings.put("memory.heap", usedHeap() - emptyHeap);
        readings.put("load.p50", histogram.getValueAtPercentile(P50));
        readings.put("load.p9999", histogram.getValueAtPercentile(P99_99));
        readings.put("load.max", histogram.getMaxValue());
        readings.put("insert", histogram);
        readStats(store.stats());
    }

    private void readStats(StoreStats stats) {
        if (stats.entries() != settings.entries()) {
            throw new IllegalStateException(
                    "entries=" + stats.entries() + " after inserting " + settings.entries());
        }
        double entries = stats.entries();
        StoreStats.Index index = stats.index();
        readings.put("memory.index", (index.pointBytes() + index.orderBytes()) / entries);
        readings.put(
                "memory.record", stats.log().liveRecordBytes() / entries - Dataset.ENTRY_BYTES);
        readings.put("growth.mostMoved", index.mostSlotsMoved());
    }

    private void insert(StateStore store, int count, Histogram histogram) {
        for (int index = 0; index < count; index++) {
            Dataset.fillKey(index, key);
            Dataset.fillValue(index, 0, value);
            long before = System.nanoTime();
            store.put(key, value);
            histogram.recordValue(System.nanoTime() - before);
        }
    }

    private static void time(Histogram histogram) {
        for (int i = 0; i < TIMER_SAMPLES; i++) {
            long before = System.nanoTime();
            histogram.recordValue(System.nanoTime() - before);
        }
    }

    /** In bytes, after several collections, since references are cleared in steps. */
    private static long usedHeap() {
        for (int i = 0; i < COLLECTIONS; i++) {
            ManagementFactory.getMemoryMXBean().gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
