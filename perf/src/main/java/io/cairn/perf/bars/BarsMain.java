package io.cairn.perf.bars;

import io.cairn.Backend;
import io.cairn.StateStores;
import io.cairn.perf.Medium;
import io.cairn.perf.MemoryFactories;
import io.cairn.perf.bars.ForkSettings.Effort;
import io.cairn.perf.bars.ForkSettings.Store;
import io.cairn.perf.bars.ForkSettings.Task;
import io.cairn.perf.report.ReportFile;
import io.cairn.spi.HostFingerprint;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Measures all rows on all backends and prints a line for each: {@code bar: NAME n=N limit=X
 * measured=Y ok} or {@code short}, and at last how many there are of either. Rows without a limit
 * begin with {@code row:}. {@code mvn -Pbars} runs it.
 */
public final class BarsMain {
    private static final int LEAST_ENTRIES = 1_000;

    private final BarsSettings settings;
    private final PrintStream out;
    private final List<BarResult> results = new ArrayList<>();

    private BarsMain(BarsSettings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    /**
     * Measures. Exits with 1 if an answer was wrong or a fork failed, with 0 otherwise, also where
     * bars are short.
     *
     * @param args none
     * @throws IOException if a folder cannot be made
     */
    public static void main(String[] args) throws IOException {
        BarsSettings settings = BarsSettings.from(System.getProperties());
        if (!new BarsMain(settings, System.out).run()) {
            System.exit(1);
        }
    }

    private boolean run() throws IOException {
        Files.createDirectories(settings.folders().scratch());
        introduce();
        BarsRun run = new BarsRun(settings, lanes(), out);
        run.measureCurve();
        run.measureSmallSnapshots();
        Evaluation evaluation =
                new Evaluation(run.observations(), settings.sizes().get(0));
        if (run.measuresSmallSnapshots()) {
            show(evaluation.of(run.snapshotBars(), SnapshotBars.SMALLEST));
        }
        for (int entries : settings.sizes()) {
            run.measure(entries);
            show(evaluation.of(run.bars(), entries));
        }
        settings.sizes().forEach(entries -> showTable(run.observations(), entries));
        BarsJson.write(settings.folders().results(), results, run.observations());
        out.println("results: " + settings.folders().results());
        out.println("report: "
                + ReportFile.write(
                        BarsReport.of(results, run.observations()),
                        settings.folders().results().resolveSibling("")));
        return conclude(run.failures());
    }

    private boolean conclude(int failures) {
        if (failures > 0) {
            out.println("failed: forks=" + failures + "; see FAILED above");
        }
        long limits = results.stream().filter(one -> one.limit().isSet()).count();
        long tooShort = results.stream().filter(one -> !one.isOk()).count();
        out.println("bars: " + (limits - tooShort) + " ok, " + tooShort + " short");
        return failures == 0;
    }

    private void introduce() {
        HostFingerprint host = HostFingerprint.current();
        out.printf(
                "host: %s, %d processors, %s %s%n",
                host.cpuModel(), host.processors(), host.osName(), host.osArch());
        out.printf("jvm: %s %s%n", host.vmName(), host.runtimeVersion());
        out.printf(
                "measuring: sizes=%s %s; scratch files in %s%n",
                settings.sizes(), settings.rounds(), settings.folders().scratch());
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        if (load > host.processors()) {
            out.printf(
                    Locale.ROOT,
                    "WARNING: the host is busy (load average %.1f on %d processors); measure again when it is idle%n",
                    load,
                    host.processors());
        }
        out.flush();
    }

    private List<Lane> lanes() {
        List<Lane> lanes = new ArrayList<>();
        for (Backend backend : StateStores.backends()) {
            if (!MemoryFactories.knows(backend.name())) {
                continue;
            }
            if (backend.isAvailable()) {
                lanes.add(Lane.here(backend.name()));
            }
            for (Path jdk : settings.jdks()) {
                Lane lane = Lane.on(jdk, backend.name());
                if (isAvailable(lane)) {
                    lanes.add(lane);
                }
            }
        }
        if (lanes.isEmpty()) {
            throw new IllegalStateException("no backend can run: " + StateStores.backends());
        }
        return lanes;
    }

    private boolean isAvailable(Lane lane) {
        Store store = new Store(lane.backend(), Medium.MEMORY, LEAST_ENTRIES);
        Path path = settings.folders().scratch().resolve("probe.json");
        int code = ForkProcess.exitCodeOf(
                lane, new ForkSettings(Task.PROBE, store, Set.of(), Effort.NONE, path));
        if (code != 0 && code != ForkMain.UNAVAILABLE) {
            throw new IllegalStateException(lane + " cannot be asked: its exit code=" + code);
        }
        out.println("lane: " + lane.label() + (code == 0 ? " is measured too" : " is unavailable"));
        return code == 0;
    }

    private void show(List<BarResult> ofOneSize) {
        out.println();
        for (BarResult result : ofOneSize) {
            out.println(result.line());
            out.println(result.details());
        }
        out.println();
        out.flush();
        results.addAll(ofOneSize);
    }

    private void showTable(Observations observations, int entries) {
        LaneTable.markdown(observations, entries).forEach(out::println);
        out.println();
    }
}
