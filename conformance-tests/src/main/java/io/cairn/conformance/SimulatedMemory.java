package io.cairn.conformance;

import io.cairn.engine.memory.Memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** A backend's memory whose forcing is simulated, and whose writes are watched. */
final class SimulatedMemory extends Memory {
    /** For memory that is no file's. */
    static final Watcher NO_FILE = new Watcher() {
        @Override
        public void force(long offset, long length) {}

        @Override
        public void wrote() {}
    };

    private final Memory memory;
    private final Watcher watcher;

    SimulatedMemory(Memory memory, Watcher watcher) {
        this.memory = memory;
        this.watcher = watcher;
    }

    /** Is told what is done to the memory. */
    interface Watcher {
        /** Stands for the forcing of a range. */
        void force(long offset, long length) throws IOException;

        /** Comes after each write. */
        void wrote() throws IOException;
    }

    private void wrote() {
        try {
            watcher.wrote();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void force(long offset, long length) {
        try {
            watcher.force(offset, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long size() {
        return memory.size();
    }

    @Override
    public byte getByte(long offset) {
        return memory.getByte(offset);
    }

    @Override
    public void putByte(long offset, byte value) {
        memory.putByte(offset, value);
        wrote();
    }

    @Override
    public int getUnsignedShort(long offset) {
        return memory.getUnsignedShort(offset);
    }

    @Override
    public void putShort(long offset, int value) {
        memory.putShort(offset, value);
        wrote();
    }

    @Override
    public int getInt(long offset) {
        return memory.getInt(offset);
    }

    @Override
    public void putInt(long offset, int value) {
        memory.putInt(offset, value);
        wrote();
    }

    @Override
    public long getLong(long offset) {
        return memory.getLong(offset);
    }

    @Override
    public void putLong(long offset, long value) {
        memory.putLong(offset, value);
        wrote();
    }

    @Override
    public long getLongAcquire(long offset) {
        return memory.getLongAcquire(offset);
    }

    @Override
    public void putLongRelease(long offset, long value) {
        memory.putLongRelease(offset, value);
        wrote();
    }

    @Override
    public void copyIn(long offset, byte[] source, int sourceOffset, int length) {
        memory.copyIn(offset, source, sourceOffset, length);
        wrote();
    }

    @Override
    public void copyIn(long offset, ByteBuffer source) {
        memory.copyIn(offset, source);
        wrote();
    }

    @Override
    public void copyOut(long offset, byte[] target, int targetOffset, int length) {
        memory.copyOut(offset, target, targetOffset, length);
    }

    @Override
    public void copyOut(long offset, ByteBuffer target, int length) {
        memory.copyOut(offset, target, length);
    }

    @Override
    public void copyTo(long offset, Memory target, long targetOffset, long length) {
        if (target instanceof SimulatedMemory simulated) {
            memory.copyTo(offset, simulated.memory, targetOffset, length);
            simulated.wrote();
        } else {
            memory.copyTo(offset, target, targetOffset, length);
        }
    }

    @Override
    public void fill(long offset, long length, byte value) {
        memory.fill(offset, length, value);
        wrote();
    }

    @Override
    public void prefault(long offset, long length) {
        memory.prefault(offset, length);
    }

    @Override
    public int compare(long offset, int length, byte[] other, int otherOffset, int otherLength) {
        return memory.compare(offset, length, other, otherOffset, otherLength);
    }

    @Override
    public int mismatch(long offset, byte[] other, int otherOffset, int length) {
        return memory.mismatch(offset, other, otherOffset, length);
    }

    @Override
    public int crc32c(long offset, long length) {
        return memory.crc32c(offset, length);
    }

    @Override
    public void close() {
        memory.close();
    }
}
