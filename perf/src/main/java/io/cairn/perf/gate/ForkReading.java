package io.cairn.perf.gate;

import io.cairn.perf.report.Series.Point;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What the passes of one fork measured, in nanoseconds an operation.
 *
 * @param chase the chase, pass by pass
 * @param kernel the kernel, pass by pass
 * @param operations each operation, pass by pass
 * @param percentiles percentiles of single lookups: medians over the passes
 */
record ForkReading(
        List<Double> chase,
        List<Double> kernel,
        Map<Operation, List<Double>> operations,
        List<Point> percentiles) {
    /** Makes a reading; it must have a pass, and all lists must have the same length. */
    ForkReading {
        operations = new EnumMap<>(operations);
        for (List<Double> passes : operations.values()) {
            if (chase.isEmpty() || passes.size() != chase.size() || kernel.size() != chase.size()) {
                throw new IllegalArgumentException("passes=" + passes.size() + " of an operation, "
                        + chase.size() + " of the chase, " + kernel.size() + " of the kernel");
            }
        }
    }

    /** The median ratios of an operation to the two yardsticks, each taken within a pass. */
    Ratio ratio(Operation operation) {
        List<Double> passes = passes(operation);
        return new Ratio(logOfMedian(passes, chase), logOfMedian(passes, kernel));
    }

    /** The median of an operation, in nanoseconds. */
    double nanos(Operation operation) {
        return Samples.median(passes(operation));
    }

    private List<Double> passes(Operation operation) {
        List<Double> passes = operations.get(operation);
        if (passes == null) {
            throw new IllegalArgumentException("operation=" + operation + " was not measured");
        }
        return passes;
    }

    private static double logOfMedian(List<Double> times, List<Double> yardstick) {
        List<Double> ratios = new ArrayList<>();
        for (int pass = 0; pass < times.size(); pass++) {
            ratios.add(times.get(pass) / yardstick.get(pass));
        }
        return Math.log(Samples.median(ratios));
    }
}
