package io.cairn.perf.bars;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What came of a row for stores of one size.
 *
 * @param name the row's name
 * @param entries the stores' size
 * @param limit what it is held against
 * @param measured the figure
 * @param figures the backends' own, by their labels; of a spread, nanoseconds
 */
record BarResult(
        String name, int entries, Limit limit, double measured, Map<String, Double> figures) {
    /** From here on, decimals say nothing. */
    private static final double MANY = 100;

    /** Whether the limit is kept. */
    boolean isOk() {
        return limit.isKeptBy(measured);
    }

    /** The line to print: {@code bar:} where there is a limit, {@code row:} where there is none. */
    String line() {
        String figure = limit.unit().format(measured);
        return limit.isSet()
                ? String.format(
                        Locale.ROOT,
                        "bar: %s n=%d limit=%s measured=%s %s",
                        name,
                        entries,
                        limit,
                        figure,
                        isOk() ? "ok" : "short")
                : String.format(Locale.ROOT, "row: %s n=%d measured=%s", name, entries, figure);
    }

    /** The backends' figures in one line. */
    String details() {
        return figures.entrySet().stream()
                .map(one -> one.getKey() + " " + rounded(one.getValue()))
                .collect(Collectors.joining(", ", "     ", ""));
    }

    private static String rounded(double figure) {
        return String.format(Locale.ROOT, figure < MANY ? "%.2f" : "%.0f", figure);
    }
}
