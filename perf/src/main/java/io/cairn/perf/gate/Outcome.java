package io.cairn.perf.gate;

import org.jspecify.annotations.Nullable;

/**
 * What the gate says of one subject.
 *
 * @param subject which one
 * @param first against the baseline, from the first rounds; null if they cannot be compared
 * @param second against the baseline, from fresh rounds; null if it was not measured again
 */
record Outcome(
        GateSubject subject,
        @Nullable Comparison first,
        @Nullable Comparison second) {
    /** What follows from the comparisons. */
    enum Kind {
        /** As fast as the baseline, within the margin. */
        SAME("same"),
        /** It seemed slower, and was not when it was measured again. */
        CLEARED("same, measured again"),
        /** Faster by more than the margin. */
        FASTER("faster"),
        /** Slower by more than the margin, twice. */
        SLOWER("SLOWER"),
        /** It seemed slower, but too few fresh forks count to say so. */
        UNDECIDED("undecided"),
        /** The baseline does not have it, or too few forks count. */
        NOT_COMPARED("not compared");

        private final String phrase;

        Kind(String phrase) {
            this.phrase = phrase;
        }

        /** In words. */
        String phrase() {
            return phrase;
        }
    }

    /** What follows; a suspect that was not measured again is undecided. */
    Kind kind() {
        if (first == null) {
            return Kind.NOT_COMPARED;
        }
        if (!first.isSuspect()) {
            return first.isFaster() ? Kind.FASTER : Kind.SAME;
        }
        if (second == null) {
            return Kind.UNDECIDED;
        }
        return second.isSlower() ? Kind.SLOWER : Kind.CLEARED;
    }

    /** The comparison that decided; null if there is none. */
    @Nullable
    Comparison decisive() {
        return second == null ? first : second;
    }
}
