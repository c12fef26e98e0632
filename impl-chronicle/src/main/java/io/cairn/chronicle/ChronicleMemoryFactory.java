package io.cairn.chronicle;

import io.cairn.StoreFullException;
import io.cairn.engine.memory.GrowthThread;
import io.cairn.engine.memory.Memory;
import io.cairn.engine.memory.MemoryFactory;
import io.cairn.engine.memory.ReleaseBacklog;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Makes memory of addresses. */
public final class ChronicleMemoryFactory extends MemoryFactory {
    private static final ReleaseBacklog BACKLOG = new ReleaseBacklog(256L << 20);

    /** Makes a factory; all are alike. */
    public ChronicleMemoryFactory() {}

    @Override
    public String name() {
        return "chronicle";
    }

    @Override
    public @Nullable Executor growth() {
        return GrowthThread.shared();
    }

    @Override
    public Memory allocate(long bytes) {
        requireMemoryBytes(bytes);
        BACKLOG.drain();
        try {
            return new ChronicleMemory(Pages.anonymous(bytes), bytes, BACKLOG);
        } catch (OutOfMemoryError e) {
            throw new StoreFullException(
                    "no native memory for bytes=" + bytes
                            + "; raise the memory limit of the process, or close stores",
                    e);
        }
    }

    @Override
    public Memory map(FileChannel channel, long position, long bytes) throws IOException {
        requireMemoryBytes(bytes);
        BACKLOG.drain();
        MappedByteBuffer buffer = channel.map(MapMode.READ_WRITE, position, bytes);
        return new ChronicleMemory(buffer, BACKLOG);
    }

    @Override
    public Memory mapReadOnly(FileChannel channel, long position, long bytes) throws IOException {
        requireMemoryBytes(bytes);
        if (position + bytes > channel.size()) {
            return super.mapReadOnly(channel, position, bytes);
        }
        BACKLOG.drain();
        return new ChronicleMemory(channel.map(MapMode.READ_ONLY, position, bytes), BACKLOG);
    }

    @Override
    public Memory mapPrivate(FileChannel channel, long position, long bytes) throws IOException {
        requireMemoryBytes(bytes);
        BACKLOG.drain();
        return new ChronicleMemory(channel.map(MapMode.PRIVATE, position, bytes), BACKLOG);
    }
}
