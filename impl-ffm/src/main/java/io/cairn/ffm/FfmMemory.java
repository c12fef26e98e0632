package io.cairn.ffm;

import io.cairn.engine.memory.BufferChecksum;
import io.cairn.engine.memory.Memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/** Memory over a native or mapped segment, whose own checks keep M1 and M2. */
final class FfmMemory extends Memory {
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ORDER);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ORDER);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ORDER);
    private static final VarHandle ALIGNED_LONG =
            ValueLayout.JAVA_LONG.withOrder(ORDER).varHandle();
    private static final VarHandle ARRAY_INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ORDER);
    private static final VarHandle ARRAY_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ORDER);

    private final Arena arena;
    private final MemorySegment segment;

    /**
     * The same bytes, for what only byte buffers can do without garbage; its position and limit
     * never move.
     */
    private final ByteBuffer buffer;

    private final BufferChecksum checksum = new BufferChecksum();

    /** Takes over {@code arena}, which holds {@code segment}. */
    FfmMemory(Arena arena, MemorySegment segment) {
        this.arena = arena;
        this.segment = segment;
        this.buffer = segment.asByteBuffer();
    }

    @Override
    public long size() {
        return segment.byteSize();
    }

    @Override
    public byte getByte(long offset) {
        return segment.get(BYTE, offset);
    }

    @Override
    public void putByte(long offset, byte value) {
        segment.set(BYTE, offset, value);
    }

    @Override
    public int getUnsignedShort(long offset) {
        return Short.toUnsignedInt(segment.get(SHORT, offset));
    }

    @Override
    public void putShort(long offset, int value) {
        segment.set(SHORT, offset, (short) value);
    }

    @Override
    public int getInt(long offset) {
        return segment.get(INT, offset);
    }

    @Override
    public void putInt(long offset, int value) {
        segment.set(INT, offset, value);
    }

    @Override
    public long getLong(long offset) {
        return segment.get(LONG, offset);
    }

    @Override
    public void putLong(long offset, long value) {
        segment.set(LONG, offset, value);
    }

    @Override
    public long getLongAcquire(long offset) {
        return (long) ALIGNED_LONG.getAcquire(segment, offset);
    }

    @Override
    public void putLongRelease(long offset, long value) {
        ALIGNED_LONG.setRelease(segment, offset, value);
    }

    @Override
    public void copyIn(long offset, byte[] source, int sourceOffset, int length) {
        requireRange(offset, length);
        MemorySegment.copy(source, sourceOffset, segment, BYTE, offset, length);
    }

    @Override
    public void copyIn(long offset, ByteBuffer source) {
        int length = source.remaining();
        requireRange(offset, length);
        buffer.put((int) offset, source, source.position(), length);
    }

    @Override
    public void copyOut(long offset, byte[] target, int targetOffset, int length) {
        requireRange(offset, length);
        MemorySegment.copy(segment, BYTE, offset, target, targetOffset, length);
    }

    @Override
    public void copyOut(long offset, ByteBuffer target, int length) {
        requireRange(offset, length);
        int position = target.position();
        target.put(position, buffer, (int) offset, length);
        target.position(position + length);
    }

    @Override
    public void copyTo(long offset, Memory target, long targetOffset, long length) {
        FfmMemory other = (FfmMemory) target;
        requireRange(offset, length);
        other.requireRange(targetOffset, length);
        MemorySegment.copy(segment, offset, other.segment, targetOffset, length);
    }

    @Override
    public void fill(long offset, long length, byte value) {
        requireRange(offset, length);
        long word = (value & 0xFFL) * 0x0101_0101_0101_0101L;
        long at = offset;
        for (; at <= offset + length - Long.BYTES; at += Long.BYTES) {
            segment.set(LONG, at, word);
        }
        for (; at < offset + length; at++) {
            segment.set(BYTE, at, value);
        }
    }

    @Override
    public void prefault(long offset, long length) {
        requireRange(offset, length);
        requireOpen();
        if (segment.isReadOnly() || segment.byteSize() < Long.BYTES) {
            return;
        }
        for (long at = offset & -PAGE_BYTES; at < offset + length; at += PAGE_BYTES) {
            ALIGNED_LONG.getAndAdd(segment, wordOfPage(at, segment.byteSize()), 0L);
        }
    }

    @Override
    public int compare(long offset, int length, byte[] other, int otherOffset, int otherLength) {
        requireRange(offset, length);
        Objects.checkFromIndexSize(otherOffset, otherLength, other.length);
        if (otherLength == 0) {
            requireOpen();
        }
        int at = mismatchUnchecked(offset, other, otherOffset, Math.min(length, otherLength));
        return at < 0
                ? length - otherLength
                : Byte.compareUnsigned(getByte(offset + at), other[otherOffset + at]);
    }

    /** Goes by words: the platform's own mismatch takes a second segment, which is garbage. */
    @Override
    public int mismatch(long offset, byte[] other, int otherOffset, int length) {
        requireRange(offset, length);
        Objects.checkFromIndexSize(otherOffset, length, other.length);
        return mismatchUnchecked(offset, other, otherOffset, length);
    }

    private int mismatchUnchecked(long offset, byte[] other, int otherOffset, int length) {
        int at = 0;
        for (; at <= length - Long.BYTES; at += Long.BYTES) {
            long difference =
                    segment.get(LONG, offset + at) ^ (long) ARRAY_LONG.get(other, otherOffset + at);
            if (difference != 0) {
                return at + (Long.numberOfTrailingZeros(difference) >>> 3);
            }
        }
        return mismatchTail(offset, other, otherOffset, at, length);
    }

    /** As {@link #mismatchUnchecked}, from {@code start} on, where fewer than 8 bytes are left. */
    private int mismatchTail(long offset, byte[] other, int otherOffset, int start, int length) {
        int at = start;
        if (at <= length - Integer.BYTES) {
            int difference =
                    segment.get(INT, offset + at) ^ (int) ARRAY_INT.get(other, otherOffset + at);
            if (difference != 0) {
                return at + (Integer.numberOfTrailingZeros(difference) >>> 3);
            }
            at += Integer.BYTES;
        }
        for (; at < length; at++) {
            if (segment.get(BYTE, offset + at) != other[otherOffset + at]) {
                return at;
            }
        }
        return -1;
    }

    @Override
    public int crc32c(long offset, long length) {
        requireRange(offset, length);
        return checksum.of(buffer, (int) offset, (int) length);
    }

    @Override
    public void force(long offset, long length) {
        requireRange(offset, length);
        requireOpen();
        if (segment.isMapped()) {
            segment.asSlice(offset, length).force();
        }
    }

    /** Releases the bytes at once; waits for a checksum that another thread is just computing. */
    @Override
    public void close() {
        while (segment.scope().isAlive()) {
            try {
                arena.close();
            } catch (IllegalStateException e) {
                // Another thread closed it first, or holds the bytes in a call that cannot be
                // stopped.
                Thread.onSpinWait();
            }
        }
    }

    /**
     * Checks a range; that the memory is open, only where no byte of it is touched: else that
     * checks.
     */
    private void requireRange(long offset, long length) {
        Objects.checkFromIndexSize(offset, length, segment.byteSize());
        if (length == 0) {
            requireOpen();
        }
    }

    private void requireOpen() {
        if (!segment.scope().isAlive()) {
            throw new IllegalStateException("memory of bytes=" + segment.byteSize() + " is closed");
        }
    }
}
