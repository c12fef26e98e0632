package io.cairn.perf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The figures of all subjects, in the order in which they were first measured. */
final class Measurements {
    private final Map<Subject, Figures> figures = new LinkedHashMap<>();

    /** The figures of a subject, to add to; empty ones if it is new. */
    Figures of(Subject subject) {
        return figures.computeIfAbsent(subject, absent -> new Figures());
    }

    /** All figures. */
    Map<Subject, Figures> all() {
        return figures;
    }

    /**
     * The floor of a medium: of the backends' floors the one with the lowest 99th percentile, since
     * that is what the host allows.
     *
     * @throws IllegalStateException if it was not measured
     */
    Candidate floor(Medium medium) {
        return of(Workload.FLOOR, medium)
                .reduce((one, other) -> one.p99().value() <= other.p99().value() ? one : other)
                .orElseThrow(() ->
                        new IllegalStateException("no floor was measured on medium=" + medium));
    }

    /** The worse of the two media's floors, by each figure. */
    Candidate floor() {
        return worse(floor(Medium.MEMORY), floor(Medium.FILE));
    }

    /** The backends with the figures by which they are graded, in the order given. */
    List<Candidate> candidates(List<String> backends) {
        return backends.stream()
                .map(backend -> of(Workload.GET_REF, Medium.MEMORY, Medium.FILE)
                        .filter(candidate -> candidate.backend().equals(backend))
                        .reduce(Measurements::worse))
                .flatMap(candidate -> candidate.stream())
                .toList();
    }

    private Stream<Candidate> of(Workload workload, Medium... media) {
        List<Medium> wanted = List.of(media);
        return figures.entrySet().stream()
                .filter(entry -> entry.getKey().workload() == workload
                        && wanted.contains(entry.getKey().medium())
                        && entry.getValue().hasSamples())
                .map(entry -> new Candidate(
                        entry.getKey().backend(),
                        entry.getValue().median(),
                        entry.getValue().p99()));
    }

    private static Candidate worse(Candidate one, Candidate other) {
        return new Candidate(
                one.backend(),
                Estimate.worse(one.median(), other.median()),
                Estimate.worse(one.p99(), other.p99()));
    }
}
