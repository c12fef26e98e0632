package io.cairn.perf.gate;

/** Where readings come from: JVMs in earnest, made-up figures in tests. */
@FunctionalInterface
interface Forks {
    /** Measures all operations of a group in a new JVM. */
    ForkReading measure(Group group);
}
