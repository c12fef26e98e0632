package io.cairn.perf;

import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;
import org.openjdk.jmh.util.ListStatistics;

/**
 * A measured figure and how far off it may be.
 *
 * @param value the figure, in nanoseconds
 * @param error half the width of the interval around it, in nanoseconds, 0 or more
 */
record Estimate(double value, double error) {
    private static final double CONFIDENCE = 0.95;

    /**
     * Makes an estimate.
     *
     * @throws IllegalArgumentException if {@code error} is negative or no number
     */
    Estimate {
        if (!(error >= 0)) {
            throw new IllegalArgumentException("error=" + error + " must be 0 or more");
        }
    }

    /**
     * Gives a figure the error that its repetitions show: the larger of the 95 % confidence
     * interval over all iterations and half of the range of the forks' means. The latter is there
     * because iterations of one fork share that fork's luck (with its memory's pages, say), which
     * the former takes for certainty.
     *
     * @param value the figure
     * @param forks the same figure for each iteration of each fork; at least one fork, none empty
     */
    static Estimate of(double value, List<List<Double>> forks) {
        ListStatistics iterations = new ListStatistics();
        ListStatistics means = new ListStatistics();
        for (List<Double> fork : forks) {
            ListStatistics ofFork = new ListStatistics();
            fork.forEach(figure -> {
                ofFork.addValue(figure);
                iterations.addValue(figure);
            });
            means.addValue(ofFork.getMean());
        }
        double confidence = confidenceError(iterations);
        return new Estimate(value, Math.max(confidence, (means.getMax() - means.getMin()) / 2));
    }

    /** JMH's own answer begins at three figures; Student's distribution has one for two as well. */
    private static double confidenceError(ListStatistics figures) {
        double count = figures.getN();
        if (count < 2) {
            return 0;
        }
        double quantile =
                new TDistribution(count - 1).inverseCumulativeProbability((1 + CONFIDENCE) / 2);
        return quantile * figures.getStandardDeviation() / Math.sqrt(count);
    }

    /** Whether the two figures may be the same, as far as their errors tell. */
    boolean isWithinErrorOf(Estimate other) {
        return Math.abs(value - other.value) <= Math.hypot(error, other.error);
    }

    /** The larger of two figures, with its error. */
    static Estimate worse(Estimate one, Estimate other) {
        return one.value >= other.value ? one : other;
    }
}
