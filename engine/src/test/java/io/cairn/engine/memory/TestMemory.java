package io.cairn.engine.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32C;

/** The simplest memory there can be, for the engine's own tests. */
public class TestMemory extends Memory {
    private final ByteBuffer bytes;
    private volatile boolean open = true;
    private volatile long prefaulted;

    TestMemory(ByteBuffer bytes) {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    private ByteBuffer bytes() {
        if (!open) {
            throw new IllegalStateException("closed");
        }
        return bytes;
    }

    @Override
    public long size() {
        return bytes.capacity();
    }

    @Override
    public byte getByte(long offset) {
        return bytes().get(Math.toIntExact(offset));
    }

    @Override
    public void putByte(long offset, byte value) {
        bytes().put(Math.toIntExact(offset), value);
    }

    @Override
    public int getUnsignedShort(long offset) {
        return bytes().getShort(Math.toIntExact(offset)) & 0xFFFF;
    }

    @Override
    public void putShort(long offset, int value) {
        bytes().putShort(Math.toIntExact(offset), (short) value);
    }

    @Override
    public int getInt(long offset) {
        return bytes().getInt(Math.toIntExact(offset));
    }

    @Override
    public void putInt(long offset, int value) {
        bytes().putInt(Math.toIntExact(offset), value);
    }

    @Override
    public long getLong(long offset) {
        return bytes().getLong(Math.toIntExact(offset));
    }

    @Override
    public void putLong(long offset, long value) {
        bytes().putLong(Math.toIntExact(offset), value);
    }

    @Override
    public long getLongAcquire(long offset) {
        return getLong(offset);
    }

    @Override
    public void putLongRelease(long offset, long value) {
        putLong(offset, value);
    }

    @Override
    public void copyIn(long offset, byte[] source, int sourceOffset, int length) {
        bytes().put(Math.toIntExact(offset), source, sourceOffset, length);
    }

    @Override
    public void copyIn(long offset, ByteBuffer source) {
        bytes().put(Math.toIntExact(offset), source, source.position(), source.remaining());
    }

    @Override
    public void copyOut(long offset, byte[] target, int targetOffset, int length) {
        bytes().get(Math.toIntExact(offset), target, targetOffset, length);
    }

    @Override
    public void copyOut(long offset, ByteBuffer target, int length) {
        target.put(array(offset, length));
    }

    @Override
    public void copyTo(long offset, Memory target, long targetOffset, long length) {
        byte[] copy = array(offset, Math.toIntExact(length));
        target.copyIn(targetOffset, copy, 0, copy.length);
    }

    @Override
    public void fill(long offset, long length, byte value) {
        byte[] filled = new byte[Math.toIntExact(length)];
        Arrays.fill(filled, value);
        copyIn(offset, filled, 0, filled.length);
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time works ahead
    public void prefault(long offset, long length) {
        Objects.checkFromIndexSize(offset, length, bytes().capacity());
        prefaulted += length;
    }

    /** Returns how many bytes were asked to be touched. */
    public long prefaulted() {
        return prefaulted;
    }

    @Override
    public int compare(long offset, int length, byte[] other, int otherOffset, int otherLength) {
        return Arrays.compareUnsigned(
                array(offset, length), 0, length, other, otherOffset, otherOffset + otherLength);
    }

    @Override
    public int mismatch(long offset, byte[] other, int otherOffset, int length) {
        return Arrays.mismatch(
                array(offset, length), 0, length, other, otherOffset, otherOffset + length);
    }

    @Override
    public int crc32c(long offset, long length) {
        CRC32C crc = new CRC32C();
        crc.update(array(offset, Math.toIntExact(length)));
        return (int) crc.getValue();
    }

    @Override
    public void force(long offset, long length) {
        if (bytes() instanceof MappedByteBuffer mapped) {
            mapped.force(Math.toIntExact(offset), Math.toIntExact(length));
        }
    }

    @Override
    public void close() {
        open = false;
    }

    private byte[] array(long offset, int length) {
        byte[] copy = new byte[length];
        bytes().get(Math.toIntExact(offset), copy);
        return copy;
    }
}
