/**
 * The backend on direct and mapped byte buffers: {@link io.cairn.bytebuffer.ByteBufferMemory}. It
 * runs everywhere, and needs nothing.
 *
 * <p>Priorities, in order: the rules M1 to M5 of {@link io.cairn.engine.memory.Memory}; stores
 * larger than {@code -XX:MaxDirectMemorySize}, which is small where the heap is; speed of reads.
 *
 * <p>The platform offers no safe way to unmap a buffer, so a closed memory drops its buffer, and
 * the garbage collector releases the bytes; {@link io.cairn.engine.memory.ReleaseBacklog} sees to
 * it that they do not pile up.
 *
 * <p>Anonymous memory is a direct buffer while direct memory is plentiful, and else a mapped
 * temporary file that has lost its name, in {@code /dev/shm} if there is room, whose blocks are
 * taken before it is used. Where Java 22 or newer has native access enabled, large memory comes
 * from {@code mmap} instead, in huge pages.
 *
 * <p>Threads: as {@link io.cairn.engine.memory.Memory} says; factory and provider are safe for any
 * thread.
 */
@NullMarked
package io.cairn.bytebuffer;

import org.jspecify.annotations.NullMarked;
