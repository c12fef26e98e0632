package io.cairn.perf;

import io.cairn.perf.report.HostFacts;
import io.cairn.perf.report.Report;
import io.cairn.perf.report.Report.Fact;
import io.cairn.perf.report.Section;
import io.cairn.perf.report.Series;
import io.cairn.spi.HostFingerprint;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The page of a selection.
 *
 * @param settings of the run
 * @param measurements what it measured
 */
record SelectReport(SelectSettings settings, Measurements measurements) {
    /** How to read the table. */
    static final List<String> NOTE = List.of(
            "Nanoseconds an operation. Percentiles, and means marked *, are of single timed operations and include the"
                    + " timer's own time;",
            "other means are of untimed ones. p99/floor compares with the lowest floor in the"
                    + " same place. +/- is the measured error.");

    private static final int LARGEST = 10_000_000;

    /** Makes the page; a thorough run measures lookups by size first, which takes minutes. */
    Report of(Choice choice, HostFingerprint host, PrintStream out) {
        List<Fact> facts = new ArrayList<>(HostFacts.of(host));
        facts.add(new Fact("Entries", String.format(Locale.ROOT, "%,d", settings.entries())));
        facts.add(new Fact(
                "Key and value", Dataset.KEY_BYTES + " and " + Dataset.VALUE_BYTES + " bytes"));
        facts.add(new Fact("Thorough", settings.thorough() ? "yes" : "no"));
        return new Report(
                "select",
                "Cairn: choice of a backend",
                facts,
                List.of(
                        new Section.Verdict(
                                "Choice: " + choice.candidate().backend(),
                                Section.Mood.GOOD,
                                choice.reason()),
                        new Section.Table(
                                "Operations",
                                String.join(" ", NOTE),
                                ResultTable.HEADINGS,
                                ResultTable.rows(measurements)),
                        curves("Lookups in memory, one by one", Medium.MEMORY),
                        curves("Lookups on file, one by one", Medium.FILE),
                        LatencyBySize.section(
                                settings.thorough() ? LARGEST : 0, settings.directory(), out)));
    }

    private Section curves(String title, Medium medium) {
        List<Series> series = new ArrayList<>();
        measurements.all().forEach((subject, figures) -> {
            if (subject.medium() == medium && figures.hasSamples() && isShown(subject)) {
                series.add(Series.ofPercentiles(name(subject), figures::percentile));
            }
        });
        return new Section.Plot(
                Section.Kind.PERCENTILES,
                title,
                "Single dependent getRef calls beside the floor of two dependent reads on the same"
                        + " backend; the timer's own time is included.",
                series);
    }

    private static boolean isShown(Subject subject) {
        return subject.workload() == Workload.GET_REF || subject.workload() == Workload.FLOOR;
    }

    private static String name(Subject subject) {
        return subject.workload() == Workload.FLOOR
                ? "floor, " + subject.backend()
                : subject.backend();
    }
}
