package io.cairn.bytebuffer;

import io.cairn.engine.memory.GrowthThread;
import io.cairn.engine.memory.Memory;
import io.cairn.engine.memory.MemoryFactory;
import io.cairn.engine.memory.ReleaseBacklog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Makes memory of direct and mapped buffers. */
public final class ByteBufferMemoryFactory extends MemoryFactory {
    /** Closed buffers use up direct memory, whose limit goes with the heap's. */
    private static final ReleaseBacklog BACKLOG =
            new ReleaseBacklog(Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 8));

    private static final AnonymousBuffers ANONYMOUS = new AnonymousBuffers();

    /** Makes a factory; all are alike. */
    public ByteBufferMemoryFactory() {}

    @Override
    public String name() {
        return "bytebuffer";
    }

    @Override
    public @Nullable Executor growth() {
        return GrowthThread.shared();
    }

    @Override
    public Memory allocate(long bytes) {
        requireMemoryBytes(bytes);
        BACKLOG.drain();
        AnonymousBuffers.Taken taken = ANONYMOUS.take((int) bytes);
        return new ByteBufferMemory(
                taken.buffer(), BACKLOG.register(taken.buffer(), bytes, taken.release()), false);
    }

    @Override
    public Memory map(FileChannel channel, long position, long bytes) throws IOException {
        requireMemoryBytes(bytes);
        BACKLOG.drain();
        ByteBuffer buffer = channel.map(MapMode.READ_WRITE, position, bytes);
        return new ByteBufferMemory(buffer, BACKLOG.register(buffer, bytes, () -> {}), true);
    }

    @Override
    public Memory mapReadOnly(FileChannel channel, long position, long bytes) throws IOException {
        requireMemoryBytes(bytes);
        if (position + bytes > channel.size()) {
            return super.mapReadOnly(channel, position, bytes);
        }
        BACKLOG.drain();
        ByteBuffer buffer = channel.map(MapMode.READ_ONLY, position, bytes);
        return new ByteBufferMemory(buffer, BACKLOG.register(buffer, bytes, () -> {}), false);
    }

    @Override
    public Memory mapPrivate(FileChannel channel, long position, long bytes) throws IOException {
        requireMemoryBytes(bytes);
        BACKLOG.drain();
        ByteBuffer buffer = channel.map(MapMode.PRIVATE, position, bytes);
        return new ByteBufferMemory(buffer, BACKLOG.register(buffer, bytes, () -> {}), false);
    }
}
