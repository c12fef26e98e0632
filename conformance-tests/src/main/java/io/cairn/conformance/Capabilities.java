package io.cairn.conformance;

import java.util.List;

/**
 * What a backend declares that it can do. Tests of what it cannot do are reported as skipped.
 *
 * @param persistent whether stores can be opened on a file
 * @param durable whether such a file is a real one in Cairn's format, which other processes see:
 *     needed for the tests that kill processes, damage files and exchange them
 * @param offHeap whether entries take no room on the Java heap
 * @param jvmArguments arguments that the JVM needs for this backend, for the processes that tests
 *     start
 */
public record Capabilities(
        boolean persistent, boolean durable, boolean offHeap, List<String> jvmArguments) {
    /** Everything, without any JVM argument. */
    public static final Capabilities ALL = new Capabilities(true, true, true, List.of());

    /** Copies the list. */
    public Capabilities {
        jvmArguments = List.copyOf(jvmArguments);
    }

    /**
     * Returns these capabilities with other JVM arguments.
     *
     * @param arguments such as {@code --add-opens=java.base/java.nio=ALL-UNNAMED}
     */
    public Capabilities withJvmArguments(String... arguments) {
        return new Capabilities(persistent, durable, offHeap, List.of(arguments));
    }
}
