package io.cairn.perf.bars;

import io.cairn.perf.Medium;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a fork is told, as the arguments of its main class.
 *
 * @param task what kind of work it does
 * @param store on which store
 * @param phases what is measured
 * @param effort how much of it
 * @param path where the readings go; beside it, for opening, the store
 */
record ForkSettings(Task task, Store store, Set<Phase> phases, Effort effort, Path path) {
    /** What kind of work a fork does. */
    enum Task {
        /** Loads a store and measures its phases. */
        MEASURE,
        /** Makes a store for others to open. */
        MAKE,
        /** Opens that store, with its image and without. */
        OPEN,
        /** Loads a store and takes snapshots of it. */
        SNAPSHOT,
        /** Loads a store on file and overwrites it for long, with compaction and without. */
        COMPACT,
        /** Tells by its exit code whether the backend can run. */
        PROBE
    }

    /**
     * A store to work on.
     *
     * @param backend the backend's name
     * @param medium where it is
     * @param entries how many entries it has
     */
    record Store(String backend, Medium medium, int entries) {}

    /**
     * How much is measured.
     *
     * @param seconds how long each loop is measured
     * @param overwrites how many times as many overwrites as entries the long run makes
     */
    record Effort(double seconds, double overwrites) {
        /** Of a fork that measures nothing. */
        static final Effort NONE = new Effort(0, 0);
    }

    private static final int FIXED = 7;

    ForkSettings {
        phases = Set.copyOf(phases);
    }

    String backend() {
        return store.backend();
    }

    Medium medium() {
        return store.medium();
    }

    int entries() {
        return store.entries();
    }

    /** How long each loop is measured. */
    double seconds() {
        return effort.seconds();
    }

    /** Whether a phase is to be measured. */
    boolean has(Phase phase) {
        return phases.contains(phase);
    }

    /** Returns the arguments from which {@link #parse} makes the settings. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of(
                task.name(),
                backend(),
                medium().parameter(),
                String.valueOf(entries()),
                String.valueOf(effort.seconds()),
                String.valueOf(effort.overwrites()),
                path.toString()));
        phases.forEach(phase -> arguments.add(phase.name()));
        return arguments;
    }

    /** Makes settings of the arguments that {@link #arguments} gave. */
    static ForkSettings parse(List<String> arguments) {
        Set<Phase> phases = EnumSet.noneOf(Phase.class);
        arguments.stream().skip(FIXED).map(Phase::valueOf).forEach(phases::add);
        Store store = new Store(
                arguments.get(1), Medium.of(arguments.get(2)), Integer.parseInt(arguments.get(3)));
        Effort effort = new Effort(
                Double.parseDouble(arguments.get(4)), Double.parseDouble(arguments.get(5)));
        return new ForkSettings(
                Task.valueOf(arguments.get(0)), store, phases, effort, Path.of(arguments.get(6)));
    }

    /** The folder of its files. */
    Path folder() {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalArgumentException("path=" + path + " is no file in a folder");
        }
        return folder;
    }

    /** The store that MAKE makes and OPEN opens. */
    Path storeToOpen() {
        return path.resolveSibling("open-" + entries() + ".cairn");
    }
}
