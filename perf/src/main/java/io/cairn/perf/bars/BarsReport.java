package io.cairn.perf.bars;

import io.cairn.perf.Medium;
import io.cairn.perf.report.HostFacts;
import io.cairn.perf.report.Report;
import io.cairn.perf.report.Section;
import io.cairn.perf.report.Section.Kind;
import io.cairn.perf.report.Section.Lines;
import io.cairn.perf.report.Section.Plot;
import io.cairn.perf.report.Section.Table;
import io.cairn.perf.report.Section.Verdict;
import io.cairn.perf.report.Series;
import io.cairn.perf.report.Series.Point;
import io.cairn.spi.HostFingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** The page that shows a run: verdict, latency against size, percentile curves, all rows. */
final class BarsReport {
    private static final Map<String, String> SAMPLED = new TreeMap<>(Map.of(
            "get", "getRef",
            "overwrite", "put of a present key",
            "insert", "put of a new key, while the store is loaded",
            "snapshot.time", "snapshot()",
            "snapshot.put.alone", "put without a snapshot",
            "snapshot.put.open", "put while a snapshot is open",
            "snapshot.put.serialising", "put while a snapshot is serialised",
            "compaction.steps.put", "put of a store that compacts itself in steps",
            "compaction.whole.put", "put of a store that is compacted whole",
            "compaction.none.put", "put of a store that is not compacted"));

    private static final int MOST_NAMED = 8;

    private final List<BarResult> results;
    private final Observations observations;

    private BarsReport(List<BarResult> results, Observations observations) {
        this.results = results;
        this.observations = observations;
    }

    /** Makes the page of a run. */
    static Report of(List<BarResult> results, Observations observations) {
        BarsReport report = new BarsReport(results, observations);
        List<Section> sections = new ArrayList<>();
        sections.add(report.verdict());
        sections.add(report.latencyBySize());
        List<Integer> sizes =
                results.stream().map(BarResult::entries).distinct().sorted().toList();
        sizes.forEach(entries -> sections.add(report.rows(entries)));
        report.addCurves(sections);
        sizes.forEach(entries -> sections.add(report.operations(entries)));
        sections.add(new Lines("Lines", results.stream().map(BarResult::line).toList()));
        return new Report(
                "bars", "Cairn: the bars", HostFacts.of(HostFingerprint.current()), sections);
    }

    private Verdict verdict() {
        long limits = results.stream().filter(one -> one.limit().isSet()).count();
        List<String> tooShort = results.stream()
                .filter(one -> !one.isOk())
                .map(one -> one.name() + " at n = " + number(one.entries()))
                .toList();
        if (tooShort.isEmpty()) {
            return new Verdict("All bars ok", Section.Mood.GOOD, limits + " bars are ok.");
        }
        int more = Math.max(0, tooShort.size() - MOST_NAMED);
        String named = String.join(", ", tooShort.subList(0, tooShort.size() - more));
        return new Verdict(
                tooShort.size() + " of " + limits + " bars are short",
                Section.Mood.BAD,
                named + (more > 0 ? " and " + more + " more; see the tables." : "."));
    }

    private Plot latencyBySize() {
        List<Series> series = new ArrayList<>();
        for (Lane lane : observations.lanes()) {
            series.add(bySize(lane, "getRef, " + lane.label(), "reads.get"));
        }
        observations.lanes().stream()
                .limit(1)
                .forEach(lane -> series.add(bySize(lane, "pointer chase", "reads.chase")));
        return new Plot(
                Kind.ENTRIES,
                "Lookup against size, in memory",
                "Means of untimed loops; each key depends on the value read before. The chase is one"
                        + " dependent read in as much memory.",
                series);
    }

    private Series bySize(Lane lane, String name, String operation) {
        List<Point> points = new ArrayList<>();
        for (int entries : observations.sizes()) {
            double nanos = observations.median(
                    lane, Medium.MEMORY, entries, readings -> readings.nanos(operation));
            if (nanos > 0) {
                points.add(new Point(entries, nanos));
            }
        }
        return new Series(name, points);
    }

    private void addCurves(List<Section> sections) {
        for (int entries : results.stream().map(BarResult::entries).distinct().toList()) {
            for (Medium medium : Medium.values()) {
                SAMPLED.forEach((name, title) -> {
                    Plot plot = curve(entries, medium, name, title);
                    if (!plot.series().isEmpty()) {
                        sections.add(plot);
                    }
                });
            }
        }
    }

    private Plot curve(int entries, Medium medium, String name, String title) {
        List<Series> series = new ArrayList<>();
        for (Lane lane : observations.lanes()) {
            Histogram histogram = observations.histogram(lane, medium, entries, name);
            if (histogram.getTotalCount() > 0) {
                // A clock of coarse steps can show 0, which no logarithmic axis has.
                series.add(Series.ofPercentiles(
                        lane.label(), rank -> Math.max(1, histogram.getValueAtPercentile(rank))));
            }
        }
        return new Plot(
                Kind.PERCENTILES,
                title + ", n = " + number(entries) + ", " + medium.parameter(),
                "Single operations, each timed, with the timer's own share.",
                series);
    }

    private Table rows(int entries) {
        List<List<String>> rows = results.stream()
                .filter(one -> one.entries() == entries)
                .map(BarsReport::cells)
                .toList();
        return new Table(
                "Rows, n = " + number(entries),
                "The best backend's figure, or the worst's where each has to keep the limit; medians over"
                        + " rounds. Rows called backends compare the slowest with the best.",
                List.of("Row", "Measured", "Verdict", "Limit", "Backends"),
                rows);
    }

    private static List<String> cells(BarResult result) {
        return List.of(
                result.name(),
                result.limit().unit().format(result.measured()),
                !result.limit().isSet() ? "" : result.isOk() ? "ok" : "short",
                result.limit().toString(),
                result.details().strip());
    }

    private Table operations(int entries) {
        return new Table(
                "Nanoseconds an operation, n = " + number(entries),
                "Medians over rounds; of a scan, of 100 entries. In brackets, multiples of chronicle on the"
                        + " same Java, taken inside of a round.",
                LaneTable.headings(observations),
                LaneTable.rows(observations, entries));
    }

    private static String number(int entries) {
        return String.format(Locale.ROOT, "%,d", entries);
    }
}
