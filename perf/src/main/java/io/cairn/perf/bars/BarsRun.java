package io.cairn.perf.bars;

import io.cairn.perf.Medium;
import io.cairn.perf.bars.ForkSettings.Effort;
import io.cairn.perf.bars.ForkSettings.Store;
import io.cairn.perf.bars.ForkSettings.Task;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Runs the forks, in rounds in which the lanes take turns, another one first each time. */
final class BarsRun {
    /** The name by which single times and the sizes between are asked for. */
    static final String CURVES = "curves";

    private static final List<Integer> CURVE_SIZES = List.of(1_000, 10_000, 100_000);
    private static final double CURVE_SHARE = 0.2;

    private final BarsSettings settings;
    private final List<Lane> lanes;
    private final PrintStream out;
    private final List<Bar> bars;
    private final Observations observations = new Observations();
    private int failures;

    /**
     * Makes a run.
     *
     * @param settings what and how long
     * @param lanes at least one
     * @param out gets a line for each fork
     */
    BarsRun(BarsSettings settings, List<Lane> lanes, PrintStream out) {
        this.settings = settings;
        this.lanes = List.copyOf(lanes);
        this.out = out;
        this.bars = BarCatalogue.all().stream()
                .filter(bar -> settings.wants(bar.name()))
                .toList();
    }

    /** Returns the rows that are wanted. */
    List<Bar> bars() {
        return bars;
    }

    /** Returns all that was measured so far. */
    Observations observations() {
        return observations;
    }

    /** Returns how many forks failed. */
    int failures() {
        return failures;
    }

    /** Measures all rows with stores of one size. */
    void measure(int entries) {
        for (int round = 1; round <= settings.rounds().of(entries); round++) {
            for (Medium medium : Medium.values()) {
                if (isWanted(Task.MEASURE, medium)) {
                    round(entries, round, medium);
                }
            }
        }
        if (isWanted(Task.OPEN, Medium.FILE)) {
            measureOpening(entries);
        }
        measureSnapshots(entries);
        if (isWanted(Task.COMPACT, Medium.FILE)) {
            measureCompaction(entries);
        }
    }

    /** Measures lookups in the smaller stores of the curve, once. */
    void measureCurve() {
        if (!settings.wants(CURVES)) {
            return;
        }
        for (int entries : CURVE_SIZES) {
            for (Lane lane : mainLanes()) {
                ForkSettings fork = new ForkSettings(
                        Task.MEASURE,
                        new Store(lane.backend(), Medium.MEMORY, entries),
                        EnumSet.of(Phase.READS),
                        new Effort(settings.rounds().seconds() * CURVE_SHARE, 0),
                        readingsPath());
                run(lane, fork, 1);
            }
        }
    }

    private void round(int entries, int round, Medium medium) {
        for (Lane lane : inTurn(round)) {
            ForkSettings fork =
                    fork(Task.MEASURE, lane, new Store(lane.backend(), medium, entries), round);
            run(lane, fork, round);
        }
    }

    private void measureOpening(int entries) {
        Store store = new Store(lanes.get(0).backend(), Medium.FILE, entries);
        ForkSettings make = fork(Task.MAKE, lanes.get(0), store, 1);
        try {
            run(lanes.get(0), make, 1);
            for (int round = 1; round <= settings.rounds().of(entries); round++) {
                for (Lane lane : inTurn(round)) {
                    Store same = new Store(lane.backend(), Medium.FILE, entries);
                    run(lane, fork(Task.OPEN, lane, same, round), round);
                }
            }
        } finally {
            deleteStore(make.storeToOpen());
        }
    }

    /** Once: its percentiles are of many samples in rounds of its own. */
    private void measureSnapshots(int entries) {
        for (Medium medium : Medium.values()) {
            if (isWanted(Task.SNAPSHOT, medium)) {
                mainLanes().forEach(lane -> {
                    Store store = new Store(lane.backend(), medium, entries);
                    run(lane, fork(Task.SNAPSHOT, lane, store, 1), 1);
                });
            }
        }
    }

    /** Once, and unless told otherwise on one backend, since the run is long. */
    private void measureCompaction(int entries) {
        boolean everywhere = settings.rounds().overwrites().everywhere();
        mainLanes().stream().limit(everywhere ? lanes.size() : 1).forEach(lane -> {
            Store store = new Store(lane.backend(), Medium.FILE, entries);
            run(lane, fork(Task.COMPACT, lane, store, 1), 1);
        });
    }

