package io.cairn.perf;

import io.cairn.Backend;
import io.cairn.StateStores;
import io.cairn.perf.report.ReportFile;
import io.cairn.spi.HostFingerprint;
import io.cairn.spi.Selection;
import io.cairn.spi.SelectionFile;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Measures every backend that can run here, prints the table and the choice, and writes the
 * selection file, from which {@link StateStores} takes the choice from then on. {@code mvn
 * -Pselect} runs it; {@code -Dselect.thorough} makes it take longer.
 */
public final class SelectMain {
    /** Building Cairn, which comes before, takes a share of the last minute's load itself. */
    private static final double BUSY_SHARE = 1.0;

    private final SelectSettings settings;
    private final PrintStream out;

    private SelectMain(SelectSettings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    /**
     * Runs the selection.
     *
     * @param args none
     * @throws IOException if the selection file cannot be written
     */
    public static void main(String[] args) throws IOException {
        if (args.length > 0) {
            throw new IllegalArgumentException(
                    "args=" + List.of(args) + "; give system properties, select.* instead");
        }
        new SelectMain(SelectSettings.from(System.getProperties()), System.out).run();
    }

    private void run() throws IOException {
        HostFingerprint host = HostFingerprint.current();
        introduce(host);
        List<String> backends = StateStores.backends().stream()
                .filter(Backend::isAvailable)
                .map(Backend::name)
                .filter(MemoryFactories::knows)
                .toList();
        if (backends.isEmpty()) {
            throw new IllegalStateException(
                    "no backend can run in this JVM; see the reasons above");
        }
        Measurements measurements =
                new SelectRun(new SelectPlan(backends, settings.thorough()), settings, out).run();
        List<Candidate> candidates = measurements.candidates(backends);
        Choice choice = Choice.among(candidates, measurements.floor());
        printTable(measurements);
        printChoice(choice, candidates);
        out.println("Report: "
                + ReportFile.write(new SelectReport(settings, measurements).of(choice, host, out)));
        write(new Selection(
                choice.candidate().backend(),
                host,
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                choice.reason(),
                ResultsJson.of(settings, candidates, measurements)));
    }

    private void introduce(HostFingerprint host) {
        out.printf(
                "Host: %s, %d processors, %s %s%n",
                host.cpuModel(), host.processors(), host.osName(), host.osArch());
        out.printf("JVM: %s %s%n", host.vmName(), host.runtimeVersion());
        StateStores.backends().forEach(backend -> out.printf("Backend: %s%n", backend));
        out.printf(
                Locale.ROOT,
                "Measuring %,d entries, keys of %d and values of %d bytes, for about %d s; JMH's own output is in %s%n",
                settings.entries(),
                Dataset.KEY_BYTES,
                Dataset.VALUE_BYTES,
                settings.budgetSeconds(),
                settings.directory());
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        if (load > host.processors() * BUSY_SHARE) {
            out.printf(
                    Locale.ROOT,
                    "WARNING: the host is busy (load average %.1f on %d processors): times will be longer and less"
                            + " certain than it allows. Measure again when it is idle.%n",
                    load,
                    host.processors());
        }
        out.flush();
    }

    private void printTable(Measurements measurements) {
        out.println();
        ResultTable.lines(measurements).forEach(out::println);
        out.printf("%n%s%n", String.join(System.lineSeparator(), SelectReport.NOTE));
        Figures treeMap =
                measurements.of(new Subject(Workload.TREE_MAP, Subject.NO_BACKEND, Medium.MEMORY));
        if (treeMap.hasAverages()) {
            printTimesTreeMap(measurements, treeMap.medianOfAverages());
        }
    }

    private void printTimesTreeMap(Measurements measurements, double treeMap) {
        measurements.all().forEach((subject, figures) -> {
            if (subject.workload() == Workload.GET_REF
                    && subject.medium() == Medium.MEMORY
                    && figures.hasAverages()) {
                out.printf(
                        Locale.ROOT,
                        "getRef in memory on %s is %.2f times as fast as TreeMap (medians of the means).%n",
                        subject.backend(),
                        treeMap / figures.medianOfAverages());
            }
        });
    }

    private void printChoice(Choice choice, List<Candidate> candidates) {
        out.println();
        candidates.forEach(candidate -> out.printf(
                Locale.ROOT,
                "%s %s (worse of memory and file: p50 %.0f, p99 %.0f ns)%n",
                candidate.backend(),
                candidate.grade().phrase(),
                candidate.median().value(),
                candidate.p99().value()));
        out.printf("%nChoice: %s%nBecause: %s%n", choice.candidate().backend(), choice.reason());
    }

    private void write(Selection selection) throws IOException {
        Optional<Path> file = SelectionFile.location();
        if (file.isEmpty()) {
            out.printf(
                    "The choice is not kept: there is no folder for it; name a file with -D%s=PATH%n",
                    SelectionFile.LOCATION_PROPERTY);
            return;
        }
        SelectionFile.write(file.get(), selection);
        out.printf("Written to %s, from which StateStores takes it from now on.%n", file.get());
    }
}
