package io.cairn.fuzz;

import java.util.List;

/**
 * What can be fuzzed.
 *
 * @param name of its line and of its folder of seeds
 * @param type the class whose {@code fuzzerTestOneInput} is called
 * @param entry the same method
 */
record Target(String name, Class<?> type, Entry entry) {
    static final List<Target> ALL = List.of(
            new Target(DataFileFuzz.NAME, DataFileFuzz.class, DataFileFuzz::fuzzerTestOneInput),
            new Target(ImageFuzz.NAME, ImageFuzz.class, ImageFuzz::fuzzerTestOneInput),
            new Target(SnapshotFuzz.NAME, SnapshotFuzz.class, SnapshotFuzz::fuzzerTestOneInput),
            new Target(DeltaFuzz.NAME, DeltaFuzz.class, DeltaFuzz::fuzzerTestOneInput),
            new Target(JsonLinesFuzz.NAME, JsonLinesFuzz.class, JsonLinesFuzz::fuzzerTestOneInput));

    /** Takes one input. */
    @FunctionalInterface
    interface Entry {
        void run(byte[] input) throws Exception;
    }

    @Override
    public String toString() {
        return name;
    }
}
