/**
 * Cairn beside the stores that users would take instead: the same workloads, checked answers, one
 * table.
 *
 * <p>Priorities, in order: figures that can be compared (each store is measured in JVMs of its own,
 * the stores take turns in rounds, every answer is verified); each store at its best, as its own
 * documentation says ({@link io.cairn.peers.store}); it says plainly where Cairn is not ahead; the
 * whole run fits in its budget of time.
 *
 * <p>{@link io.cairn.peers.PeersMain} runs it all, {@link io.cairn.peers.ForkMain} is what a
 * measuring JVM runs, {@link io.cairn.peers.ycsb} does the same for YCSB's core workloads.
 *
 * <p>Threads: each JVM has one that works. Errors: a wrong answer is an
 * {@link java.lang.IllegalStateException}, which fails that JVM and, in the end, the run.
 */
@NullMarked
package io.cairn.peers;

import org.jspecify.annotations.NullMarked;
