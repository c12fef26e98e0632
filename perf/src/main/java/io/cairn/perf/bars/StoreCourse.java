package io.cairn.perf.bars;

import io.cairn.Direction;
import io.cairn.StateStore;
import io.cairn.engine.memory.Memory;
import io.cairn.engine.memory.MemoryFactory;
import io.cairn.perf.Dataset;
import io.cairn.perf.Medium;
import io.cairn.perf.MemoryFactories;
import io.cairn.perf.ScratchFolder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/** A fork's work: loads a store and goes through the phases. */
final class StoreCourse {
    private static final long PAGE_BYTES = 4096;
    private static final int MOST_WALKED = 1_000_000;

    private final ForkSettings settings;
    private final int entries;
    private final Readings readings;
    private final Turns turns;

    StoreCourse(ForkSettings settings, Readings readings) {
        this.settings = settings;
        this.entries = settings.entries();
        this.readings = readings;
        this.turns = new Turns(settings.seconds(), readings);
    }

    /** Measures everything that is asked for. */
    void run() {
        Loading loading = new Loading(settings, readings);
        loading.warmUp();
        try (ScratchFolder folder = ScratchFolder.create();
                StateStore store = loading.open(folder)) {
            loading.load(store);
            if (settings.has(Phase.READS)) {
                measureReads(store, folder);
            }
            samplesAndScans(store);
            changes(store);
        }
    }

    private void measureReads(StateStore store, ScratchFolder folder) {
        MemoryFactory factory = MemoryFactories.of(settings.backend());
        long footprint = (long) entries * Dataset.ENTRY_BYTES;
        List<Loop> loops = new ArrayList<>();
        try (Memory anonymous = factory.allocate(footprint)) {
            loops.add(new ChaseLoop("chase", anonymous, entries));
            loops.add(new GetLoop(store, entries));
            loops.add(new MissingLoop(store, entries));
            loops.add(new ContainsLoop(store, entries));
            loops.add(new GetAllLoop(store, entries));
            if (settings.medium() == Medium.MEMORY) {
                turns.measure(Phase.READS.group(), loops);
                return;
            }
            try (Memory mapped = map(factory, folder, footprint)) {
                loops.add(new ChaseLoop("chaseMapped", mapped, entries));
                turns.measure(Phase.READS.group(), loops);
            }
        }
    }

    private static Memory map(MemoryFactory factory, ScratchFolder folder, long bytes) {
        long whole = (bytes + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
        try (FileChannel channel = factory.open(folder.resolve("chase"))) {
            factory.reserve(channel, 0, whole);
            return factory.map(channel, 0, whole);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void samplesAndScans(StateStore store) {
        if (settings.has(Phase.SAMPLES)) {
            turns.sample("get", new GetLoop(store, entries));
        }
        if (settings.has(Phase.SCANS)) {
            measureScans(Phase.SCANS, store);
        }
    }

    private void changes(StateStore store) {
        WriteWalk walk = new WriteWalk(entries);
        if (settings.has(Phase.WRITES)) {
            turns.measure(
                    Phase.WRITES.group(),
                    List.of(
                            new GetLoop(store, entries),
                            new OverwriteLoop(store, entries, walk),
                            new PutAllLoop(store, entries, walk),
                            new UpdateLoop(store, entries, walk)));
        }
        if (settings.has(Phase.SAMPLES)) {
            turns.sample("overwrite", new OverwriteLoop(store, entries, walk));
        }
        if (settings.has(Phase.INSERTS)) {
            turns.measure(
                    Phase.INSERTS.group(),
                    List.of(new GetLoop(store, entries), new InsertLoop(store, entries)));
        }
        if (settings.has(Phase.COMPACTED)) {
            store.compact();
            measureScans(Phase.COMPACTED, store);
        }
        if (settings.has(Phase.COUNTERS)) {
            Counters.begin(store, entries);
            turns.measure(
                    Phase.COUNTERS.group(),
                    List.of(new GetCounterLoop(store, entries), new AddLongLoop(store, entries)));
        }
    }

    private void measureScans(Phase phase, StateStore store) {
        turns.measure(
                phase.group(),
                List.of(
                        new ScanLoop(Direction.FORWARD, store, entries),
                        new ScanLoop(Direction.BACKWARD, store, entries)));
        // Where scans are slow, walking through a large store is left to the phase after
        // compaction.
        if (entries <= MOST_WALKED || phase == Phase.COMPACTED) {
            OrderCheck.verify(store);
        }
    }
}
