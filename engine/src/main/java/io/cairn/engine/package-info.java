/**
 * The one implementation of {@link io.cairn.StateStore}: {@link io.cairn.engine.EngineStores} opens
 * it over a backend's memory, the store ties log and indexes together, and what recovers, compacts
 * and snapshots it stands beside it.
 *
 * <p>Priorities, in order: a call that throws has changed nothing; what returned is never lost; the
 * hot path allocates nothing. All that can fail (room in the log, in the indexes, on the disk) is
 * asked for before anything is changed.
 *
 * <p>Threads: one owner at a time, checked on a best-effort basis; a snapshot may be read on
 * another thread.
 */
@NullMarked
package io.cairn.engine;

import org.jspecify.annotations.NullMarked;
