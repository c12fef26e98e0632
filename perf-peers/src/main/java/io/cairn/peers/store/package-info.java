/**
 * Every store that is compared, behind one small interface: {@link io.cairn.peers.store.PeerStore}.
 *
 * <p>Priorities, in order: each adapter takes the fastest way that the store's own documentation
 * gives for the task; it adds as little as possible of its own; its settings stand in its class and
 * nowhere else, and are printed beside the figures.
 *
 * <p>Threads: a store is used by the thread that opened it. Errors: what a store throws as a
 * checked exception comes out as an {@link java.lang.IllegalStateException} with that as its cause.
 */
@NullMarked
package io.cairn.peers.store;

import org.jspecify.annotations.NullMarked;
