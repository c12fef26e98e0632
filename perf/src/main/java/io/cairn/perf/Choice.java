package io.cairn.perf;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The chosen backend.
 *
 * @param candidate the backend and its figures
 * @param reason why, in a sentence or two
 */
record Choice(Candidate candidate, String reason) {
    private static final Comparator<Candidate> BEST_FIRST = Comparator.comparing(Candidate::grade)
            .thenComparingDouble(candidate -> candidate.p99().value());

    /**
     * Chooses: the best grade wins, then the lowest 99th percentile; among those that the measured
     * error cannot tell from that one, the built-in order decides.
     *
     * @param candidates what was measured, in the built-in order, at least one
     * @param floor the figures of the floor
     * @throws IllegalArgumentException if there is no candidate
     */
    static Choice among(List<Candidate> candidates, Candidate floor) {
        Candidate best = candidates.stream()
                .min(BEST_FIRST)
                .orElseThrow(() ->
                        new IllegalArgumentException("candidates=[]: no backend was measured"));
        List<Candidate> tied = candidates.stream().filter(best::tiesWith).toList();
        Candidate chosen = tied.get(0);
        return new Choice(chosen, standing(chosen, floor) + why(chosen, candidates, tied));
    }

    private static String standing(Candidate chosen, Candidate floor) {
        String floorFigures = "the floor of this host is %s at the median and %s at p99"
                .formatted(nanos(floor.median()), nanos(floor.p99()));
        return switch (chosen.grade()) {
            case MEETS_AT_P99 -> chosen.backend() + " " + chosen.grade().phrase();
            case MEETS_AT_MEDIAN ->
                chosen.backend() + " " + chosen.grade().phrase() + " (" + floorFigures + ")";
            case MISSES ->
                "No backend meets " + Grade.TARGET_NANOS + " ns, not even at the median ("
                        + floorFigures + "); " + chosen.backend() + " comes nearest";
        };
    }

    private static String why(Candidate chosen, List<Candidate> candidates, List<Candidate> tied) {
        if (candidates.size() == 1) {
            return "; it is the only backend that was measured.";
        }
        if (tied.size() == 1) {
            return "; its p99 of " + nanos(chosen.p99()) + " beats "
                    + list(candidates.stream()
                            .filter(other -> !other.equals(chosen))
                            .toList()) + ".";
        }
        return "; its p99 of " + nanos(chosen.p99()) + " is within the measured error of "
                + list(tied.stream().filter(other -> !other.equals(chosen)).toList())
                + ", so the built-in order decides.";
    }

    private static String list(List<Candidate> candidates) {
        return candidates.stream()
                .sorted(BEST_FIRST)
                .map(candidate -> candidate.backend() + " (" + nanos(candidate.p99()) + ", "
                        + candidate.grade().phrase() + ")")
                .collect(Collectors.joining(", "));
    }

    private static String nanos(Estimate estimate) {
        return String.format(Locale.ROOT, "%.0f +/- %.0f ns", estimate.value(), estimate.error());
    }
}
