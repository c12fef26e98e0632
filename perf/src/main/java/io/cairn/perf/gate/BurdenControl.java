package io.cairn.perf.gate;

/**
 * Finds how much extra work slows one operation down by the share that is wanted: watches it alone
 * at first, then under a first guess, then corrects that, all in the passes that warm up. A
 * processor hides part of the work behind a wait for memory, so the line through the last two
 * observations tells the next guess.
 */
final class BurdenControl {
    /** Passes that only let the JIT compile. */
    private static final int IDLE_PASSES = 12;
    /** Passes of which each stage takes the fastest, which nothing else disturbed. */
    private static final int STAGE_PASSES = 5;
    /** All passes that it needs before its burden is right. */
    static final int PASSES = IDLE_PASSES + 4 * STAGE_PASSES;

    private static final double FIRST_GUESS_NANOS_A_PAIR = 2.5;

    private final double share;
    private int passes;
    private double fastest = Double.POSITIVE_INFINITY;
    private double unburdened;
    private double pairs;
    private double lastPairs;
    private double lastSlowed;

    BurdenControl(double share) {
        this.share = share;
    }

    /** How many pairs of steps each operation has to carry in the next pass. */
    int pairs() {
        return (int) Math.round(pairs);
    }

    /** Takes note of a pass, in which an operation took {@code nanos}. */
    void observe(double nanos) {
        passes++;
        if (share == 0 || passes <= IDLE_PASSES || passes > PASSES) {
            return;
        }
        fastest = Math.min(fastest, nanos);
        if ((passes - IDLE_PASSES) % STAGE_PASSES == 0) {
            endStage(fastest);
            fastest = Double.POSITIVE_INFINITY;
        }
    }

    private void endStage(double nanos) {
        if (unburdened == 0) {
            unburdened = nanos;
            pairs = Math.max(1, share * nanos / FIRST_GUESS_NANOS_A_PAIR);
            return;
        }
        double slowed = nanos - unburdened;
        double next = nextPairs(share * unburdened, slowed);
        lastSlowed = slowed;
        lastPairs = pairs;
        pairs = Math.min(Math.max(next, pairs / 3), pairs * 3);
    }

    /** Two points that lie close together tell no slope: then the last one alone is scaled. */
    private double nextPairs(double wanted, double slowed) {
        double slope = (slowed - lastSlowed) / (pairs - lastPairs);
        if (Math.abs(pairs - lastPairs) > pairs / 10 && slope > 0) {
            return pairs + (wanted - slowed) / slope;
        }
        return slowed > 0 ? pairs * wanted / slowed : 2 * pairs;
    }
}
