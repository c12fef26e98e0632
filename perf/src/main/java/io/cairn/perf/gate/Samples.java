package io.cairn.perf.gate;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;

/** Figures of a list of numbers. */
final class Samples {
    private Samples() {}

    /** The median. */
    static double median(List<Double> numbers) {
        return statistics(numbers).getPercentile(50);
    }

    /** The distance between the quartiles, as a share of the median. */
    static double spread(List<Double> numbers) {
        DescriptiveStatistics all = statistics(numbers);
        return (all.getPercentile(75) - all.getPercentile(25)) / all.getPercentile(50);
    }

    /** The mean. */
    static double mean(List<Double> numbers) {
        return statistics(numbers).getMean();
    }

    /** The standard deviation; 0 of a single number. */
    static double deviation(List<Double> numbers) {
        return statistics(numbers).getStandardDeviation();
    }

    private static DescriptiveStatistics statistics(List<Double> numbers) {
        double[] all = numbers.stream().mapToDouble(Double::doubleValue).toArray();
        if (all.length == 0) {
            throw new IllegalArgumentException("no numbers: " + Arrays.toString(all));
        }
        return new DescriptiveStatistics(all);
    }
}
