package io.cairn.peers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The table of one workload, one row a store, those in memory before those on file.
 *
 * @param title the heading
 * @param headings one for each column
 * @param rows rows of as many cells
 */
record PeerTable(String title, List<String> headings, List<List<String>> rows) {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double[] RANKS = {50, 90, 99, 99.9, 99.99};
    private static final int TEXT_COLUMNS = 2;
    private static final String NONE = "-";

    /** The table of operations, in nanoseconds each. */
    static PeerTable ofOperations(Results results, String workload, String title) {
        List<String> headings = List.of(
                "store",
                "where",
                "mean",
                "+/-",
                "p50",
                "p90",
                "p99",
                "p99.9",
                "p99.99",
                "per second",
                "x Cairn");
        return new PeerTable(
                title + " [ns]",
                headings,
                sorted(results, workload).stream()
                        .map(row -> operationCells(results, workload, row))
                        .toList());
    }

    /** The table of something that is done once, in milliseconds. */
    static PeerTable ofSingles(Results results, String workload, String title) {
        List<List<String>> rows = sorted(results, workload).stream()
                .map(row -> List.of(
                        row.peer().name(),
                        row.peer().medium().parameter(),
                        format("%.1f", row.mean() / NANOS_PER_MILLI),
                        format("%.1f", row.spread() / NANOS_PER_MILLI),
                        ratio(results, workload, row)))
                .toList();
        return new PeerTable(
                title + " [ms]", List.of("store", "where", "mean", "+/-", "x Cairn"), rows);
    }

    private static List<Row> sorted(Results results, String workload) {
        return results.rows(workload).stream()
                .sorted(Comparator.comparing(row -> row.peer().medium()))
                .toList();
    }

    private static List<String> operationCells(Results results, String workload, Row row) {
        List<String> cells = new ArrayList<>();
        cells.add(row.peer().name());
        cells.add(row.peer().medium().parameter());
        cells.add(format("%.0f", row.mean()));
        cells.add(format("%.0f", row.spread()));
        for (double rank : RANKS) {
            cells.add(row.hasSamples() ? format("%.0f", row.percentile(rank)) : NONE);
        }
        cells.add(format("%.0f", NANOS_PER_SECOND / row.mean()));
        cells.add(ratio(results, workload, row));
        return cells;
    }

    private static String ratio(Results results, String workload, Row row) {
        Double times = results.timesCairn(workload, row);
        return times == null ? NONE : format("%.2f", times);
    }

    private static String format(String pattern, double number) {
        return String.format(Locale.ROOT, pattern, number);
    }

    /** The table as lines of plain text. */
    List<String> lines() {
        List<List<String>> all = new ArrayList<>();
        all.add(headings);
        all.addAll(rows);
        List<String> lines = new ArrayList<>();
        lines.add(title);
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int at = column;
                int width = all.stream()
                        .mapToInt(cells -> cells.get(at).length())
                        .max()
                        .orElse(1);
                String alignment = column < TEXT_COLUMNS ? "-" : "";
                line.append(String.format(
                        Locale.ROOT, "%" + alignment + width + "s  ", row.get(column)));
            }
            lines.add("  " + line.toString().stripTrailing());
        }
        return lines;
    }
}
