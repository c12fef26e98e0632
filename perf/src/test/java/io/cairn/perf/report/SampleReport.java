package io.cairn.perf.report;

import io.cairn.perf.report.Report.Fact;
import io.cairn.perf.report.Section.Kind;
import io.cairn.perf.report.Section.Lines;
import io.cairn.perf.report.Section.Plot;
import io.cairn.perf.report.Section.Table;
import io.cairn.perf.report.Section.Verdict;
import io.cairn.perf.report.Series.Point;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report with made-up figures of a realistic size: as many curves and columns as a run has. */
final class SampleReport {
    static final List<String> HEADINGS = List.of(
            "workload",
            "where",
            "backend",
            "mean",
            "+/-",
            "p50",
            "p99",
            "p99.9",
            "p99.99",
            "ratio");

    private static final List<String> BACKENDS = List.of("ffm", "chronicle", "bytebuffer");
    private static final List<String> PEERS = List.of(
            "RocksDB JNI", "LMDB", "H2 MVStore", "MapDB", "TreeMap", "ConcurrentSkipListMap");

    private SampleReport() {}

    static Report report() {
        return new Report(
                "sample",
                "Cairn: a sample of every section",
                List.of(
                        new Fact("Processor", "AMD EPYC 9654 96-Core Processor"),
                        new Fact("Processors", "2"),
                        new Fact("JVM", "OpenJDK 64-Bit Server VM 25.0.3+9-LTS"),
                        new Fact("System", "Linux amd64"),
                        new Fact("Entries", "1,000,000"),
                        new Fact("Written", "2026-11-22T20:00:00Z")),
                List.of(
                        new Verdict(
                                "Gate failed", Section.Mood.BAD, "1 of 11 operations is slower."),
                        new Verdict("All bars are cleared", Section.Mood.GOOD, "24 ok, 0 short."),
                        new Table("Operations", "Nanoseconds an operation.", HEADINGS, rows()),
                        new Plot(
                                Kind.PERCENTILES,
                                "Lookups one by one",
                                "Timer included.",
                                percentiles(BACKENDS)),
                        new Plot(
                                Kind.ENTRIES,
                                "Lookup time by number of entries",
                                "Means of untimed lookups.",
                                bySize(BACKENDS, 40)),
                        new Plot(Kind.PERCENTILES, "Peers", "", percentiles(PEERS)),
                        new Plot(
                                Kind.ENTRIES, "Peers by number of entries", "", bySize(PEERS, 200)),
                        new Plot(
                                Kind.ENTRIES,
                                "Left out",
                                "Asked for with -Dgate.sizes.",
                                List.of()),
                        new Lines(
                                "Bars",
                                List.of(
                                        "bar: getRef.memory.1000000 limit=2.30 measured=2.21 ok",
                                        "bar: getRef.file.10000000 limit=2.30 measured=2.48 short",
                                        "bars: 23 ok, 1 short"))));
    }

    private static List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        for (String workload : List.of("getRef", "getRef, absent", "put, overwriting", "scan")) {
            int base = 300 + 37 * rows.size();
            for (String backend : BACKENDS) {
                rows.add(List.of(
                        workload,
                        "memory",
                        backend,
                        base + "*",
                        "12",
                        "" + (base - 9),
                        "" + base * 2,
                        String.format(Locale.ROOT, "%,d", base * 12),
                        String.format(Locale.ROOT, "%,d", base * 170),
                        "2.21"));
            }
        }
        return rows;
    }

    private static List<Series> percentiles(List<String> names) {
        List<Series> series = new ArrayList<>();
        for (String name : names) {
            double scale = 300 * (1 + 0.35 * series.size());
            series.add(Series.ofPercentiles(
                    name,
                    rank -> scale * (1 + rank / 200 + 0.02 * Math.pow(1 - rank / 100, -0.9))));
        }
        return series;
    }

    private static List<Series> bySize(List<String> names, double fastest) {
        List<Series> series = new ArrayList<>();
        for (String name : names) {
            List<Point> points = new ArrayList<>();
            for (double entries = 1e3; entries <= 1e7; entries *= 10) {
                double misses = Math.max(0, Math.log10(entries) - 3.7);
                points.add(new Point(
                        entries, fastest * (1 + 0.3 * series.size()) * (1 + 2.4 * misses)));
            }
            series.add(new Series(name, points));
        }
        return series;
    }
}
