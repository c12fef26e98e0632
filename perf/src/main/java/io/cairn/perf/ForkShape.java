package io.cairn.perf;

/**
 * How long one forked JVM warms up and measures.
 *
 * @param warmups how many iterations warm up
 * @param warmupMillis how long each of them takes
 * @param iterations how many iterations are measured
 * @param iterationMillis how long each of them takes
 */
record ForkShape(int warmups, int warmupMillis, int iterations, int iterationMillis) {
    /** Shorter still, for what neither the choice nor the target depends on. */
    static final ForkShape GLANCE = new ForkShape(1, 300, 3, 250);
    /** Short, for many forks in little time. */
    static final ForkShape BRIEF = new ForkShape(2, 250, 3, 350);
    /** Long enough for the last of JIT's changes of mind and for rare events. */
    static final ForkShape THOROUGH = new ForkShape(5, 500, 5, 1000);
}
