package io.cairn.perf;

/**
 * Where a store lives while it is measured; the names are the values of the benchmarks' parameter
 * {@code medium}.
 */
public enum Medium {
    /** In anonymous memory. */
    MEMORY,
    /** On a memory-mapped file. */
    FILE;

    /** The name as a benchmark's parameter has it. */
    public String parameter() {
        return this == MEMORY ? "memory" : "file";
    }

    /**
     * The medium of a parameter's value.
     *
     * @throws IllegalArgumentException if it is neither {@code memory} nor {@code file}
     */
    public static Medium of(String parameter) {
        for (Medium medium : values()) {
            if (medium.parameter().equals(parameter)) {
                return medium;
            }
        }
        throw new IllegalArgumentException(
                "medium=" + parameter + " is unknown; give memory or file");
    }
}
