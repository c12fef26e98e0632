/**
 * The bars: the figures that Cairn promises, each measured beside what it is held against.
 *
 * <p>{@link io.cairn.perf.bars.BarsMain} starts one JVM after the other, in rounds over the
 * backends; {@link io.cairn.perf.bars.ForkMain} is what runs in them. A JVM loads one backend and
 * one store, and measures all rows of that store: a lookup and the pointer chase that it is held
 * against see the same pages of memory, and take turns of a few hundred milliseconds, so that a
 * drift of the machine hits both. What a fork measures are {@link io.cairn.perf.bars.Readings};
 * {@link io.cairn.perf.bars.BarCatalogue} says which of them make which row, with which limit.
 *
 * <p>Priorities, in order: every answer is verified; a ratio is taken inside of one JVM, and the
 * median over rounds; loops are not timed singly unless a percentile is asked for; nothing is
 * allocated while a loop runs; the whole run takes some forty minutes.
 *
 * <p>Forks of their own, without such turns, are those that open a store
 * ({@link io.cairn.perf.bars.OpenCourse}), that take snapshots of one and read them
 * ({@link io.cairn.perf.bars.SnapshotCourse}), and that overwrite one for long
 * ({@link io.cairn.perf.bars.CompactionCourse}). Only in the last does a store compact itself.
 *
 * <p>One JVM for many rows means that the store's methods are compiled for all of them together, as
 * in an application, and not for each alone. Each operation's loop is a method of its own.
 *
 * <p>Threads: each fork has one, but for the reader of snapshots beside puts. Errors: a wrong
 * answer is an {@link java.lang.IllegalStateException}, which ends the fork and the run; a short
 * bar is no error.
 */
@NullMarked
package io.cairn.perf.bars;

import org.jspecify.annotations.NullMarked;
