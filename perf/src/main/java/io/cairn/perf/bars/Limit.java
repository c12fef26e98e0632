package io.cairn.perf.bars;

import java.util.Locale;

/**
 * What a row is held against.
 *
 * @param value the limit; no number where there is none
 * @param atLeast whether the figure must not be below it, rather than not above
 * @param unit of limit and figure
 * @param fromEntries the smallest store for which the limit is set
 * @param growth how many times the smallest store's figure a larger one's may be, as a row of its
 *     own; no number where they are not compared
 */
record Limit(double value, boolean atLeast, Unit unit, int fromEntries, double growth) {
    /** What a figure is counted in. */
    enum Unit {
        /** A ratio. */
        TIMES("%.2fx"),
        /** Nanoseconds. */
        NANOS("%.1fns"),
        /** Milliseconds. */
        MILLIS("%.1fms"),
        /** Bytes. */
        BYTES("%.2fB"),
        /** Whole things. */
        COUNT("%.0f"),
        /** Things a second. */
        PER_SECOND("%.0f/s");

        private final String format;

        Unit(String format) {
            this.format = format;
        }

        /** Writes a figure with its unit. */
        String format(double figure) {
            return String.format(Locale.ROOT, format, figure);
        }
    }

    /** The figure must not be above {@code value}. */
    static Limit atMost(double value, Unit unit) {
        return new Limit(value, false, unit, 0, Double.NaN);
    }

    /** The figure must not be below {@code value}. */
    static Limit atLeast(double value, Unit unit) {
        return new Limit(value, true, unit, 0, Double.NaN);
    }

    /** The figure is just shown. */
    static Limit none(Unit unit) {
        return new Limit(Double.NaN, false, unit, 0, Double.NaN);
    }

    /** This limit, for stores of that size and larger ones; it is no limit for smaller ones. */
    Limit from(int entries) {
        return new Limit(value, atLeast, unit, entries, growth);
    }

    /** This limit, and one of how many times the smallest store's figure a larger one's may be. */
    Limit growingAtMost(double times) {
        return new Limit(value, atLeast, unit, fromEntries, times);
    }

    /** Whether figures of stores of different sizes are compared. */
    boolean limitsGrowth() {
        return !Double.isNaN(growth);
    }

    /** This limit as it is for stores of a size. */
    Limit forEntries(int entries) {
        return entries >= fromEntries ? this : new Limit(Double.NaN, atLeast, unit, 0, growth);
    }

    /** Whether there is a limit at all. */
    boolean isSet() {
        return !Double.isNaN(value);
    }

    /** Whether a figure keeps it. */
    boolean isKeptBy(double figure) {
        return !isSet() || (atLeast ? figure >= value : figure <= value);
    }

    @Override
    public String toString() {
        return isSet() ? unit.format(value) + (atLeast ? "-or-more" : "") : "none";
    }
}
