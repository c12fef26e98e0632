/**
 * What this host does with Cairn: JMH benchmarks of every backend, beside the floor that the host's
 * memory sets, and the choice of a backend that follows from them.
 *
 * <p>Priorities, in order: figures that can be trusted (answers are verified, each key depends on
 * the value read before it, every JVM loads one backend); drift of the machine hits all backends
 * alike (they take turns in rounds); the whole run fits in its budget of time.
 *
 * <p>{@link io.cairn.perf.SelectMain} measures and chooses, {@link io.cairn.perf.ProbeMain} shows
 * which backend a new JVM takes and why, {@link io.cairn.perf.GcMain} proves that the hot
 * operations allocate nothing. The classes named {@code ...Benchmark} can be run by JMH's own main
 * class too.
 *
 * <p>Threads: each benchmark has one; nothing here is meant for sharing. Errors: a wrong answer in
 * a benchmark is an {@link java.lang.IllegalStateException}, which fails the run.
 */
@NullMarked
package io.cairn.perf;

import org.jspecify.annotations.NullMarked;