    /** Returns the rows that are also measured with stores of {@link SnapshotBars#SMALLEST}. */
    List<Bar> snapshotBars() {
        return bars.stream()
                .filter(bar -> bar.scope().phase() == Phase.SNAPSHOTS)
                .toList();
    }

    /**
     * Whether snapshots of the smallest store are measured, beside those of the sizes asked for.
     */
    boolean measuresSmallSnapshots() {
        return !snapshotBars().isEmpty() && !settings.sizes().contains(SnapshotBars.SMALLEST);
    }

    /** Measures the taking of snapshots of the smallest store, which others are compared with. */
    void measureSmallSnapshots() {
        if (!measuresSmallSnapshots()) {
            return;
        }
        for (Medium medium : Medium.values()) {
            if (snapshotBars().stream().anyMatch(bar -> bar.scope().wants(medium))) {
                mainLanes().forEach(lane -> measureSmallSnapshots(lane, medium));
            }
        }
    }

    private void measureSmallSnapshots(Lane lane, Medium medium) {
        ForkSettings fork = new ForkSettings(
                Task.SNAPSHOT,
                new Store(lane.backend(), medium, SnapshotBars.SMALLEST),
                EnumSet.of(Phase.SNAPSHOTS),
                settings.rounds().effort(SnapshotBars.SMALLEST),
                readingsPath());
        run(lane, fork, 1);
    }

    private List<Lane> mainLanes() {
        return lanes.stream().filter(Lane::isMain).toList();
    }

    private void run(Lane lane, ForkSettings fork, int round) {
        long before = System.nanoTime();
        try {
            Readings readings = ForkProcess.run(lane, fork);
            observations.add(new Observation(lane, fork.medium(), fork.entries(), round, readings));
            report(lane, fork, round, readings, System.nanoTime() - before);
        } catch (ForkFailedException e) {
            fail(e);
        }
    }

    private void fail(ForkFailedException e) {
        failures++;
        out.println("FAILED: " + e.getMessage());
        out.flush();
    }

    private void report(Lane lane, ForkSettings fork, int round, Readings readings, long nanos) {
        String figures = readings.timedOperations().stream()
                .map(name -> String.format(Locale.ROOT, "%s %.0f", name, readings.nanos(name)))
                .collect(Collectors.joining(", "));
        out.printf(
                Locale.ROOT,
                "[n=%d, round %d, %s, %s, %d s] %s%n",
                fork.entries(),
                round,
                fork.medium().parameter(),
                lane.label(),
                TimeUnit.NANOSECONDS.toSeconds(nanos),
                figures.isEmpty() ? "done" : figures + " ns");
        out.flush();
    }

    private ForkSettings fork(Task task, Lane lane, Store store, int round) {
        Set<Phase> phases = phases(store.medium(), round);
        phases.removeIf(phase -> phase.task() != task);
        if (!lane.isMain()) {
            phases.remove(Phase.SAMPLES);
        }
        Effort effort = settings.rounds().effort(store.entries());
        return new ForkSettings(task, store, phases, effort, readingsPath());
    }

    /** Rows of no phase in particular are measured wherever a store is loaded for some. */
    private boolean isWanted(Task task, Medium medium) {
        return bars.stream()
                .filter(bar -> bar.scope().wants(medium))
                .map(bar -> bar.scope().phase())
                .anyMatch(phase -> (phase == null ? Task.MEASURE : phase.task()) == task);
    }

    private Set<Phase> phases(Medium medium, int round) {
        Set<Phase> phases = EnumSet.noneOf(Phase.class);
        for (Bar bar : bars) {
            Phase phase = bar.scope().phase();
            if (phase != null && bar.scope().wants(medium)) {
                phases.add(phase);
            }
        }
        if (round == 1 && settings.wants(CURVES)) {
            phases.add(Phase.SAMPLES);
        }
        return phases;
    }

    private List<Lane> inTurn(int round) {
        List<Lane> turned = new ArrayList<>(lanes);
        Collections.rotate(turned, 1 - round);
        return turned;
    }

    private Path readingsPath() {
        return settings.folders().scratch().resolve("readings.json");
    }

    private static void deleteStore(Path store) {
        for (String suffix : List.of("", ".idx", ".lock")) {
            try {
                Files.deleteIfExists(store.resolveSibling(store.getFileName() + suffix));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
