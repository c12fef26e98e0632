package io.cairn.bytebuffer;

import io.cairn.engine.memory.BufferChecksum;
import io.cairn.engine.memory.Memory;
import io.cairn.engine.memory.ReleaseBacklog;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Memory over a direct or mapped buffer, whose own checks keep M1. A racing reader that has loaded
 * the buffer keeps it reachable, and so its bytes in place (M3).
 */
final class ByteBufferMemory extends Memory {
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final VarHandle LONG =
            MethodHandles.byteBufferViewVarHandle(long[].class, ORDER);
    private static final VarHandle ARRAY_INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ORDER);
    private static final VarHandle ARRAY_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ORDER);

    private final int size;
    private final ReleaseBacklog.Entry backlogEntry;
    private final BufferChecksum checksum = new BufferChecksum();
    private final boolean durable;

    /** Its position is 0 and its limit {@link #size}, always; null once closed. */
    private @Nullable ByteBuffer buffer;

    /**
     * Takes over a buffer.
     *
     * @param buffer a direct or mapped one, whole
     * @param backlogEntry where closing is counted
     * @param durable whether it is mapped from a file that somebody may read later
     */
    ByteBufferMemory(ByteBuffer buffer, ReleaseBacklog.Entry backlogEntry, boolean durable) {
        this.size = buffer.capacity();
        this.buffer = buffer.order(ORDER);
        this.backlogEntry = backlogEntry;
        this.durable = durable;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public byte getByte(long offset) {
        return open().get(index(offset));
    }

    @Override
    public void putByte(long offset, byte value) {
        open().put(index(offset), value);
    }

    @Override
    public int getUnsignedShort(long offset) {
        return Short.toUnsignedInt(open().getShort(index(offset)));
    }

    @Override
    public void putShort(long offset, int value) {
        open().putShort(index(offset), (short) value);
    }

    @Override
    public int getInt(long offset) {
        return open().getInt(index(offset));
    }

    @Override
    public void putInt(long offset, int value) {
        open().putInt(index(offset), value);
    }

    @Override
    public long getLong(long offset) {
        return open().getLong(index(offset));
    }

    @Override
    public void putLong(long offset, long value) {
        open().putLong(index(offset), value);
    }

    @Override
    public long getLongAcquire(long offset) {
        return (long) LONG.getAcquire(open(), index(offset));
    }

    @Override
    public void putLongRelease(long offset, long value) {
        LONG.setRelease(open(), index(offset), value);
    }

    @Override
    public void copyIn(long offset, byte[] source, int sourceOffset, int length) {
        open().put(index(offset), source, sourceOffset, length);
    }

    @Override
    public void copyIn(long offset, ByteBuffer source) {
        open().put(index(offset), source, source.position(), source.remaining());
    }

    @Override
    public void copyOut(long offset, byte[] target, int targetOffset, int length) {
        open().get(index(offset), target, targetOffset, length);
    }

    @Override
    public void copyOut(long offset, ByteBuffer target, int length) {
        int position = target.position();
        target.put(position, open(), index(offset), length);
        target.position(position + length);
    }

    @Override
    public void copyTo(long offset, Memory target, long targetOffset, long length) {
        ByteBuffer to = ((ByteBufferMemory) target).open();
        to.put(index(targetOffset), open(), index(offset), index(length));
    }

    @Override
    public void fill(long offset, long length, byte value) {
        ByteBuffer bytes = open();
        Objects.checkFromIndexSize(offset, length, size);
        long word = (value & 0xFFL) * 0x0101_0101_0101_0101L;
        int at = (int) offset;
        int end = (int) (offset + length);
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            bytes.putLong(at, word);
        }
        for (; at < end; at++) {
            bytes.put(at, value);
        }
    }

    @Override
    public void prefault(long offset, long length) {
        ByteBuffer bytes = open();
        Objects.checkFromIndexSize(offset, length, size);
        if (bytes.isReadOnly() || size < Long.BYTES) {
            return;
        }
        for (long at = offset & -PAGE_BYTES; at < offset + length; at += PAGE_BYTES) {
            long unused = (long) LONG.getAndAdd(bytes, (int) wordOfPage(at, size), 0L);
        }
    }

    @Override
    public int compare(long offset, int length, byte[] other, int otherOffset, int otherLength) {
        ByteBuffer bytes = open();
        Objects.checkFromIndexSize(offset, length, size);
        Objects.checkFromIndexSize(otherOffset, otherLength, other.length);
        int start = (int) offset;
        int at = mismatch(bytes, start, other, otherOffset, Math.min(length, otherLength));
        return at < 0
                ? length - otherLength
                : Byte.compareUnsigned(bytes.get(start + at), other[otherOffset + at]);
    }

    @Override
    public int mismatch(long offset, byte[] other, int otherOffset, int length) {
        ByteBuffer bytes = open();
        Objects.checkFromIndexSize(offset, length, size);
        Objects.checkFromIndexSize(otherOffset, length, other.length);
        return mismatch(bytes, (int) offset, other, otherOffset, length);
    }

    private static int mismatch(
            ByteBuffer bytes, int start, byte[] other, int otherOffset, int length) {
        int at = 0;
        for (; at <= length - Long.BYTES; at += Long.BYTES) {
            long difference =
                    bytes.getLong(start + at) ^ (long) ARRAY_LONG.get(other, otherOffset + at);
            if (difference != 0) {
                return at + (Long.numberOfTrailingZeros(difference) >>> 3);
            }
        }
        if (at <= length - Integer.BYTES) {
            int difference =
                    bytes.getInt(start + at) ^ (int) ARRAY_INT.get(other, otherOffset + at);
            if (difference != 0) {
                return at + (Integer.numberOfTrailingZeros(difference) >>> 3);
            }
            at += Integer.BYTES;
        }
        for (; at < length; at++) {
            if (bytes.get(start + at) != other[otherOffset + at]) {
                return at;
            }
        }
        return -1;
    }

    @Override
    public int crc32c(long offset, long length) {
        return checksum.of(open(), index(offset), index(length));
    }

    @Override
    public void force(long offset, long length) {
        ByteBuffer bytes = open();
        Objects.checkFromIndexSize(offset, length, size);
        if (durable && bytes instanceof MappedByteBuffer mapped) {
            mapped.force((int) offset, (int) length);
        }
    }

    /** Drops the bytes; the garbage collector releases them. */
    @Override
    public void close() {
        buffer = null;
        checksum.clear();
        backlogEntry.close();
    }

    private ByteBuffer open() {
        ByteBuffer bytes = buffer;
        if (bytes == null) {
            throw new IllegalStateException("memory of bytes=" + size + " is closed");
        }
        return bytes;
    }

    /** Narrows a position or length, which the buffer then checks against its limit. */
    private int index(long offset) {
        int index = (int) offset;
        if (index != offset) {
            throw new IndexOutOfBoundsException(
                    "offset=" + offset + " is outside of bytes=" + size);
        }
        return index;
    }
}
