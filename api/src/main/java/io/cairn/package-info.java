/**
 * Cairn, an embedded, ordered key-value state store for stream processors.
 *
 * <p>Start at {@link io.cairn.StateStores}, which finds a memory backend and opens a
 * {@link io.cairn.StateStore}. {@link io.cairn.TypedStateStore} puts objects on top through
 * {@link io.cairn.Codec}s.
 *
 * <p>Priorities, in order: what was put is never lost or wrong; no call crashes the JVM, however it
 * is misused; no operation's time depends on how much is stored, unless it says so; a lookup costs
 * as little as the memory allows; reading, overwriting and scanning allocate nothing.
 *
 * <p><b>Threads.</b> A store, its views and its cursors have one owner at a time. Handing them to
 * another thread is fine where the hand-over is itself safe (a queue, a lock, a thread's start).
 * Two threads at once is an error that is detected on a best-effort basis and reported with
 * {@link java.util.ConcurrentModificationException}. A {@link io.cairn.Snapshot} may be read from
 * any one other thread while the owner goes on writing.
 *
 * <p><b>Nullness.</b> No parameter and no result may be null unless it is marked
 * {@link org.jspecify.annotations.Nullable}; a null argument is a
 * {@link java.lang.NullPointerException} that names the parameter.
 *
 * <p><b>Errors.</b> What the environment does to a store is a {@link io.cairn.StateStoreException};
 * what a caller does wrong is an {@link java.lang.IllegalArgumentException},
 * {@link java.lang.IllegalStateException} or {@link java.lang.IndexOutOfBoundsException}. After any
 * of them but a failed {@code force} the store is unchanged and goes on.
 */
@NullMarked
package io.cairn;

import org.jspecify.annotations.NullMarked;
