/**
 * YCSB's core workloads A to F over Cairn and its peers, through YCSB's own core library: it
 * chooses keys and operations, makes the fields' contents and verifies what is read.
 *
 * <p>{@link io.cairn.peers.ycsb.CairnClient} is a binding that YCSB's own client can load as well.
 * All bindings share {@link io.cairn.peers.ycsb.RecordCodec}, so that they differ in the store
 * only.
 *
 * <p>Threads: one, since a store has one owner. Errors: {@link io.cairn.peers.ycsb.YcsbMain} throws
 * an {@link java.lang.IllegalStateException} for any answer that is not as it should be.
 */
@NullMarked
package io.cairn.peers.ycsb;

import org.jspecify.annotations.NullMarked;
