package io.cairn.perf.bars;

import io.cairn.perf.Medium;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** All that was measured, and medians over rounds. */
final class Observations {
    private final List<Observation> all = new ArrayList<>();

    void add(Observation observation) {
        all.add(observation);
    }

    /** Returns the lanes, in the order in which they were first seen. */
    List<Lane> lanes() {
        return all.stream().map(Observation::lane).distinct().toList();
    }

    /** Returns the sizes of the stores, rising. */
    List<Integer> sizes() {
        return all.stream().map(Observation::entries).distinct().sorted().toList();
    }

    /** Returns the operations with a mean time, of stores of that size and medium. */
    List<String> timedOperations(Medium medium, int entries) {
        return all.stream()
                .filter(one -> one.medium() == medium && one.entries() == entries)
                .flatMap(one -> one.readings().timedOperations().stream())
                .distinct()
                .toList();
    }

    /**
     * Returns the median over rounds of a figure.
     *
     * @param lane on which backend and Java
     * @param medium where the store was; null for the larger figure of both
     * @param entries the store's size
     * @param figure taken of each fork's readings; no number where it was not measured
     * @return the median; no number if no round measured it
     */
    double median(
            Lane lane, @Nullable Medium medium, int entries, ToDoubleFunction<Readings> figure) {
        if (medium == null) {
            double inMemory = median(lane, Medium.MEMORY, entries, figure);
            double onFile = median(lane, Medium.FILE, entries, figure);
            return Double.isNaN(inMemory) || onFile > inMemory ? onFile : inMemory;
        }
        return median(byRound(lane, medium, entries, figure).values());
    }

    /**
     * Returns the median over rounds of the ratio of one lane's figure to another's of the same
     * round; no number if no round measured both.
     */
    double medianRatio(
            Lane lane, Lane base, Medium medium, int entries, ToDoubleFunction<Readings> figure) {
        Map<Integer, Double> figures = byRound(lane, medium, entries, figure);
        Map<Integer, Double> bases = byRound(base, medium, entries, figure);
        figures.keySet().retainAll(bases.keySet());
        figures.replaceAll((round, value) -> value / bases.getOrDefault(round, Double.NaN));
        return median(figures.values());
    }

    /** Returns the sum of all rounds' histograms of a name; empty if there is none. */
    Histogram histogram(Lane lane, Medium medium, int entries, String name) {
        Histogram sum = Turns.newHistogram();
        all.stream()
                .filter(one -> matches(one, lane, medium, entries))
                .flatMap(one -> one.readings().histograms(name).stream())
                .forEach(sum::add);
        return sum;
    }

    private Map<Integer, Double> byRound(
            Lane lane, Medium medium, int entries, ToDoubleFunction<Readings> figure) {
        Map<Integer, Double> figures = new LinkedHashMap<>();
        for (Observation one : all) {
            double value = figure.applyAsDouble(one.readings());
            if (matches(one, lane, medium, entries) && !Double.isNaN(value)) {
                figures.put(one.round(), value);
            }
        }
        return figures;
    }

    private static boolean matches(Observation one, Lane lane, Medium medium, int entries) {
        return one.lane().equals(lane) && one.medium() == medium && one.entries() == entries;
    }

    private static double median(Iterable<Double> figures) {
        List<Double> list = new ArrayList<>();
        figures.forEach(list::add);
        double[] sorted = list.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
