/**
 * The two indexes, both in {@link io.cairn.engine.memory.Memory} and without a Java object per
 * entry: {@link io.cairn.engine.index.PointIndex}, a hash table that finds a key's record in two
 * cache misses, and {@link io.cairn.engine.index.OrderIndex}, a B+tree that serves scans, seeks and
 * snapshots. {@link io.cairn.engine.index.IndexFile} saves and loads both.
 *
 * <p>Priorities, in order: exactly the live keys, in exactly their order; no operation whose work
 * grows with the number of entries; few cache misses; little memory.
 *
 * <p>Threads: the owner changes both. A {@link io.cairn.engine.index.TreeCursor} over a pinned root
 * may run on another thread, since nodes that a snapshot can reach are never changed.
 */
@NullMarked
package io.cairn.engine.index;

import org.jspecify.annotations.NullMarked;
