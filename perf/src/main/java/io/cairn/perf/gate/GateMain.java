package io.cairn.perf.gate;

import io.cairn.perf.LatencyBySize;
import io.cairn.perf.report.HostFacts;
import io.cairn.perf.report.Report;
import io.cairn.perf.report.Report.Fact;
import io.cairn.perf.report.ReportFile;
import io.cairn.perf.report.Section;
import io.cairn.spi.HostFingerprint;

import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Runs the gate: {@code mvn -Pgate}. Ends with 0 if nothing got slower than the baseline, 1 if
 * something did, 2 if it could not be judged. On a host that the baseline does not know it prints
 * the figures and ends with 0, unless {@code gate.strict} is given.
 */
public final class GateMain {
    private static final String FAILED = "Gate failed";
    private static final String NOT_JUDGED = "Gate not judged";

    private final GateSettings settings;
    private final HostKey host;
    private final Gate gate;
    private final PrintStream out;

    GateMain(GateSettings settings, HostKey host, Forks forks, PrintStream out) {
        this.settings = settings;
        this.host = host;
        this.gate = new Gate(Group.all(), forks, out);
        this.out = out;
    }

    /**
     * Runs the gate and ends the process with its exit code.
     *
     * @param args none
     */
    public static void main(String[] args) {
        System.exit(codeOf(args).code());
    }

    private static ExitCode codeOf(String[] args) {
        try {
            if (args.length > 0) {
                throw new GateException("args=" + List.of(args) + "; give properties, gate.*");
            }
            GateSettings settings = GateSettings.from(System.getProperties());
            return new GateMain(settings, HostKey.current(), new JmhForks(settings), System.out)
                    .run();
        } catch (GateException e) {
            System.err.println("The gate cannot judge: " + e.getMessage());
            return ExitCode.NOT_JUDGED;
        } catch (RuntimeException e) {
            System.err.println("The gate broke off: " + e.getMessage());
            e.printStackTrace();
            return ExitCode.NOT_JUDGED;
        }
    }

    /** Measures, and judges or updates the baseline. */
    ExitCode run() {
        List<HostBaseline> baselines = BaselineFile.read(settings.baseline());
        introduce();
        Readings first = gate.measure(settings.rounds());
        if (settings.update() != GateSettings.Update.NONE) {
            return update(baselines, first);
        }
        Optional<HostBaseline> baseline = baselines.stream()
                .filter(one -> one.isComparableTo(host, settings.entries()))
                .findFirst();
        return baseline.map(one -> judge(one, first)).orElseGet(() -> showOnly(baselines, first));
    }

    private void introduce() {
        out.printf(
                Locale.ROOT,
                "Gate on %s: %,d entries, %d rounds; JMH's own output is in %s%n",
                host,
                settings.entries(),
                settings.rounds(),
                settings.directory());
        if (!settings.slow().isEmpty()) {
            out.printf("Slowed down on purpose: %s=%s%n", Slowdown.PROPERTY, settings.slow());
        }
        out.flush();
    }

    private ExitCode judge(HostBaseline baseline, Readings first) {
        List<Outcome> outcomes = gate.judge(baseline, first, settings.rounds());
        ExitCode code = codeOf(outcomes);
        print(first, outcomes);
        String summary = GateText.summary(outcomes, first);
        List<String> lines = GateText.lines(outcomes);
        lines.forEach(out::println);
        out.println("Gate " + summary + " Baseline of " + baseline.recorded() + ".");
        report(titleOf(code, outcomes), summary, first, outcomes);
        return code;
    }

    private ExitCode codeOf(List<Outcome> outcomes) {
        if (GateText.count(outcomes, Outcome.Kind.SLOWER) > 0) {
            return ExitCode.SLOWER;
        }
        boolean complete = GateText.count(outcomes, Outcome.Kind.NOT_COMPARED) == 0
                && GateText.count(outcomes, Outcome.Kind.UNDECIDED) == 0;
        return complete || !settings.strict() ? ExitCode.PASSED : ExitCode.NOT_JUDGED;
    }

