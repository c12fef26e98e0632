package io.cairn.conformance;

import io.cairn.engine.memory.Memory;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every way to touch a range of a memory, for the rules that hold of all of them. For one thread at
 * a time.
 */
@SuppressWarnings("ImmutableEnumChecker") // The bodies hold nothing.
public enum MemoryAccess {
    GET_BYTE(1, (memory, offset, length, room) -> memory.getByte(offset)),
    PUT_BYTE(1, (memory, offset, length, room) -> memory.putByte(offset, (byte) 1)),
    GET_UNSIGNED_SHORT(2, (memory, offset, length, room) -> memory.getUnsignedShort(offset)),
    PUT_SHORT(2, (memory, offset, length, room) -> memory.putShort(offset, 1)),
    GET_INT(4, (memory, offset, length, room) -> memory.getInt(offset)),
    PUT_INT(4, (memory, offset, length, room) -> memory.putInt(offset, 1)),
    GET_LONG(8, (memory, offset, length, room) -> memory.getLong(offset)),
    PUT_LONG(8, (memory, offset, length, room) -> memory.putLong(offset, 1)),
    GET_LONG_ACQUIRE(8, (memory, offset, length, room) -> memory.getLongAcquire(offset)),
    PUT_LONG_RELEASE(8, (memory, offset, length, room) -> memory.putLongRelease(offset, 1)),
    COPY_IN(
            0,
            (memory, offset, length, room) -> memory.copyIn(offset, room.array, 0, (int) length)),
    COPY_IN_HEAP_BUFFER(
            0, (memory, offset, length, room) -> memory.copyIn(offset, room.heap(length))),
    COPY_IN_DIRECT_BUFFER(
            0, (memory, offset, length, room) -> memory.copyIn(offset, room.direct(length))),
    COPY_OUT(
            0,
            (memory, offset, length, room) -> memory.copyOut(offset, room.array, 0, (int) length)),
    COPY_OUT_HEAP_BUFFER(
            0,
            (memory, offset, length, room) ->
                    memory.copyOut(offset, room.heap(length), (int) length)),
    COPY_OUT_DIRECT_BUFFER(
            0,
            (memory, offset, length, room) ->
                    memory.copyOut(offset, room.direct(length), (int) length)),
    COPY_FROM(0, (memory, offset, length, room) -> memory.copyTo(offset, memory, 0, length)),
    COPY_TO(0, (memory, offset, length, room) -> memory.copyTo(0, memory, offset, length)),
    FILL(0, (memory, offset, length, room) -> memory.fill(offset, length, (byte) 1)),
    COMPARE(
            0,
            (memory, offset, length, room) ->
                    memory.compare(offset, (int) length, room.array, 0, room.array.length)),
    MISMATCH(
            0,
            (memory, offset, length, room) -> memory.mismatch(offset, room.array, 0, (int) length)),
    CRC32C(0, (memory, offset, length, room) -> memory.crc32c(offset, length)),
    PREFAULT(0, (memory, offset, length, room) -> memory.prefault(offset, length)),
    FORCE(0, (memory, offset, length, room) -> memory.force(offset, length));

    /** Those that touch a fixed number of bytes. */
    static final List<MemoryAccess> NUMBERS =
            Stream.of(values()).filter(access -> access.width > 0).toList();

    /** Those that touch a range, whose length may be 0. */
    static final List<MemoryAccess> RANGES =
            Stream.of(values()).filter(access -> access.width == 0).toList();

    /**
     * Those that are given the range's length as a number: a buffer's remaining bytes are never
     * negative.
     */
    static final List<MemoryAccess> LENGTHS = RANGES.stream()
            .filter(access -> access != COPY_IN_HEAP_BUFFER && access != COPY_IN_DIRECT_BUFFER)
            .toList();

    /** Those whose length is a {@code long}. */
    static final List<MemoryAccess> LONG_LENGTHS =
            List.of(COPY_FROM, COPY_TO, FILL, CRC32C, PREFAULT, FORCE);

    /** The most bytes that there is room for. */
    static final int MAX_LENGTH = 256;

    private final int width;
    private final Body body;

    MemoryAccess(int width, Body body) {
        this.width = width;
        this.body = body;
    }

    /** Returns the bytes of a number, or 0 if it touches a range of any length. */
    int width() {
        return width;
    }

    /**
     * Does it.
     *
     * @param length at most {@link #MAX_LENGTH}; of no meaning for numbers
     */
    void run(Memory memory, long offset, long length, Room room) {
        body.run(memory, offset, length, room);
    }

    /** What the access is. */
    private interface Body {
        void run(Memory memory, long offset, long length, Room room);
    }

    /** What is copied from and to. */
    static final class Room {
        private final byte[] array = new byte[MAX_LENGTH];
        private final ByteBuffer heap = ByteBuffer.allocate(MAX_LENGTH);
        private final ByteBuffer direct = ByteBuffer.allocateDirect(MAX_LENGTH);

        private ByteBuffer heap(long length) {
            return heap.clear().limit((int) Math.max(0, Math.min(length, MAX_LENGTH)));
        }

        private ByteBuffer direct(long length) {
            return direct.clear().limit((int) Math.max(0, Math.min(length, MAX_LENGTH)));
        }
    }
}
