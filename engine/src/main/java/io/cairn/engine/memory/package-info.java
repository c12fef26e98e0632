/**
 * The seam to the memory backends: {@link io.cairn.engine.memory.Memory}, a range of bytes with
 * absolute offsets, and {@link io.cairn.engine.memory.MemoryFactory}, which makes them and touches
 * files. Tests inject faults here.
 *
 * <p>Priorities, in order: no access outside of the range and none after close, whatever a caller
 * or a race does; one virtual call an access, which HotSpot binds when a single backend is loaded;
 * nothing else. Everything above this package is written once for all backends.
 *
 * <p>Threads: an instance may be handed from thread to thread; plain reads from a second thread see
 * what a safe publication lets them see, and never crash the JVM, even when racing with close.
 */
@NullMarked
package io.cairn.engine.memory;

import org.jspecify.annotations.NullMarked;
