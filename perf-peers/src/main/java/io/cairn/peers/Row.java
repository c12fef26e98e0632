package io.cairn.peers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.HdrHistogram.Histogram;

/** All that was measured of one workload on one store, over all rounds. Times are nanoseconds. */
final class Row {
    private final Peer peer;
    private final List<Double> means = new ArrayList<>();
    private final Histogram samples = LoopTimer.newHistogram();

    Row(Peer peer) {
        this.peer = peer;
    }

    /** Whose figures these are. */
    Peer peer() {
        return peer;
    }

    /** Adds what one more JVM measured. */
    void add(Reading reading) {
        means.add(reading.mean());
        samples.add(reading.histogram());
    }

    /** The mean of the rounds' means. */
    double mean() {
        return means.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /** Half of what lies between the rounds' means; 0 of one round. */
    double spread() {
        return (Collections.max(means) - Collections.min(means)) / 2;
    }

    /** Whether single operations were timed. */
    boolean hasSamples() {
        return samples.getTotalCount() > 0;
    }

    /** How many single operations were timed. */
    long sampleCount() {
        return samples.getTotalCount();
    }

    /** A percentile of the single timed operations. */
    double percentile(double rank) {
        return samples.getValueAtPercentile(rank);
    }
}
