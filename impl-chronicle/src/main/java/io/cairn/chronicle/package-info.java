/**
 * The backend on Chronicle Bytes: {@link io.cairn.chronicle.ChronicleMemory} reads and writes
 * addresses through Chronicle's {@code UnsafeMemory}, and large anonymous memory comes from
 * Chronicle's {@code PosixAPI}, with huge pages.
 *
 * <p>Priorities, in order: the rules M1 to M5 of {@link io.cairn.engine.memory.Memory}, of which
 * nothing below this package checks any; speed; no flag, and nothing of Chronicle's machinery
 * beyond these two classes, so no call home, no {@code system.properties}, no thread.
 *
 * <p>Files are mapped by the JDK, because Chronicle's own mapping needs {@code --add-opens}. A race
 * with {@code close} cannot be detected at an address, so the bytes are released when the memory is
 * unreachable; {@link io.cairn.engine.memory.ReleaseBacklog} sees to it that they do not pile up.
 *
 * <p>Threads: as {@link io.cairn.engine.memory.Memory} says; factory and provider are safe for any
 * thread.
 */
@NullMarked
package io.cairn.chronicle;

import org.jspecify.annotations.NullMarked;
