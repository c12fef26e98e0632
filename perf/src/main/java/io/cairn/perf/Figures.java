package io.cairn.perf;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.util.ListStatistics;
import org.openjdk.jmh.util.MultisetStatistics;
import org.openjdk.jmh.util.Statistics;

/**
 * What all forks so far have measured of one subject: sampled times, and average times where those
 * were asked for.
 */
final class Figures {
    private static final double MEDIAN = 50;
    private static final double P99 = 99;

    private final MultisetStatistics samples = new MultisetStatistics();
    private final List<List<Double>> medians = new ArrayList<>();
    private final List<List<Double>> p99s = new ArrayList<>();
    private final List<List<Double>> averages = new ArrayList<>();

    /** Adds the iterations of a run, in nanoseconds. */
    void add(Mode mode, RunResult run) {
        for (BenchmarkResult fork : run.getBenchmarkResults()) {
            if (mode == Mode.SampleTime) {
                addSamples(fork);
            } else {
                averages.add(fork.getIterationResults().stream()
                        .map(iteration -> iteration.getPrimaryResult().getScore())
                        .toList());
            }
        }
    }

    private void addSamples(BenchmarkResult fork) {
        List<Double> forkMedians = new ArrayList<>();
        List<Double> forkP99s = new ArrayList<>();
        for (IterationResult iteration : fork.getIterationResults()) {
            Statistics sampled = iteration.getPrimaryResult().getStatistics();
            forkMedians.add(sampled.getPercentile(MEDIAN));
            forkP99s.add(sampled.getPercentile(P99));
            for (Iterator<Map.Entry<Double, Long>> values = sampled.getRawData();
                    values.hasNext(); ) {
                Map.Entry<Double, Long> value = values.next();
                samples.addValue(value.getKey(), value.getValue());
            }
        }
        medians.add(forkMedians);
        p99s.add(forkP99s);
    }

    /** Whether there are sampled times. */
    boolean hasSamples() {
        return samples.getN() > 0;
    }

    /**
     * Whether the mean comes from average times, which the timer has no share in, and not from
     * samples.
     */
    boolean hasAverages() {
        return !averages.isEmpty();
    }

    /** How many times were sampled. */
    long sampleCount() {
        return samples.getN();
    }

    /** A percentile of the sampled times, 0 to 100. */
    double percentile(double rank) {
        return samples.getPercentile(rank);
    }

    /** The median of the sampled times. */
    Estimate median() {
        return Estimate.of(percentile(MEDIAN), medians);
    }

    /** The 99th percentile of the sampled times. */
    Estimate p99() {
        return Estimate.of(percentile(P99), p99s);
    }

    /** The mean time: of the average times if there are any, else of the samples. */
    Estimate mean() {
        if (!hasAverages()) {
            return new Estimate(samples.getMean(), 0);
        }
        ListStatistics all = new ListStatistics();
        averages.forEach(fork -> fork.forEach(all::addValue));
        return Estimate.of(all.getMean(), averages);
    }

    /**
     * The median of the iterations' average times, which an iteration that was disturbed does not
     * move; average times must have been asked for.
     */
    double medianOfAverages() {
        ListStatistics all = new ListStatistics();
        averages.forEach(fork -> fork.forEach(all::addValue));
        return all.getPercentile(MEDIAN);
    }
}
