/**
 * The gate against regressions: measures the hot operations as ratios to two yardsticks, compares
 * them with a baseline that lies in the repository, and fails if one of them got slower.
 *
 * <p>Priorities, in order: no failure from noise; a slowdown of 25 % is found; the whole run takes
 * about two minutes.
 *
 * <p>How it keeps the noise out:
 *
 * <ol>
 *   <li>A JVM that JMH forks measures operations and yardsticks in turn, in slices of about two
 *       milliseconds ({@link io.cairn.perf.gate.GateBenchmark}). What slows the host slows both. Of
 *       each pass comes one ratio, of each fork the median of its passes.
 *   <li>The yardsticks are a pointer chase, which feels the memory, and a fixed loop in the first
 *       cache, which feels the processor. An operation is held against a mixture of the two, as it
 *       is one itself ({@link io.cairn.perf.gate.Operation}).
 *   <li>A fork in which a yardstick itself was disturbed does not count, and is repeated
 *       ({@link io.cairn.perf.gate.Steadiness}).
 *   <li>The logarithms of the forks' ratios are compared with the baseline's by Welch's t interval
 *       ({@link io.cairn.perf.gate.Comparison}). Who seems slower by more than the margin is a
 *       suspect, and is measured anew; the new forks alone decide, by the interval's lower bound.
 * </ol>
 *
 * <p>{@link io.cairn.perf.gate.GateMain} runs it. Threads: one. Errors: what keeps the gate from
 * judging is an exception whose message says what to do; a slower operation is an exit code.
 */
@NullMarked
package io.cairn.perf.gate;

import org.jspecify.annotations.NullMarked;
