package io.cairn.perf.bars;

import io.cairn.perf.Medium;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A row: a figure and its limit.
 *
 * @param name what it is called
 * @param scope what has to be measured for it
 * @param pick of which backend the figure is
 * @param figure what is taken of a fork's readings; no number where the fork did not measure it
 * @param limit what it is held against
 */
record Bar(String name, Scope scope, Pick pick, ToDoubleFunction<Readings> figure, Limit limit) {
    /**
     * Which forks a figure comes from.
     *
     * @param phase what they have to measure; null if every fork does that
     * @param medium where their stores are; null for both, of which the larger figure counts
     */
    record Scope(@Nullable Phase phase, @Nullable Medium medium) {
        /** Whether a fork of {@code medium} is wanted for it. */
        boolean wants(Medium candidate) {
            return medium == null || medium == candidate;
        }
    }

    /** Whose figure counts. */
    enum Pick {
        /** That of the best backend. */
        BEST,
        /** That of the worst: each has to keep the limit. */
        EACH,
        /** The slowest as a multiple of the best, of the same round. */
        SPREAD
    }
}
