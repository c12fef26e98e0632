package io.cairn.ffm;

import io.cairn.StoreFullException;
import io.cairn.engine.memory.GrowthThread;
import io.cairn.engine.memory.Memory;
import io.cairn.engine.memory.MemoryFactory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Makes memory of segments. */
public final class FfmMemoryFactory extends MemoryFactory {
    private static final int ALIGNMENT = 8;

    /** Makes a factory; all are alike. */
    public FfmMemoryFactory() {}

    @Override
    public String name() {
        return "ffm";
    }

    @Override
    public @Nullable Executor growth() {
        return GrowthThread.shared();
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // The memory closes its arena.
    public Memory allocate(long bytes) {
        requireMemoryBytes(bytes);
        Arena arena = Arena.ofShared();
        try {
            MemorySegment pages = SystemCalls.mapAnonymous(bytes, arena);
            return new FfmMemory(arena, pages != null ? pages : arena.allocate(bytes, ALIGNMENT));
        } catch (OutOfMemoryError e) {
            arena.close();
            throw new StoreFullException(
                    "no native memory for bytes=" + bytes + " (" + e.getMessage()
                            + "); raise the memory limit of the process or -XX:MaxDirectMemorySize, or close stores",
                    e);
        }
    }

    @Override
    public Memory map(FileChannel channel, long position, long bytes) throws IOException {
        return map(channel, MapMode.READ_WRITE, position, bytes);
    }

    @Override
    public Memory mapReadOnly(FileChannel channel, long position, long bytes) throws IOException {
        return position + bytes > channel.size()
                ? super.mapReadOnly(channel, position, bytes)
                : map(channel, MapMode.READ_ONLY, position, bytes);
    }

    @Override
    public Memory mapPrivate(FileChannel channel, long position, long bytes) throws IOException {
        return map(channel, MapMode.PRIVATE, position, bytes);
    }

    @SuppressWarnings("MustBeClosedChecker") // The memory closes its arena.
    private static Memory map(FileChannel channel, MapMode mode, long position, long bytes)
            throws IOException {
        requireMemoryBytes(bytes);
        Arena arena = Arena.ofShared();
        try {
            return new FfmMemory(arena, channel.map(mode, position, bytes, arena));
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }
}
