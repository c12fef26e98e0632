package io.cairn.peers;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** The times of single operations, by the operation's name. */
public final class LatencyLog {
    private final Map<String, Histogram> histograms = new TreeMap<>();
    private final Map<String, Long> totals = new TreeMap<>();

    /** Starts empty. */
    public LatencyLog() {}

    /**
     * Adds a time.
     *
     * @param operation what was done
     * @param nanos how long it took
     */
    public void record(String operation, long nanos) {
        LoopTimer.record(
                histograms.computeIfAbsent(operation, name -> LoopTimer.newHistogram()), nanos);
        totals.merge(operation, nanos, Long::sum);
    }

    /**
     * {@return the readings, in the order of the operations' names}
     *
     * @param prefix how the readings' names begin
     */
    public Map<String, Reading> readings(String prefix) {
        Map<String, Reading> readings = new LinkedHashMap<>();
        histograms.forEach((operation, histogram) -> {
            double total = totals.getOrDefault(operation, 0L);
            readings.put(
                    prefix + operation, Reading.of(total / histogram.getTotalCount(), histogram));
        });
        return readings;
    }
}
