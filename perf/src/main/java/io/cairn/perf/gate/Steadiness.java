package io.cairn.perf.gate;

import java.util.Locale;
import java.util.Optional;

/**
 * Tells whether a fork counts. The yardsticks are the same work in every pass: where their times
 * scatter, something else was running, and the ratios say nothing. The rule: the distance between
 * the quartiles of a yardstick's passes is at most a fixed share of their median.
 */
final class Steadiness {
    /** For the chase, which shares caches and memory with neighbours. */
    static final double CHASE_SPREAD = 0.30;
    /** For the kernel. */
    static final double KERNEL_SPREAD = 0.20;

    private Steadiness() {}

    /** Why a fork does not count; empty if it does. */
    static Optional<String> disturbance(ForkReading reading) {
        double chase = Samples.spread(reading.chase());
        double kernel = Samples.spread(reading.kernel());
        if (chase > CHASE_SPREAD) {
            return Optional.of(phrase("chase", chase, CHASE_SPREAD));
        }
        return kernel > KERNEL_SPREAD
                ? Optional.of(phrase("kernel", kernel, KERNEL_SPREAD))
                : Optional.empty();
    }

    private static String phrase(String yardstick, double spread, double limit) {
        return String.format(
                Locale.ROOT,
                "disturbed: the quartiles of the %s are %.0f %% apart, limit %.0f %%",
                yardstick,
                spread * 100,
                limit * 100);
    }
}
