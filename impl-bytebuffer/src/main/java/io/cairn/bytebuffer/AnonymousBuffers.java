package io.cairn.bytebuffer;

import io.cairn.StoreFullException;
import io.cairn.engine.memory.Uninterrupted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Where bytes come from that belong to no file: large ones from huge pages, where this JVM may ask
 * for them. Else direct buffers come first, but only so many: their limit is by default that of the
 * heap, others in the process live on them too, and to meet the limit costs a collection and half a
 * second. What goes beyond comes from temporary files without a name. Safe for any thread.
 */
final class AnonymousBuffers {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    /**
     * Of one write to a temporary file; a direct buffer, kept, so that no write needs another one.
     */
    private static final int ZEROS_BYTES = 64 << 10;

    private final ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS_BYTES);
    private final AtomicLong directBytes = new AtomicLong();

    /** Up to here direct buffers come first. */
    private final long shareBytes = Runtime.getRuntime().maxMemory() / 2;

    /** Up to here they are tried at all; comes down to what was had when the limit was met. */
    private volatile long ceilingBytes = Long.MAX_VALUE;

    /**
     * A buffer.
     *
     * @param release to be run once the buffer is unreachable
     */
    record Taken(ByteBuffer buffer, Runnable release) {}

    /**
     * Takes a buffer.
     *
     * @throws StoreFullException if there is no room in direct memory nor in the folders for
     *     temporary files
     */
    Taken take(int bytes) {
        ByteBuffer huge = bytes < HugePages.BYTES ? null : HugePages.map(bytes);
        Taken taken = huge == null ? direct(bytes, shareBytes) : new Taken(huge, () -> {});
        if (taken != null) {
            return taken;
        }
        try {
            return Uninterrupted.call(() -> file(SHARED_MEMORY, bytes));
        } catch (IOException noSharedMemory) {
            taken = direct(bytes, Long.MAX_VALUE);
            return taken != null ? taken : temporary(bytes, noSharedMemory);
        }
    }

    private Taken temporary(int bytes, IOException noSharedMemory) {
        Path folder = Path.of(System.getProperty("java.io.tmpdir", "."));
        try {
            return Uninterrupted.call(() -> file(folder, bytes));
        } catch (IOException e) {
            e.addSuppressed(noSharedMemory);
            throw new StoreFullException(
                    "no memory for bytes=" + bytes + ": neither direct memory (directBytes="
                            + directBytes.get()
                            + " are taken here; -XX:MaxDirectMemorySize is the limit, or -Xmx) nor "
                            + SHARED_MEMORY + " nor java.io.tmpdir=" + folder
                            + " has room; raise the limit, or make room there",
                    e);
        }
    }

    private @Nullable Taken direct(int bytes, long mostBytes) {
        long after = directBytes.addAndGet(bytes);
        if (after <= Math.min(mostBytes, ceilingBytes)) {
            try {
                return new Taken(
                        ByteBuffer.allocateDirect(bytes), () -> directBytes.addAndGet(-bytes));
            } catch (OutOfMemoryError e) {
                // The limit is met; what others took counts too, so it may be anywhere. From now on
                // less is tried.
                ceilingBytes = after - bytes;
            }
        }
        directBytes.addAndGet(-bytes);
        return null;
    }

    /**
     * Maps a file that has lost its name (on Windows, loses it with the mapping) and has all of its
     * blocks.
     */
    private Taken file(Path folder, int bytes) throws IOException {
        long usable = folder.toFile().getUsableSpace();
        if (usable < bytes) {
            throw new IOException(
                    "folder=" + folder + " has usableBytes=" + usable + " of bytes=" + bytes);
        }
        Path file = Files.createTempFile(folder, "cairn", ".memory");
        try (FileChannel channel = openNameless(file)) {
            reserve(channel, bytes);
            return new Taken(channel.map(MapMode.READ_WRITE, 0, bytes), () -> {});
        }
    }

    private static FileChannel openNameless(Path file) throws IOException {
        try {
            return FileChannel.open(
                    file,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            Files.delete(file);
            throw e;
        }
    }

    /** Writes zeros: a full file system is an exception here, and not a fault in a later access. */
    private void reserve(FileChannel channel, int bytes) throws IOException {
        ByteBuffer source = zeros.duplicate();
        for (int at = 0; at < bytes; ) {
            source.clear().limit(Math.min(ZEROS_BYTES, bytes - at));
            at += channel.write(source, at);
        }
    }
}
