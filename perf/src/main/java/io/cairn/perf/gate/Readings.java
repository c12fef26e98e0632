package io.cairn.perf.gate;

import io.cairn.perf.report.Series;
import io.cairn.perf.report.Series.Point;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The forks of one run that count.
 *
 * @param forks by group
 * @param disturbed how many others there were that do not count
 */
record Readings(Map<Group, List<ForkReading>> forks, int disturbed) {
    /** The ratios of every subject, one a fork, in the order of the tables. */
    Map<GateSubject, List<Ratio>> ratios() {
        Map<GateSubject, List<Ratio>> ratios = new TreeMap<>();
        forks.forEach((group, readings) -> {
            for (Operation operation : group.operations()) {
                ratios.put(
                        group.subject(operation),
                        readings.stream().map(fork -> fork.ratio(operation)).toList());
            }
        });
        return ratios;
    }

    /** The median time of a subject, in nanoseconds; NaN if no fork of it counts. */
    double nanos(GateSubject subject) {
        List<Double> nanos = new ArrayList<>();
        forks.forEach((group, readings) -> {
            if (group.subjects().contains(subject)) {
                readings.forEach(fork -> nanos.add(fork.nanos(subject.operation())));
            }
        });
        return nanos.isEmpty() ? Double.NaN : Samples.median(nanos);
    }

    /** The percentile curve of each group's lookups: medians over the forks. */
    List<Series> percentiles() {
        List<Series> curves = new ArrayList<>();
        forks.forEach((group, readings) -> curves.add(new Series(group.title(), curve(readings))));
        return curves;
    }

    private static List<Point> curve(List<ForkReading> readings) {
        if (readings.isEmpty()) {
            return List.of();
        }
        List<Point> curve = new ArrayList<>();
        for (int at = 0; at < readings.get(0).percentiles().size(); at++) {
            int point = at;
            List<Double> nanos = readings.stream()
                    .map(fork -> fork.percentiles().get(point).nanos())
                    .toList();
            curve.add(new Point(readings.get(0).percentiles().get(at).x(), Samples.median(nanos)));
        }
        return curve;
    }
}
