package io.cairn.perf.report;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/**
 * One curve of a plot.
 *
 * @param name what the legend calls it
 * @param points its points, in rising order of x
 */
public record Series(String name, List<Point> points) {
    private static final double[] RANKS = {
        5, 10, 25, 50, 75, 90, 95, 98, 99, 99.5, 99.8, 99.9, 99.95, 99.98, 99.99
    };

    /**
     * Makes a curve.
     *
     * @throws IllegalArgumentException if the points are not in rising order
     */
    public Series {
        points = List.copyOf(points);
        for (int at = 1; at < points.size(); at++) {
            if (points.get(at).x() <= points.get(at - 1).x()) {
                throw new IllegalArgumentException("points of series=" + name
                        + " are not in rising order at x=" + points.get(at).x());
            }
        }
    }

    /**
     * The percentile curve of something that was sampled.
     *
     * @param name what the legend calls it
     * @param percentile gives the nanoseconds at a percentile, 0 to 100
     */
    public static Series ofPercentiles(String name, DoubleUnaryOperator percentile) {
        return new Series(
                name,
                DoubleStream.of(RANKS)
                        .mapToObj(rank -> new Point(rank, percentile.applyAsDouble(rank)))
                        .toList());
    }

    /**
     * A point of a curve.
     *
     * @param x a percentile or a number of entries, as the plot has it
     * @param nanos the time, above 0
     */
    public record Point(double x, double nanos) {
        /**
         * Makes a point.
         *
         * @throws IllegalArgumentException if a coordinate is infinite or no number, or the time
         *     not above 0, which a logarithmic axis cannot show
         */
        public Point {
            if (!Double.isFinite(x) || !Double.isFinite(nanos) || nanos <= 0) {
                throw new IllegalArgumentException("x=" + x + " nanos=" + nanos
                        + " is no point: both must be finite and nanos above 0");
            }
        }
    }
}
