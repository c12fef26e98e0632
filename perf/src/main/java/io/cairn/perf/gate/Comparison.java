package io.cairn.perf.gate;

import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * How much slower than the baseline a subject is: a factor, 1 for equal, and the interval that it
 * lies in. Each of the two bounds holds with {@link #CONFIDENCE}, by Welch's t test on the
 * logarithms of the forks' ratios: the two sides may scatter differently.
 *
 * @param slowdown the estimate
 * @param lower it is at least this
 * @param upper it is at most this
 */
record Comparison(double slowdown, double lower, double upper) {
    /** How sure each bound is. */
    static final double CONFIDENCE = 0.99;
    /** What a slowdown has to exceed to count: a tenth of the time. */
    static final double MARGIN = 1.10;

    /** Forks never agree better than that; if a few do, by luck, it proves nothing. */
    private static final double LEAST_DEVIATION = 0.01;
    /** An outlier is this many (scaled) median deviations away from the median ... */
    private static final double OUTLIER_DEVIATIONS = 3.5;
    /** ... and at least that far, on the logarithmic scale. */
    private static final double OUTLIER_DISTANCE = 0.07;
    /** Of so many forks one may be left out as an outlier. */
    private static final int FORKS_AN_OUTLIER = 5;

    private static final double MEDIAN_DEVIATION_SCALE = 1.4826;

    /**
     * Compares two lists of logarithms of ratios.
     *
     * @param before the baseline's, at least 2
     * @param now this run's, at least 2
     */
    static Comparison of(List<Double> before, List<Double> now) {
        List<Double> first = withoutOutliers(before);
        List<Double> second = withoutOutliers(now);
        double firstError = squaredError(first);
        double secondError = squaredError(second);
        double difference = Samples.mean(second) - Samples.mean(first);
        double width = quantile(firstError, first.size(), secondError, second.size())
                * Math.sqrt(firstError + secondError);
        return new Comparison(
                Math.exp(difference), Math.exp(difference - width), Math.exp(difference + width));
    }

    private static double squaredError(List<Double> logs) {
        double deviation = Math.max(LEAST_DEVIATION, Samples.deviation(logs));
        return deviation * deviation / logs.size();
    }

    /** Student's t for the degrees of freedom that Welch and Satterthwaite give. */
    private static double quantile(double oneError, int one, double otherError, int other) {
        double both = oneError + otherError;
        double degrees = both
                * both
                / (oneError * oneError / (one - 1) + otherError * otherError / (other - 1));
        return new TDistribution(degrees).inverseCumulativeProbability(CONFIDENCE);
    }

    /**
     * Leaves out forks that lie far from the others, the farthest first and at most one in five: a
     * fork whose JVM had bad luck throughout.
     */
    static List<Double> withoutOutliers(List<Double> logs) {
        if (logs.size() < 2) {
            throw new IllegalArgumentException(
                    "forks=" + logs.size() + ": at least 2 are needed to compare");
        }
        double median = Samples.median(logs);
        double deviation = MEDIAN_DEVIATION_SCALE
                * Samples.median(
                        logs.stream().map(log -> Math.abs(log - median)).toList());
        double far = Math.max(OUTLIER_DISTANCE, OUTLIER_DEVIATIONS * deviation);
        List<Double> nearestFirst = logs.stream()
                .sorted((one, other) ->
                        Double.compare(Math.abs(one - median), Math.abs(other - median)))
                .toList();
        int least = logs.size() - logs.size() / FORKS_AN_OUTLIER;
        int kept = least;
        while (kept < logs.size() && Math.abs(nearestFirst.get(kept) - median) <= far) {
            kept++;
        }
        return nearestFirst.subList(0, kept);
    }

    /** Whether it seems slower by more than the margin: enough to measure it again. */
    boolean isSuspect() {
        return slowdown > MARGIN;
    }

    /** Whether it surely is slower by more than the margin. */
    boolean isSlower() {
        return lower > MARGIN;
    }

    /** Whether it surely is faster by more than the margin. */
    boolean isFaster() {
        return upper < 1 / MARGIN;
    }
}
