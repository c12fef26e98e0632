package io.cairn.perf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Puts the measurements into a table of plain text, one row a subject, in nanoseconds. */
final class ResultTable {
    /** What the columns are called. */
    static final List<String> HEADINGS = List.of(
            "workload",
            "where",
            "backend",
            "mean",
            "+/-",
            "p50",
            "p99",
            "+/-",
            "p99.9",
            "p99.99",
            "p99/floor");

    private static final int TEXT_COLUMNS = 3;
    private static final String NONE = "-";

    private ResultTable() {}

    /** The table's lines. */
    static List<String> lines(Measurements measurements) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        rows.addAll(rows(measurements));
        int[] widths = widths(rows);
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    /** The table's rows, without the headings. */
    static List<List<String>> rows(Measurements measurements) {
        return measurements.all().entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<Subject, Figures> entry) ->
                                entry.getKey().workload())
                        .thenComparing(entry -> entry.getKey().medium()))
                .map(entry -> row(entry.getKey(), entry.getValue(), measurements))
                .toList();
    }

    private static List<String> row(Subject subject, Figures figures, Measurements measurements) {
        Estimate mean = figures.mean();
        List<String> cells = new ArrayList<>(List.of(
                subject.workload().title(),
                subject.workload().usesBackend() ? subject.medium().parameter() : NONE,
                subject.backend(),
                nanos(mean.value()) + (figures.hasAverages() ? "" : "*"),
                figures.hasAverages() ? nanos(mean.error()) : NONE));
        if (figures.hasSamples()) {
            cells.add(nanos(figures.median().value()));
            cells.add(nanos(figures.p99().value()));
            cells.add(nanos(figures.p99().error()));
            cells.add(nanos(figures.percentile(99.9)));
            cells.add(nanos(figures.percentile(99.99)));
            cells.add(
                    subject.workload().usesBackend()
                            ? timesFloor(subject.medium(), figures, measurements)
                            : NONE);
        } else {
            cells.addAll(List.of(NONE, NONE, NONE, NONE, NONE, NONE));
        }
        return cells;
    }

    private static String timesFloor(Medium medium, Figures figures, Measurements measurements) {
        double floor = measurements.floor(medium).p99().value();
        return String.format(Locale.ROOT, "%.2f", figures.p99().value() / floor);
    }

    private static String nanos(double nanos) {
        return String.format(Locale.ROOT, "%.0f", nanos);
    }

    private static int[] widths(List<List<String>> rows) {
        int[] widths = new int[HEADINGS.size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return widths;
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String alignment = column < TEXT_COLUMNS ? "-" : "";
            line.append(String.format(
                    Locale.ROOT, "%" + alignment + widths[column] + "s  ", row.get(column)));
        }
        return line.toString().stripTrailing();
    }
}
