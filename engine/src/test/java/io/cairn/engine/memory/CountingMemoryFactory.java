package io.cairn.engine.memory;

import java.nio.ByteBuffer;

/** Counts how many longs are read from its anonymous memory: what a search in an index costs. */
public final class CountingMemoryFactory extends TestMemoryFactory {
    private long reads;

    /** Makes a factory that has counted nothing. */
    public CountingMemoryFactory() {}

    /** Returns how many longs were read since the last call. */
    public long takeReads() {
        long taken = reads;
        reads = 0;
        return taken;
    }

    @Override
    public Memory allocate(long bytes) {
        return new TestMemory(ByteBuffer.allocate(Math.toIntExact(bytes))) {
            @Override
            public long getLong(long offset) {
                reads++;
                return super.getLong(offset);
            }
        };
    }
}
