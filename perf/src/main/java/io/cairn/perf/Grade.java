package io.cairn.perf;

/** How a backend stands to the target, best first. */
enum Grade {
    /** Its 99th percentile is at or under the target. */
    MEETS_AT_P99("meets %d ns at p99"),
    /** Its median is, its 99th percentile is not. */
    MEETS_AT_MEDIAN("meets %d ns at the median"),
    /** Not even its median is. */
    MISSES("misses %d ns");

    /** What a lookup may take, in nanoseconds. */
    static final int TARGET_NANOS = 500;

    private final String phrase;

    Grade(String phrase) {
        this.phrase = phrase;
    }

    /** The grade of a median and a 99th percentile in nanoseconds. */
    static Grade of(double median, double p99) {
        if (p99 <= TARGET_NANOS) {
            return MEETS_AT_P99;
        }
        return median <= TARGET_NANOS ? MEETS_AT_MEDIAN : MISSES;
    }

    /** The grade in words, to follow a backend's name. */
    String phrase() {
        return phrase.formatted(TARGET_NANOS);
    }
}
