package io.cairn.chronicle;

import io.cairn.engine.memory.BufferChecksum;
import io.cairn.engine.memory.Memory;
import io.cairn.engine.memory.ReleaseBacklog;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.util.Objects;
import net.openhft.chronicle.core.UnsafeMemory;
import org.jspecify.annotations.Nullable;

/**
 * Memory over an address. All that keeps M1 to M3 is {@link #address(long, long)}, before each
 * access, and the fence after it, by which the bytes outlive the access. Runs on little-endian
 * processors only.
 */
@SuppressWarnings(
        "ReachabilityFenceUsage") // Where an exception leaves a method, no access follows that a
// fence must cover.
final class ChronicleMemory extends Memory {
    private static final UnsafeMemory UNSAFE = UnsafeMemory.INSTANCE;
    private static final long ARRAY_BASE = UNSAFE.arrayBaseOffset(byte[].class);

    /** Less than any length below zero: with this limit no range is inside. */
    private static final long CLOSED = Long.MIN_VALUE / 2;

    /**
     * Chronicle moves larger ranges in pieces from the front, which corrupts them when they overlap
     * upward.
     */
    private static final long MOVE_BYTES = 512 << 10;

    private final long start;
    private final long size;
    private final @Nullable MappedByteBuffer mapped;
    private final BufferChecksum checksum = new BufferChecksum();
    private final ReleaseBacklog.Entry backlogEntry;

    /** The size, or {@link #CLOSED}: one comparison checks both. */
    private long limit;

    /** Takes over anonymous bytes. */
    ChronicleMemory(Pages pages, long size, ReleaseBacklog backlog) {
        this.start = pages.address();
        this.size = size;
        this.mapped = null;
        this.limit = size;
        this.backlogEntry = backlog.register(this, size, pages.release());
    }

