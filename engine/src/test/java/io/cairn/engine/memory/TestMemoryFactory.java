package io.cairn.engine.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.util.Arrays;

/**
 * Makes {@link TestMemory}; anonymous memory comes filled with garbage, since nobody may rely on
 * zeros.
 */
public class TestMemoryFactory extends MemoryFactory {
    @Override
    public String name() {
        return "test";
    }

    @Override
    public Memory allocate(long bytes) {
        byte[] garbage = new byte[Math.toIntExact(bytes)];
        Arrays.fill(garbage, (byte) 0xA5);
        return new TestMemory(ByteBuffer.wrap(garbage));
    }

    @Override
    public Memory map(FileChannel channel, long position, long bytes) throws IOException {
        return new TestMemory(channel.map(MapMode.READ_WRITE, position, bytes));
    }
}
