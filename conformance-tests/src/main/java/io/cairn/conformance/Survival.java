package io.cairn.conformance;

import java.util.SplittableRandom;

/** Chance at a loss of power: which of the writes that were not forced survive it. */
final class Survival {
    private static final int SECTOR = 512;
    private static final int PAGE = 4096;

    private final SplittableRandom random;
    private final int unit;
    private final double share;

    private Survival(SplittableRandom random, int unit, double share) {
        this.random = random;
        this.unit = unit;
        this.share = share;
    }

    /** Nothing, everything, or a random share of the pages or of the sectors. */
    static Survival any(SplittableRandom random) {
        int unit = random.nextBoolean() ? SECTOR : PAGE;
        return switch (random.nextInt(8)) {
            case 0 -> new Survival(random, unit, 0);
            case 1 -> new Survival(random, unit, 1);
            case 2 -> new Survival(random, unit, 0.9);
            case 3 -> new Survival(random, unit, 0.1);
            default -> new Survival(random, unit, 0.5);
        };
    }

    /** Nothing but what was forced. */
    static Survival none() {
        return new Survival(new SplittableRandom(0), PAGE, 0);
    }

    /** Everything, as where the process dies and the system lives on. */
    static Survival all() {
        return new Survival(new SplittableRandom(0), PAGE, 1);
    }

    /** Tells whether the next of the writes survives. */
    boolean next() {
        return share >= 1 || random.nextDouble() < share;
    }

    /** Returns how many bytes survive or perish together. */
    int unit() {
        return unit;
    }
}
