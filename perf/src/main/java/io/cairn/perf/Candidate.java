package io.cairn.perf;

/**
 * A backend with the figures by which it is graded: those of its lookups in memory or on file,
 * whichever are worse, since one choice serves both.
 *
 * @param backend the backend's name
 * @param median the median of a lookup
 * @param p99 the 99th percentile of a lookup
 */
record Candidate(String backend, Estimate median, Estimate p99) {
    /** How the backend stands to the target. */
    Grade grade() {
        return Grade.of(median.value(), p99.value());
    }

    /**
     * Whether the measured error is too large to tell this backend from another: their 99th
     * percentiles are within it, and so are their medians where those part their grades.
     */
    boolean tiesWith(Candidate other) {
        boolean mediansPartThem = grade() != other.grade()
                && (grade() == Grade.MISSES || other.grade() == Grade.MISSES);
        return p99.isWithinErrorOf(other.p99)
                && (!mediansPartThem || median.isWithinErrorOf(other.median));
    }
}
