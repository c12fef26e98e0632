package io.cairn.perf.bars;

import io.cairn.perf.Medium;
import io.cairn.perf.bars.Bar.Pick;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Makes the rows' results of what was measured. */
final class Evaluation {
    private final Observations observations;
    private final int smallest;

    /**
     * Evaluates what was measured on the Java for which the bars are set.
     *
     * @param observations what was measured
     * @param smallest the smallest size of all stores that are evaluated; snapshots have one of
     *     their own
     */
    Evaluation(Observations observations, int smallest) {
        this.observations = observations;
        this.smallest = smallest;
    }

    /** Of what was measured so far: an evaluation may be made before that. */
    private List<Lane> lanes() {
        return observations.lanes().stream().filter(Lane::isMain).toList();
    }

    /**
     * Returns the results of stores of one size; rows that were not measured are not among them.
     */
    List<BarResult> of(List<Bar> bars, int entries) {
        List<BarResult> results = new ArrayList<>();
        for (Bar bar : bars) {
            BarResult result =
                    bar.pick() == Pick.SPREAD ? spread(bar, entries) : plain(bar, entries);
            if (!Double.isNaN(result.measured())) {
                results.add(result);
                addGrowth(results, bar, result);
            }
        }
        return results;
    }

    private BarResult plain(Bar bar, int entries) {
        Map<String, Double> figures = new LinkedHashMap<>();
        double measured = Double.NaN;
        boolean wantsGreater = bar.limit().atLeast() == (bar.pick() == Pick.BEST);
        for (Lane lane : lanes()) {
            double figure = observations.median(lane, bar.scope().medium(), entries, bar.figure());
            if (!Double.isNaN(figure)) {
                figures.put(lane.label(), figure);
                boolean replaces = wantsGreater ? figure > measured : figure < measured;
                measured = Double.isNaN(measured) || replaces ? figure : measured;
            }
        }
        return new BarResult(
                bar.name(), entries, bar.limit().forEntries(entries), measured, figures);
    }

    /** The best backend is that with the lowest median; the others are compared round by round. */
    private BarResult spread(Bar bar, int entries) {
        Medium medium = Objects.requireNonNull(bar.scope().medium());
        Map<String, Double> figures = new LinkedHashMap<>();
        Map<Lane, Double> medians = new LinkedHashMap<>();
        for (Lane lane : lanes()) {
            double median = observations.median(lane, medium, entries, bar.figure());
            if (!Double.isNaN(median)) {
                medians.put(lane, median);
                figures.put(lane.label(), median);
            }
        }
        double measured = Double.NaN;
        if (medians.size() > 1) {
            Lane best = medians.entrySet().stream()
                    .min(Map.Entry.comparingByValue())
                    .orElseThrow()
                    .getKey();
            measured = medians.keySet().stream()
                    .mapToDouble(lane ->
                            observations.medianRatio(lane, best, medium, entries, bar.figure()))
                    .max()
                    .orElseThrow();
        }
        return new BarResult(bar.name(), entries, bar.limit(), measured, figures);
    }

    private void addGrowth(List<BarResult> results, Bar bar, BarResult result) {
        int base = bar.scope().phase() == Phase.SNAPSHOTS
                ? Math.min(SnapshotBars.SMALLEST, smallest)
                : smallest;
        if (!bar.limit().limitsGrowth() || result.entries() <= base) {
            return;
        }
        Medium medium = bar.scope().medium();
        Map<String, Double> figures = new LinkedHashMap<>();
        for (Lane lane : lanes()) {
            double small = observations.median(lane, medium, base, bar.figure());
            double large = observations.median(lane, medium, result.entries(), bar.figure());
            if (!Double.isNaN(small) && !Double.isNaN(large)) {
                figures.put(lane.label(), large / small);
            }
        }
        double worst =
                figures.values().stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
        if (!Double.isNaN(worst)) {
            Limit limit = Limit.atMost(bar.limit().growth(), Limit.Unit.TIMES);
            results.add(
                    new BarResult(bar.name() + ".growth", result.entries(), limit, worst, figures));
        }
    }
}
