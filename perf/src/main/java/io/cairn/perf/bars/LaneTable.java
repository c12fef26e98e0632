package io.cairn.perf.bars;

import io.cairn.perf.Medium;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The table of what each backend takes for each operation, on each Java that was measured. It
 * answers what leaving Unsafe costs: the backend chronicle, which uses Unsafe, is the base of the
 * ratios.
 *
 * <p>Times are medians over rounds, in nanoseconds an operation (of a scan: 100 entries); ratios
 * are medians of those inside of a round.
 */
final class LaneTable {
    private static final String BASE = "chronicle";

    private LaneTable() {}

    /** Returns the titles of the columns. */
    static List<String> headings(Observations observations) {
        List<String> headings = new ArrayList<>(List.of("Operation"));
        observations
                .lanes()
                .forEach(lane -> headings.add(lane.backend() + ", JDK " + lane.release()));
        return headings;
    }

    /** Returns a row for each medium and operation, of stores of one size. */
    static List<List<String>> rows(Observations observations, int entries) {
        List<List<String>> rows = new ArrayList<>();
        for (Medium medium : Medium.values()) {
            for (String operation : observations.timedOperations(medium, entries)) {
                List<String> row = new ArrayList<>(List.of(operation + ", " + medium.parameter()));
                observations
                        .lanes()
                        .forEach(lane ->
                                row.add(cell(observations, lane, medium, entries, operation)));
                rows.add(row);
            }
        }
        return rows;
    }

    /** Returns the table as lines of Markdown; none if nothing was timed. */
    static List<String> markdown(Observations observations, int entries) {
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows(observations, entries)) {
            lines.add("| " + String.join(" | ", row) + " |");
        }
        if (!lines.isEmpty()) {
            List<String> headings = headings(observations);
            lines.add(0, String.format(Locale.ROOT, "n = %,d", entries));
            lines.add(1, "");
            lines.add(2, "| " + String.join(" | ", headings) + " |");
            lines.add(3, "|" + "---|".repeat(headings.size()));
        }
        return lines;
    }

    private static String cell(
            Observations observations, Lane lane, Medium medium, int entries, String operation) {
        double nanos =
                observations.median(lane, medium, entries, readings -> readings.nanos(operation));
        if (Double.isNaN(nanos)) {
            return "-";
        }
        double ratio = observations.lanes().stream()
                .filter(base -> base.backend().equals(BASE) && base.release() == lane.release())
                .mapToDouble(base -> observations.medianRatio(
                        lane, base, medium, entries, readings -> readings.nanos(operation)))
                .findFirst()
                .orElse(Double.NaN);
        return lane.backend().equals(BASE) || Double.isNaN(ratio)
                ? String.format(Locale.ROOT, "%.0f", nanos)
                : String.format(Locale.ROOT, "%.0f (%.2f x)", nanos, ratio);
    }
}