    /** Takes over a mapped buffer; the collector unmaps it once this memory is unreachable. */
    ChronicleMemory(MappedByteBuffer mapped, ReleaseBacklog backlog) {
        this.start = Pages.addressOf(mapped);
        this.size = mapped.capacity();
        this.mapped = mapped;
        this.limit = size;
        this.backlogEntry = backlog.register(this, size, () -> {});
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public byte getByte(long offset) {
        byte value = UnsafeMemory.unsafeGetByte(address(offset, Byte.BYTES));
        Reference.reachabilityFence(this);
        return value;
    }

    @Override
    public void putByte(long offset, byte value) {
        UnsafeMemory.unsafePutByte(address(offset, Byte.BYTES), value);
        Reference.reachabilityFence(this);
    }

    @Override
    public int getUnsignedShort(long offset) {
        short value = UNSAFE.readShort(address(offset, Short.BYTES));
        Reference.reachabilityFence(this);
        return Short.toUnsignedInt(value);
    }

    @Override
    public void putShort(long offset, int value) {
        UNSAFE.writeShort(address(offset, Short.BYTES), (short) value);
        Reference.reachabilityFence(this);
    }

    @Override
    public int getInt(long offset) {
        int value = UnsafeMemory.unsafeGetInt(address(offset, Integer.BYTES));
        Reference.reachabilityFence(this);
        return value;
    }

    @Override
    public void putInt(long offset, int value) {
        UnsafeMemory.unsafePutInt(address(offset, Integer.BYTES), value);
        Reference.reachabilityFence(this);
    }

    @Override
    public long getLong(long offset) {
        long value = UnsafeMemory.unsafeGetLong(address(offset, Long.BYTES));
        Reference.reachabilityFence(this);
        return value;
    }

    @Override
    public void putLong(long offset, long value) {
        UnsafeMemory.unsafePutLong(address(offset, Long.BYTES), value);
        Reference.reachabilityFence(this);
    }

    @Override
    public long getLongAcquire(long offset) {
        long value = UNSAFE.readVolatileLong(address(offset, Long.BYTES));
        Reference.reachabilityFence(this);
        return value;
    }

    @Override
    public void putLongRelease(long offset, long value) {
        UNSAFE.writeOrderedLong(address(offset, Long.BYTES), value);
        Reference.reachabilityFence(this);
    }

    @Override
    public void copyIn(long offset, byte[] source, int sourceOffset, int length) {
        long address = address(offset, length);
        Objects.checkFromIndexSize(sourceOffset, length, source.length);
        UNSAFE.writeBytes(address, source, sourceOffset, length);
        Reference.reachabilityFence(this);
    }

    @Override
    public void copyIn(long offset, ByteBuffer source) {
        int length = source.remaining();
        long address = address(offset, length);
        if (source.hasArray()) {
            UNSAFE.writeBytes(
                    address, source.array(), source.arrayOffset() + source.position(), length);
        } else {
            copyWords(source, address, length);
        }
        Reference.reachabilityFence(this);
    }

    /** Reads through the buffer, which alone knows whether its bytes are still there. */
    private static void copyWords(ByteBuffer source, long address, int length) {
        int position = source.position();
        boolean swap = source.order() != ByteOrder.LITTLE_ENDIAN;
        int at = 0;
        for (; at <= length - Long.BYTES; at += Long.BYTES) {
            long word = source.getLong(position + at);
            UnsafeMemory.unsafePutLong(address + at, swap ? Long.reverseBytes(word) : word);
        }
        for (; at < length; at++) {
            UnsafeMemory.unsafePutByte(address + at, source.get(position + at));
        }
    }

    @Override
    public void copyOut(long offset, byte[] target, int targetOffset, int length) {
        long address = address(offset, length);
        Objects.checkFromIndexSize(targetOffset, length, target.length);
        UNSAFE.readBytes(address, target, targetOffset, length);
        Reference.reachabilityFence(this);
    }

    @Override
    public void copyOut(long offset, ByteBuffer target, int length) {
        long address = address(offset, length);
        int position = target.position();
        Objects.checkFromIndexSize(position, length, target.limit());
        if (target.hasArray()) {
            UNSAFE.readBytes(address, target.array(), target.arrayOffset() + position, length);
        } else {
            copyWords(address, target, length);
        }
        target.position(position + length);
        Reference.reachabilityFence(this);
    }

    private static void copyWords(long address, ByteBuffer target, int length) {
        int position = target.position();
        boolean swap = target.order() != ByteOrder.LITTLE_ENDIAN;
        int at = 0;
        for (; at <= length - Long.BYTES; at += Long.BYTES) {
            long word = UnsafeMemory.unsafeGetLong(address + at);
            target.putLong(position + at, swap ? Long.reverseBytes(word) : word);
        }
        for (; at < length; at++) {
            target.put(position + at, UnsafeMemory.unsafeGetByte(address + at));
        }
    }

    @Override
    public void copyTo(long offset, Memory target, long targetOffset, long length) {
        long from = address(offset, length);
        long to = ((ChronicleMemory) target).address(targetOffset, length);
        if (to <= from || to >= from + length) {
            UNSAFE.copyMemory(from, to, length);
        } else {
            moveUp(from, to, length);
        }
        Reference.reachabilityFence(this);
        Reference.reachabilityFence(target);
    }

    private static void moveUp(long from, long to, long length) {
        for (long left = length; left > 0; ) {
            long bytes = Math.min(left, MOVE_BYTES);
            left -= bytes;
            UNSAFE.copyMemory(from + left, to + left, bytes);
        }
    }

    @Override
    public void fill(long offset, long length, byte value) {
        UNSAFE.setMemory(address(offset, length), length, value);
        Reference.reachabilityFence(this);
    }

    @Override
    public void prefault(long offset, long length) {
        long end = address(offset, length) + length;
        if ((mapped != null && mapped.isReadOnly()) || size < Long.BYTES) {
            return;
        }
        for (long at = offset & -PAGE_BYTES; start + at < end; at += PAGE_BYTES) {
            UNSAFE.addLong(start + wordOfPage(at, size), 0);
        }
        Reference.reachabilityFence(this);
    }

    @Override
    public int compare(long offset, int length, byte[] other, int otherOffset, int otherLength) {
        long address = address(offset, length);
        Objects.checkFromIndexSize(otherOffset, otherLength, other.length);
        int at = firstDifference(address, other, otherOffset, Math.min(length, otherLength));
        int order = at < 0
                ? length - otherLength
                : Byte.compareUnsigned(
                        UnsafeMemory.unsafeGetByte(address + at), other[otherOffset + at]);
        Reference.reachabilityFence(this);
        return order;
    }

    @Override
    public int mismatch(long offset, byte[] other, int otherOffset, int length) {
        long address = address(offset, length);
        Objects.checkFromIndexSize(otherOffset, length, other.length);
        int at = firstDifference(address, other, otherOffset, length);
        Reference.reachabilityFence(this);
        return at;
    }

    private static int firstDifference(long address, byte[] other, int otherOffset, int length) {
        long otherAddress = ARRAY_BASE + otherOffset;
        int at = 0;
        for (; at <= length - Long.BYTES; at += Long.BYTES) {
            long difference = UnsafeMemory.unsafeGetLong(address + at)
                    ^ UnsafeMemory.unsafeGetLong(other, otherAddress + at);
            if (difference != 0) {
                return at + (Long.numberOfTrailingZeros(difference) >>> 3);
            }
        }
        if (at <= length - Integer.BYTES) {
            int difference = UnsafeMemory.unsafeGetInt(address + at)
                    ^ UnsafeMemory.unsafeGetInt(other, otherAddress + at);
            if (difference != 0) {
                return at + (Integer.numberOfTrailingZeros(difference) >>> 3);
            }
            at += Integer.BYTES;
        }
        for (; at < length; at++) {
            if (UnsafeMemory.unsafeGetByte(address + at) != other[otherOffset + at]) {
                return at;
            }
        }
        return -1;
    }

    @Override
    public int crc32c(long offset, long length) {
        long address = address(offset, length);
        int result = mapped == null
                ? Crc32c.checksum(address, address + length)
                : checksum.of(mapped, (int) offset, (int) length);
        Reference.reachabilityFence(this);
        return result;
    }

    @Override
    public void force(long offset, long length) {
        address(offset, length);
        if (mapped != null) {
            mapped.force((int) offset, (int) length);
        }
    }

    /** Ends access; the bytes are released when this memory is unreachable. */
    @Override
    public void close() {
        limit = CLOSED;
        backlogEntry.close();
    }

    /** Checks a range, and that this memory is open. */
    private long address(long offset, long length) {
        if ((offset | length) < 0 || offset > limit - length) {
            throw refusal(offset, length);
        }
        return start + offset;
    }

    private RuntimeException refusal(long offset, long length) {
        if (limit == CLOSED) {
            return new IllegalStateException("memory of bytes=" + size + " is closed");
        }
        return new IndexOutOfBoundsException(
                "offset=" + offset + ", length=" + length + " is outside of bytes=" + size);
    }
}
