package io.cairn.engine.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@link Memory} and touches files: all that the engine asks of the system goes through here,
 * so that a test can fail each call in turn. One instance serves one backend; it has no state and
 * is safe for any thread.
 */
public abstract class MemoryFactory {
    /** The most bytes of one {@link Memory}: 1 GiB. */
    public static final long MAX_MEMORY_BYTES = 1L << 30;

    /** A page as large as this is cached and mapped as one, if all of it was written at once. */
    public static final int HUGE_PAGE_BYTES = 2 << 20;

    private static final int CHUNK_BYTES = 64 << 10;

    /** For subclasses. */
    protected MemoryFactory() {}

    /**
     * Checks the size of a memory.
     *
     * @return {@code bytes}
     * @throws IllegalArgumentException if it is not in 1 to {@link #MAX_MEMORY_BYTES}
     */
    protected static long requireMemoryBytes(long bytes) {
        if (bytes < 1 || bytes > MAX_MEMORY_BYTES) {
            throw new IllegalArgumentException("bytes=" + bytes + " is outside of 1 to "
                    + MAX_MEMORY_BYTES + "; take several memories");
        }
        return bytes;
    }

    /** Returns the backend's name. */
    public abstract String name();

    /**
     * Returns who may get memory ready, and reserve blocks of a file, before a store's owner needs
     * them; null, which is the default, if nobody does: then all that is asked of the system is
     * asked by the owner, in an order that does not change. A backend gives
     * {@link GrowthThread#shared()}.
     *
     * @return runs what it is given, perhaps two pieces of work at once; a {@link WorkAhead} sees
     *     to it that its own follow one another
     */
    public @Nullable Executor growth() {
        return null;
    }

    /**
     * Takes anonymous memory. Its bytes are undefined (some backends give zeros, some do not). From
     * 2 MiB on a backend asks for huge pages where it can.
     *
     * @param bytes 1 to 2^30
     * @throws io.cairn.StoreFullException if the memory cannot be had; the message names the limit
     *     and the remedy
     */
    public abstract Memory allocate(long bytes);

    /**
     * Maps a range of a file, shared and writable; a file that is shorter is made longer, with
     * zeros, without reserving blocks. The channel may be closed while the mapping lives.
     *
     * @param channel open for reading and writing
     * @param position a multiple of 4,096
     * @param bytes 1 to 2^30
     */
    public abstract Memory map(FileChannel channel, long position, long bytes) throws IOException;

    /**
     * Gives a range of a file to be read, never written; what lies beyond the file's end reads as
     * zeros. A subclass may do better than this, which copies the range.
     *
     * @param channel open for reading
     * @param position a multiple of 4,096
     * @param bytes 1 to 2^30
     */
    public Memory mapReadOnly(FileChannel channel, long position, long bytes) throws IOException {
        return copyOf(channel, position, bytes);
    }

    /**
     * Gives a range of a file to be read and written, where what is written stays in memory and
     * never reaches the file. A subclass may do better than this, which copies the range.
     *
     * @param channel open for reading and writing
     * @param position a multiple of 4,096
     * @param bytes 1 to 2^30; the range must lie inside of the file
     */
    public Memory mapPrivate(FileChannel channel, long position, long bytes) throws IOException {
        return copyOf(channel, position, bytes);
    }

    /**
     * Takes anonymous memory and fills it with a range of a file; what lies beyond the file's end
     * is zeros.
     *
     * @param channel open for reading
     * @param position where the range begins
     * @param bytes 1 to 2^30
     */
    public final Memory copyOf(FileChannel channel, long position, long bytes) throws IOException {
        Memory copy = allocate(bytes);
        boolean filled = false;
        try {
            ByteBuffer buffer = ByteBuffer.allocateDirect((int) Math.min(CHUNK_BYTES, bytes));
            long at = 0;
            while (at < bytes) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), bytes - at));
                if (channel.read(buffer, position + at) < 0) {
                    break;
                }
                copy.copyIn(at, buffer.flip());
                at += buffer.limit();
            }
            copy.fill(at, bytes - at, (byte) 0);
            filled = true;
            return copy;
        } finally {
            if (!filled) {
                copy.close();
            }
        }
    }

    /**
     * Makes sure that the disk has blocks for a range of a file that holds nothing yet, so that
     * writing to its mapping cannot fail. A subclass may do better than this, which writes zeros.
     *
     * @param channel open for writing
     * @param position the first byte
     * @param bytes how many, 0 or more; all of them are zeros, or beyond the file's end
     */
    public void reserve(FileChannel channel, long position, long bytes) throws IOException {
        ByteBuffer zeros = (bytes > CHUNK_BYTES ? LargeZeros.BYTES : Zeros.BYTES).duplicate();
        long end = position + bytes;
        for (long at = position; at < end; ) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), end - at));
            at += channel.write(zeros, at);
        }
    }

    /** Kept, so that no step of a growing file needs a buffer of its own. */
    private static final class Zeros {
        static final ByteBuffer BYTES = ByteBuffer.allocateDirect(CHUNK_BYTES).asReadOnlyBuffer();
    }

    /** Kept likewise; only large files need it. */
    private static final class LargeZeros {
        static final ByteBuffer BYTES =
                ByteBuffer.allocateDirect(HUGE_PAGE_BYTES).asReadOnlyBuffer();
    }

    /** Opens a file for reading and writing, creating it if it is absent. */
    public FileChannel open(Path path) throws IOException {
        return FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    }

    /** Opens a file for reading, as one that may be damaged is. */
    public FileChannel openToRead(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.READ);
    }

    /** Cuts a file to {@code bytes}; does nothing if it is not longer. */
    public void truncate(FileChannel channel, long bytes) throws IOException {
        channel.truncate(bytes);
    }

    /** Forces a file's bytes and length to disk. */
    public void force(FileChannel channel) throws IOException {
        ForceThread.force(channel);
    }

    /** Renames a file over another in one step; {@link #forceFolderOf} makes that durable. */
    public void replace(Path source, Path target) throws IOException {
        try {
            Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException(
                    "the file system of path=" + target + " renames nothing atomically", e);
        }
    }

    /** Deletes a file if it exists. */
    public void delete(Path path) throws IOException {
        Files.deleteIfExists(path);
    }

    /**
     * Makes the creation or renaming of a file in its folder durable, where the system allows it
     * (Windows does not).
     */
    public void forceFolderOf(Path path) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null) {
            throw new NoSuchFileException(path + " has no folder");
        }
        if (System.getProperty("os.name", "").startsWith("Windows")) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            ForceThread.force(channel);
        }
    }
}
