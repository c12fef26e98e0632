package io.cairn.perf;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.cairn.Backend;
import io.cairn.StateStores;
import io.cairn.perf.report.Section;
import io.cairn.perf.report.Series;
import io.cairn.perf.report.Series.Point;
import io.cairn.spi.HostFingerprint;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.openjdk.jmh.annotations.Mode;

/**
 * The mean time of a dependent lookup against the number of entries, from 1,000 up in steps of ten,
 * on each backend, beside the pointer chase. It takes minutes, so the last run of a host is kept
 * beside the reports, for those reports that do not measure it themselves.
 */
public final class LatencyBySize {
    private static final int SMALLEST = 1_000;
    private static final int STEP = 10;
    private static final Path KEPT = Path.of("target", "latency-by-size.json");
    private static final String TITLE = "Lookup time by number of entries";

    private final Path directory;
    private final PrintStream out;

    private LatencyBySize(Path directory, PrintStream out) {
        this.directory = directory;
        this.out = out;
    }

    /**
     * What is kept.
     *
     * @param runtime the JVM's version
     * @param cpuModel the processor
     * @param measured when
     * @param series the curves
     */
    private record Kept(String runtime, String cpuModel, String measured, List<Series> series) {
        boolean isOf(HostFingerprint host) {
            return host.runtimeVersion().equals(runtime) && host.cpuModel().equals(cpuModel);
        }
    }

    /**
     * The section of a report.
     *
     * @param largest up to how many entries to measure, some minutes for 10,000,000; 0 to take what
     *     an earlier run on this host has left
     * @param directory where JMH's own output is left
     * @param out is told how far it is
     */
    public static Section section(int largest, Path directory, PrintStream out) {
        HostFingerprint host = HostFingerprint.current();
        if (largest > 0) {
            List<Series> series = new LatencyBySize(directory, out).measure(largest);
            keep(new Kept(
                    host.runtimeVersion(),
                    host.cpuModel(),
                    Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                    series));
            return plot("Means of untimed dependent lookups in memory.", series);
        }
        return kept().filter(kept -> kept.isOf(host))
                .map(kept -> plot(
                        "Means of untimed dependent lookups in memory; measured by an earlier run,"
                                + " at " + kept.measured() + ".",
                        kept.series()))
                .orElseGet(() -> plot(
                        "mvn -Pselect -Dselect.thorough and mvn -Pgate -Dgate.sizes measure it.",
                        List.of()));
    }

    private static Section plot(String note, List<Series> series) {
        return new Section.Plot(Section.Kind.ENTRIES, TITLE, note, series);
    }

    private List<Series> measure(int largest) {
        List<Series> series = new ArrayList<>();
        for (Backend backend : StateStores.backends()) {
            if (backend.isAvailable() && MemoryFactories.knows(backend.name())) {
                series.add(measure(backend.name(), largest, Workload.GET_REF));
            }
        }
        if (!series.isEmpty()) {
            series.add(measure(series.get(0).name(), largest, Workload.CHASE));
        }
        return series;
    }

    private Series measure(String backend, int largest, Workload workload) {
        List<Point> points = new ArrayList<>();
        Subject subject = new Subject(workload, backend, Medium.MEMORY);
        for (long entries = SMALLEST; entries <= largest; entries *= STEP) {
            SelectSettings settings = new SelectSettings(false, (int) entries, 0, directory);
            Figures figures = new Figures();
            figures.add(
                    Mode.AverageTime,
                    new ForkedRun(settings, ForkShape.BRIEF).measure(subject, Mode.AverageTime));
            points.add(new Point(entries, figures.medianOfAverages()));
            out.printf(
                    Locale.ROOT,
                    "[by size] %s, %s, %,d entries: %.0f ns%n",
                    workload.title(),
                    backend,
                    entries,
                    figures.medianOfAverages());
            out.flush();
        }
        return new Series(workload == Workload.CHASE ? workload.title() : backend, points);
    }

    private static void keep(Kept kept) {
        try {
            Files.createDirectories(KEPT.toAbsolutePath().getParent());
            Files.writeString(KEPT, new Gson().toJson(kept));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file that another version wrote is as good as none. */
    private static Optional<Kept> kept() {
        if (!Files.exists(KEPT)) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(new Gson().fromJson(Files.readString(KEPT), Kept.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JsonParseException e) {
            throw new IllegalStateException(
                    "path=" + KEPT.toAbsolutePath() + " is damaged; delete it", e);
        }
    }
}
