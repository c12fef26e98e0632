package io.cairn.perf.gate;

import io.cairn.perf.Medium;

import java.util.ArrayList;
import java.util.List;

/**
 * What is measured in one fork: operations on one store. A fork always measures all of them, also
 * where one alone is in doubt: operations leave their marks on caches and compiled code.
 *
 * @param backend the store's backend
 * @param medium where the store is
 * @param operations what is done, in this order
 */
record Group(String backend, Medium medium, List<Operation> operations) {
    private static final String FIRST = "ffm";
    private static final List<String> OTHERS = List.of("chronicle", "bytebuffer");

    /** Everything for the first backend, lookup and overwrite for the others. */
    static List<Group> all() {
        List<Operation> both = List.of(Operation.GET_REF, Operation.OVERWRITE);
        List<Group> groups = new ArrayList<>();
        groups.add(new Group(FIRST, Medium.MEMORY, List.of(Operation.values())));
        groups.add(new Group(FIRST, Medium.FILE, both));
        OTHERS.forEach(backend -> groups.add(new Group(backend, Medium.MEMORY, both)));
        return groups;
    }

    /** What the group measures. */
    List<GateSubject> subjects() {
        return operations.stream().map(this::subject).toList();
    }

    /** One of its subjects. */
    GateSubject subject(Operation operation) {
        return new GateSubject(backend, medium, operation);
    }

    /** What tables and logs call it. */
    String title() {
        return backend + " " + medium.parameter();
    }
}