    private ExitCode showOnly(List<HostBaseline> baselines, Readings first) {
        String known = baselines.isEmpty()
                ? "none"
                : String.join(
                        "; ",
                        baselines.stream()
                                .map(one -> one.host() + ", entries=" + one.entries())
                                .toList());
        String summary = "not compared: " + settings.baseline().getFileName()
                + " has no baseline of this host (" + host + ", entries=" + settings.entries()
                + "), known: " + known + "; mvn -Pgate -Dgate.update writes one.";
        print(first, List.of());
        out.println("Gate " + summary);
        report(NOT_JUDGED, summary, first, List.of());
        return settings.strict() ? ExitCode.NOT_JUDGED : ExitCode.PASSED;
    }

    private ExitCode update(List<HostBaseline> baselines, Readings first) {
        HostBaseline now = HostBaseline.of(
                host,
                settings.entries(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                first);
        List<String> missing = now.ratios().entrySet().stream()
                .filter(entry -> entry.getValue().size() < settings.rounds())
                .map(entry -> entry.getKey())
                .toList();
        if (!missing.isEmpty()) {
            throw new GateException("the host is too busy for a baseline: too few forks count of "
                    + missing + "; the file stays as it was");
        }
        List<HostBaseline> all = new ArrayList<>();
        HostBaseline merged = now;
        for (HostBaseline other : baselines) {
            if (!other.host().equals(host)) {
                all.add(other);
            } else if (settings.update() == GateSettings.Update.ADD
                    && other.entries() == settings.entries()) {
                merged = other.plus(now);
            }
        }
        all.add(merged);
        BaselineFile.write(settings.baseline(), all);
        print(first, List.of());
        String summary = "baseline of " + host + " written to " + settings.baseline();
        out.println("Gate: " + summary);
        report("New baseline", summary, first, List.of());
        return ExitCode.PASSED;
    }

    private void print(Readings first, List<Outcome> outcomes) {
        out.println();
        GateText.table(GateText.rows(first, outcomes)).forEach(out::println);
        out.println();
    }

    private static String titleOf(ExitCode code, List<Outcome> outcomes) {
        if (code == ExitCode.SLOWER) {
            return FAILED;
        }
        boolean nothing = GateText.count(outcomes, Outcome.Kind.NOT_COMPARED) == outcomes.size();
        return nothing ? NOT_JUDGED : "Gate passed";
    }

    private static Section.Mood moodOf(String title) {
        return switch (title) {
            case FAILED -> Section.Mood.BAD;
            case NOT_JUDGED -> Section.Mood.OPEN;
            default -> Section.Mood.GOOD;
        };
    }

    private void report(String title, String summary, Readings first, List<Outcome> outcomes) {
        List<Fact> facts = new ArrayList<>(HostFacts.of(HostFingerprint.current()));
        facts.add(new Fact("Entries", String.format(Locale.ROOT, "%,d", settings.entries())));
        facts.add(new Fact("Rounds", String.valueOf(settings.rounds())));
        if (!settings.slow().isEmpty()) {
            facts.add(new Fact("Slowed down on purpose", settings.slow()));
        }
        List<Section> sections = new ArrayList<>();
        sections.add(new Section.Verdict(title, moodOf(title), summary));
        sections.add(new Section.Table(
                "Operations",
                "Nanoseconds and ratios to the two yardsticks are medians over the forks of the"
                        + " first rounds. Slowdown compares with the baseline; each bound holds with"
                        + " 99 % confidence. A suspect shows what it was when measured again.",
                GateText.HEADINGS,
                GateText.rows(first, outcomes)));
        sections.add(new Section.Plot(
                Section.Kind.PERCENTILES,
                "Lookups one by one",
                "Single dependent getRef calls, timer included; medians over passes and forks.",
                first.percentiles()));
        sections.add(LatencyBySize.section(settings.largestSize(), settings.directory(), out));
        if (!outcomes.isEmpty() && !GateText.lines(outcomes).isEmpty()) {
            sections.add(new Section.Lines("What the gate says", GateText.lines(outcomes)));
        }
        Report report = new Report("gate", "Cairn: regression gate", facts, sections);
        out.println("Report: " + ReportFile.write(report, settings.reports()));
    }
}
