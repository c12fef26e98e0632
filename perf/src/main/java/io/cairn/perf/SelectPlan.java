package io.cairn.perf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.openjdk.jmh.annotations.Mode;

/**
 * What is measured in which order. Within a group the backends take turns, so that a drift of the
 * machine hits all of them alike, and each round another one begins.
 *
 * @param backends the backends to measure, in the built-in order, at least one
 * @param thorough whether every round measures everything, on both media, and not just what the
 *     choice depends on
 */
record SelectPlan(List<String> backends, boolean thorough) {
    /**
     * Subjects that are measured one after the other to be compared.
     *
     * @param workload what they do
     * @param medium where
     * @param mode how it is timed
     * @param subjects one for each backend that takes part
     */
    record Group(Workload workload, Medium medium, Mode mode, List<Subject> subjects) {}

    /** What every round measures: all that the choice depends on. Rounds are numbered from 1. */
    List<Group> core(int round) {
        List<Group> groups = new ArrayList<>();
        for (Medium medium : Medium.values()) {
            groups.add(group(Workload.FLOOR, medium, Mode.SampleTime, round));
            groups.add(group(Workload.GET_REF, medium, Mode.SampleTime, round));
        }
        return groups;
    }

    /** What a round measures beside that, as far as time allows, the most telling first. */
    List<Group> context(int round) {
        List<Group> groups = new ArrayList<>();
        boolean complete = round == 1 || thorough;
        if (complete) {
            groups.add(group(Workload.TIMER, Medium.MEMORY, Mode.SampleTime, round));
        }
        groups.add(group(Workload.TREE_MAP, Medium.MEMORY, Mode.AverageTime, round));
        groups.add(group(Workload.GET_REF, Medium.MEMORY, Mode.AverageTime, round));
        groups.add(group(Workload.GET_REF, Medium.FILE, Mode.AverageTime, round));
        if (complete) {
            groups.add(group(Workload.CHASE, Medium.MEMORY, Mode.AverageTime, round));
            addOtherOperations(groups, round);
        }
        return groups;
    }

    private void addOtherOperations(List<Group> groups, int round) {
        for (Workload workload : List.of(
                Workload.SCAN,
                Workload.OVERWRITE,
                Workload.INSERT,
                Workload.GET_MISSING,
                Workload.CONTAINS)) {
            groups.add(group(workload, Medium.MEMORY, Mode.SampleTime, round));
        }
        groups.add(group(Workload.OVERWRITE, Medium.FILE, Mode.SampleTime, round));
        groups.add(group(Workload.INSERT, Medium.FILE, Mode.SampleTime, round));
        if (thorough) {
            groups.add(group(Workload.SCAN, Medium.FILE, Mode.SampleTime, round));
            groups.add(group(Workload.GET_MISSING, Medium.FILE, Mode.SampleTime, round));
            groups.add(group(Workload.CONTAINS, Medium.FILE, Mode.SampleTime, round));
            groups.add(group(Workload.FLOOR, Medium.MEMORY, Mode.AverageTime, round));
            groups.add(group(Workload.FLOOR, Medium.FILE, Mode.AverageTime, round));
        }
    }

    private Group group(Workload workload, Medium medium, Mode mode, int round) {
        List<String> turns;
        if (workload.isPerBackend()) {
            turns = new ArrayList<>(backends);
            Collections.rotate(turns, 1 - round);
        } else {
            turns = List.of(workload.usesBackend() ? backends.get(0) : Subject.NO_BACKEND);
        }
        return new Group(
                workload,
                medium,
                mode,
                turns.stream()
                        .map(backend -> new Subject(workload, backend, medium))
                        .toList());
    }
}
