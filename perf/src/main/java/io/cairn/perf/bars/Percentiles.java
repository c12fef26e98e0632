package io.cairn.perf.bars;

import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** The percentiles of single times that rows show, and their names. */
final class Percentiles {
    /** Ends the name of the median. */
    static final String P50 = ".p50";
    /** Ends the name of what one in a hundred exceeds. */
    static final String P99 = ".p99";
    /** Ends the name of what one in a thousand exceeds. */
    static final String P999 = ".p999";
    /** Ends the name of what one in ten thousand exceeds. */
    static final String P9999 = ".p9999";
    /** Ends the name of what none exceeds. */
    static final String LONGEST = ".longest";

    private static final Map<String, Double> RANKS = new LinkedHashMap<>();

    static {
        RANKS.put(P50, 50.0);
        RANKS.put(P99, 99.0);
        RANKS.put(P999, 99.9);
        RANKS.put(P9999, 99.99);
        RANKS.put(LONGEST, 100.0);
    }

    private Percentiles() {}

    /** Keeps each percentile as a reading, in nanoseconds, and the whole histogram. */
    static void put(Readings readings, String name, Histogram histogram) {
        RANKS.forEach((ending, rank) ->
                readings.put(name + ending, histogram.getValueAtPercentile(rank)));
        readings.put(name, histogram);
    }
}
