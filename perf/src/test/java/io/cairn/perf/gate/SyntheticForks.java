package io.cairn.perf.gate;

import io.cairn.perf.report.Series.Point;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Forks with made-up figures: each has its own luck, its passes scatter a little, and now and then
 * a pass is far off.
 */
final class SyntheticForks implements Forks {
    private static final int PASSES = 25;
    private static final double CHASE = 180;
    private static final double KERNEL = 60;

    private final Random random;
    private final Map<Operation, Double> factors = new EnumMap<>(Operation.class);
    private final Map<String, Integer> forks = new HashMap<>();
    private double luck = 0.02;
    private double host = 1;
    private int slowFork = -1;
    private int disturbedForks;
    private int slowUntilFork = Integer.MAX_VALUE;

    SyntheticForks(long seed) {
        random = new Random(seed);
    }

    /** Makes an operation slower by a factor, on all backends. */
    SyntheticForks slower(Operation operation, double factor) {
        factors.put(operation, factor);
        return this;
    }

    /** Lets the forks scatter by so much, on the logarithmic scale. */
    SyntheticForks scattering(double deviation) {
        luck = deviation;
        return this;
    }

    /** Makes the whole host slower by a factor. */
    SyntheticForks onSlowHost(double factor) {
        host = factor;
        return this;
    }

    /** Makes one fork of each group, counted from 0, three times as slow. */
    SyntheticForks withSlowFork(int number) {
        slowFork = number;
        return this;
    }

    /** Disturbs the yardsticks in the first forks of each group. */
    SyntheticForks disturbed(int count) {
        disturbedForks = count;
        return this;
    }

    /** Ends the slowness of {@link #slower} after so many forks of a group. */
    SyntheticForks slowerOnlyUntil(int fork) {
        slowUntilFork = fork;
        return this;
    }

    /** How many forks a group had. */
    int count(Group group) {
        return forks.getOrDefault(group.title(), 0);
    }

    @Override
    public ForkReading measure(Group group) {
        int number = count(group);
        forks.put(group.title(), number + 1);
        double scatter = number < disturbedForks ? 0.8 : 0.03;
        Map<Operation, List<Double>> operations = new EnumMap<>(Operation.class);
        for (Operation operation : group.operations()) {
            double factor = number < slowUntilFork ? factors.getOrDefault(operation, 1.0) : 1.0;
            double ofFork = number == slowFork ? 3 : 1;
            operations.put(
                    operation,
                    passes(
                            80 * operation.title().length() * factor * ofFork * deviating(luck),
                            0.03));
        }
        return new ForkReading(
                passes(CHASE, scatter),
                passes(KERNEL, scatter),
                operations,
                List.of(new Point(50, 400), new Point(99, 900)));
    }

    private List<Double> passes(double nanos, double scatter) {
        List<Double> passes = new ArrayList<>();
        for (int pass = 0; pass < PASSES; pass++) {
            double disturbance = random.nextInt(PASSES) == 0 ? 4 : 1;
            passes.add(nanos * host * deviating(scatter) * disturbance);
        }
        return passes;
    }

    private double deviating(double deviation) {
        return Math.exp(random.nextGaussian() * deviation);
    }
}
