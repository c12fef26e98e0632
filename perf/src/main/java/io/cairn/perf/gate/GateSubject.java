package io.cairn.perf.gate;

import io.cairn.perf.Medium;

import java.util.Comparator;

/**
 * What one line of the gate is about.
 *
 * @param backend on which backend
 * @param medium where the store is
 * @param operation what is done
 */
record GateSubject(String backend, Medium medium, Operation operation)
        implements Comparable<GateSubject> {
    private static final Comparator<GateSubject> ORDER = Comparator.comparing(
                    GateSubject::operation)
            .thenComparing(GateSubject::medium)
            .thenComparing(GateSubject::title);

    /** What tables and the baseline call it: {@code getRef memory ffm}. */
    String title() {
        return operation.title() + " " + medium.parameter() + " " + backend;
    }

    @Override
    public int compareTo(GateSubject other) {
        return ORDER.compare(this, other);
    }
}
