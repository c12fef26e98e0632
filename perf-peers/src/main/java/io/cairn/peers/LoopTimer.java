package io.cairn.peers;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Measures a loop in three phases: warm-up, untimed steps for their mean, and single timed steps for
 * their percentiles.
 *
 * @param phaseNanos how long a phase takes, above 0; the latter two may take longer, see {@link
 *     StoreLoop#leastStepsOfPhase}
 */
record LoopTimer(long phaseNanos) {
    /** Warm-up, mean, percentiles. */
    static final int PHASES = 3;

    private static final int STEPS_BETWEEN_LOOKS_AT_THE_CLOCK = 32;
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final int DIGITS = 3;

    /** A histogram for times of up to ten minutes, in nanoseconds. */
    static Histogram newHistogram() {
        return new Histogram(1, LONGEST_NANOS, DIGITS);
    }

    /** Adds a time to a histogram of {@link #newHistogram()}. */
    static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.min(Math.max(nanos, 0), LONGEST_NANOS));
    }

    /**
     * Measures a loop and verifies it.
     *
     * @throws IllegalStateException if an answer was wrong
     */
    Reading measure(StoreLoop loop) {
        mean(loop, 0);
        double mean = mean(loop, loop.leastStepsOfPhase());
        Histogram samples = sample(loop);
        loop.verify();
        return Reading.of(mean, samples);
    }

    private double mean(StoreLoop loop, long least) {
        long most = loop.mostStepsOfPhase();
        long done = 0;
        long start = System.nanoTime();
        long elapsed = 0;
        while ((elapsed < phaseNanos || done < least) && done < most) {
            long batch = Math.min(STEPS_BETWEEN_LOOKS_AT_THE_CLOCK, most - done);
            for (long step = 0; step < batch; step++) {
                loop.step();
            }
            done += batch;
            elapsed = System.nanoTime() - start;
        }
        return (double) elapsed / done;
    }

    private Histogram sample(StoreLoop loop) {
        Histogram samples = newHistogram();
        long least = loop.leastStepsOfPhase();
        long most = loop.mostStepsOfPhase();
        long start = System.nanoTime();
        long before = start;
        for (long done = 0;
                (before - start < phaseNanos || done < least) && done < most;
                done++) {
            loop.step();
            long after = System.nanoTime();
            record(samples, after - before);
            before = System.nanoTime();
        }
        return samples;
    }
}
