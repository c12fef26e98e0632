package io.cairn.fuzz;

import java.util.Map;
import java.util.TreeMap;

/** Counts what became of a target's inputs, for each backend. */
final class Tally {
    private final String target;
    private final Map<String, Map<String, Long>> counts = new TreeMap<>();

    Tally(String target) {
        this.target = target;
    }

    void count(String backend, String outcome) {
        counts.computeIfAbsent(backend, any -> new TreeMap<>()).merge(outcome, 1L, Long::sum);
    }

    /** Prints a line for each backend. */
    void print() {
        counts.forEach((backend, outcomes) -> {
            long all = outcomes.values().stream().mapToLong(Long::longValue).sum();
            StringBuilder line = new StringBuilder("[cairn] suite=fuzz target=" + target
                    + " backend=" + backend + " java=" + System.getProperty("java.version")
                    + " executions=" + all);
            outcomes.forEach((outcome, count) ->
                    line.append(' ').append(outcome).append('=').append(count));
            System.out.println(line);
        });
    }
}
