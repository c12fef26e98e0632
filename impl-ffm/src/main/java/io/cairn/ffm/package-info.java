/**
 * The backend on {@code java.lang.foreign}: {@link io.cairn.ffm.FfmMemory} over a
 * {@link java.lang.foreign.MemorySegment}.
 *
 * <p>Priorities, in order: the rules M1 to M5 of {@link io.cairn.engine.memory.Memory}, all of
 * which the platform itself checks here; huge pages and lazily touched pages for anonymous memory;
 * no flag.
 *
 * <p>Each memory has a shared arena of its own, so that any thread may read it and {@code close}
 * releases it at once, safe against a racing reader. Closing such an arena costs a handshake with
 * every thread (tens of microseconds): memories are meant to be few and to live long.
 *
 * <p>On Linux, anonymous memory comes from {@code mmap} with {@code madvise(MADV_HUGEPAGE)}, called
 * through the linker: it is neither zeroed by hand nor counted against
 * {@code -XX:MaxDirectMemorySize}. Where native access is denied, where the system is another one,
 * or where the call fails, it comes from {@link java.lang.foreign.Arena#allocate(long)}.
 *
 * <p>Threads: as {@link io.cairn.engine.memory.Memory} says; factory and provider have no state.
 */
@NullMarked
package io.cairn.ffm;

import org.jspecify.annotations.NullMarked;
