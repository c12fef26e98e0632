package io.cairn.engine.log;

import io.cairn.CorruptStoreException;
import io.cairn.StoreIoException;
import io.cairn.WindowSizes;
import io.cairn.engine.log.FileFormat.Flush;
import io.cairn.engine.log.FileFormat.Identity;
import io.cairn.engine.memory.Memory;
import io.cairn.engine.memory.MemoryFactory;
import io.cairn.engine.memory.ReadOnlyFactory;
import io.cairn.engine.memory.Uninterrupted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A store's file: its header, its length, and the forcing of its parts. Owner's thread only, but
 * for {@link #reserve}, whose callers {@link Reservation} keeps apart.
 */
public final class LogFile implements AutoCloseable {
    private static final int PAGE = 4096;
    private static final int BLANK_STEP = 64 << 10;

    private final MemoryFactory factory;
    private final LogChannel channel;
    private final Memory header;
    private final Identity identity;
    private final boolean readOnly;
    private Flush lastFlush;
    private boolean folderForced;

    private LogFile(MemoryFactory factory, Path path, FileChannel channel, Memory header)
            throws IOException {
        this.factory = factory;
        this.readOnly = factory instanceof ReadOnlyFactory;
        this.channel = new LogChannel(factory, path, channel);
        this.header = header;
        this.identity = FileFormat.identity(header, path);
        this.lastFlush = FileFormat.lastFlush(header, path);
    }

    /**
     * Throws if the file's name was taken away from it, or given to another file.
     *
     * @throws StoreIoException if so, or if the name cannot be looked at
     */
    public void requireName() {
        channel.requireName();
    }

    /** Makes a new file, or takes over one that was created and never written. */
    public static LogFile create(
            MemoryFactory factory, Path path, WindowSizes windows, long hashSeed) {
        LogFile file = createBeside(factory, path, windows, hashSeed);
        try {
            file.forceHeader("create"); // before the file grows; see exists
            return file;
        } catch (StoreIoException e) {
            file.close();
            deleteUnfinished(factory, path, e); // or it would keep what room is left
            throw e;
        }
    }

    /**
     * Makes a new file that is nobody's store before it was forced and renamed: until then nothing
     * of it need be durable.
     */
    public static LogFile createBeside(
            MemoryFactory factory, Path path, WindowSizes windows, long hashSeed) {
        return Uninterrupted.call(() -> created(factory, path, windows, hashSeed));
    }

    private static LogFile created(
            MemoryFactory factory, Path path, WindowSizes windows, long hashSeed) {
        FileChannel channel = null;
        Memory header = null;
        try {
            channel = factory.open(path);
            factory.truncate(channel, 0);
            factory.reserve(channel, 0, FileFormat.HEADER_BYTES);
            header = factory.map(channel, 0, FileFormat.HEADER_BYTES);
            FileFormat.putFlush(header, FileFormat.nothing());
            FileFormat.putIdentity(
                    header,
                    new Identity(
                            UUID.randomUUID(),
                            hashSeed,
                            System.currentTimeMillis(),
                            windows,
                            FileFormat.VERSION));
            return new LogFile(factory, path, channel, header);
        } catch (IOException | RuntimeException e) {
            release(header, channel, e);
            if (channel != null) {
                deleteUnfinished(factory, path, e); // or it would keep what room is left
            }
            throw e instanceof IOException || e instanceof UncheckedIOException
                    ? IoFailures.unchanged("create", path, e)
                    : (RuntimeException) e;
        }
    }

    private void forceHeader(String purpose) {
        try {
            header.force(0, FileFormat.HEADER_BYTES);
        } catch (UncheckedIOException e) {
            throw IoFailures.unchanged(purpose, path(), e);
        }
    }

    /**
     * Makes the header and the length durable without calling it a flush: where this file is
     * renamed over one that was never flushed, it has not been, either.
     *
     * @throws StoreIoException if it fails
     */
    public void forceUnflushed() {
        forceHeader("force the header of");
        forceLength();
    }

    /** Tells whether its owner has never flushed it. */
    public boolean isNeverFlushed() {
        return FileFormat.isNothing(lastFlush);
    }

    private static void deleteUnfinished(MemoryFactory factory, Path path, Exception failure) {
        try {
            factory.delete(path);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Opens a file that {@link #exists}. */
    public static LogFile open(MemoryFactory factory, Path path) {
        return Uninterrupted.call(() -> opened(factory, path));
    }

    private static LogFile opened(MemoryFactory factory, Path path) {
        FileChannel channel = null;
        Memory header = null;
        try {
            channel = factory.open(path);
            if (channel.size() < FileFormat.HEADER_BYTES) {
                throw tooShort(path, channel);
            }
            header = factory.map(channel, 0, FileFormat.HEADER_BYTES);
            LogFile file = new LogFile(factory, path, channel, header);
            if (!file.readOnly && FileFormat.isNothing(file.lastFlush)) {
                // Its maker, or a compaction, may not have come so far: without its name, the file
                // that it replaced could come back, with what this opening is to give up.
                header.force(0, FileFormat.HEADER_BYTES);
                factory.forceFolderOf(path);
            }
            return file;
        } catch (IOException | RuntimeException e) {
            release(header, channel, e);
            throw e instanceof IOException || e instanceof UncheckedIOException
                    ? IoFailures.unchanged("open", path, e)
                    : (RuntimeException) e;
        }
    }

    /** Opens a file that {@link #exists}, and never changes it. */
    public static LogFile openReadOnly(MemoryFactory factory, Path path) {
        return open(new ReadOnlyFactory(factory), path);
    }

    /**
     * Tells whether there is a file with something in it: false if it is absent, empty, or its
     * making was cut short before its header was whole and durable.
     */
    public static boolean exists(Path path) {
        if (!Files.exists(path)) {
            return false;
        }
        try {
            return Uninterrupted.call(() -> hasContents(path));
        } catch (IOException e) {
            throw IoFailures.unchanged("read", path, e);
        }
    }

    private static boolean hasContents(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            if (channel.size() > FileFormat.HEADER_BYTES) {
                return true;
            }
            ByteBuffer all =
                    ByteBuffer.allocate((int) channel.size()).order(ByteOrder.LITTLE_ENDIAN);
            while (all.hasRemaining() && channel.read(all) >= 0) {}
            return !FileFormat.isUnfinished(all.flip());
        }
    }

    private static CorruptStoreException tooShort(Path path, FileChannel channel)
            throws IOException {
        ByteBuffer first = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        channel.read(first, 0);
        String what = first.getLong(0) == FileFormat.MAGIC
                ? "it was cut inside of its header; restore it from a backup"
                : "it does not begin with CAIRNLOG, so it is no Cairn store; give another path";
        return new CorruptStoreException(
                "file=" + path + " offset=" + channel.size() + ": " + what);
    }

    /** Returns the file's path. */
    public Path path() {
        return channel.path();
    }

    /** Tells whether nothing of the file may be changed. */
    public boolean isReadOnly() {
        return readOnly;
    }

    /** Returns what the file is. */
    public Identity identity() {
        return identity;
    }

    /** Returns what the last flush made safe. */
    public Flush lastFlush() {
        return lastFlush;
    }

    /** Returns the file's length. */
    public long length() {
        try {
            return channel.use(FileChannel::size);
        } catch (IOException e) {
            throw IoFailures.unchanged("read the length of", path(), e);
        }
    }

    Memory map(long position, long bytes) {
        try {
            return channel.use(open -> factory.map(open, position, bytes));
        } catch (IOException e) {
            throw IoFailures.unchanged(
                    "map " + bytes + " bytes at offset=" + position + " of", path(), e);
        }
    }

    void reserve(long position, long bytes) {
        try {
            channel.use(open -> {
                factory.reserve(open, position, bytes);
                return open;
            });
        } catch (IOException e) {
            throw IoFailures.unchanged(
                    "reserve " + bytes + " bytes at offset=" + position + " of", path(), e);
        }
    }

    /** Returns the exception for pages that the file system has no room to write. */
    StoreIoException noRoomForPages(InternalError fault) {
        return IoFailures.unchanged(
                "get pages to write to of",
                path(),
                new IOException("there is no room, or the disk fails", fault));
    }

    void truncate(long bytes) {
        try {
            channel.use(open -> {
                factory.truncate(open, bytes);
                return open;
            });
        } catch (IOException e) {
            throw IoFailures.unchanged("cut to " + bytes + " bytes", path(), e);
        }
    }

    /** Returns where, from a place in the file on, the first byte is that is not 0; -1 if none. */
    long firstWrittenFrom(long position) {
        ByteBuffer zeros = ByteBuffer.allocateDirect(BLANK_STEP);
        ByteBuffer buffer = ByteBuffer.allocateDirect(BLANK_STEP);
        try {
            long at = position;
            while (read(buffer.clear(), at) > 0) {
                int different = buffer.flip().mismatch(zeros.clear().limit(buffer.limit()));
                if (different >= 0) {
                    return at + different;
                }
                at += buffer.limit();
            }
            return -1;
        } catch (IOException e) {
            throw IoFailures.unchanged("read", path(), e);
        }
    }

    /** Tells whether there is nothing but zeros, or nothing at all, in some bytes of the file. */
    boolean isBlank(long position, int bytes) {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        try {
            boolean more = true;
            while (buffer.hasRemaining() && more) {
                more = read(buffer, position + buffer.position()) > 0;
            }
        } catch (IOException e) {
            throw IoFailures.unchanged("read", path(), e);
        }
        return buffer.flip().equals(ByteBuffer.allocate(buffer.limit()));
    }

    /** Makes the file at least so long, with zeros and without reserving blocks. */
    void lengthenTo(long bytes) {
        if (length() < bytes) {
            map(bytes - PAGE, PAGE).close();
        }
    }

    /** Makes the file's length durable, so that what was cut off never comes back. */
    void forceLength() {
        try {
            force();
        } catch (IOException e) {
            throw IoFailures.unchanged("force the length of", path(), e);
        }
    }

    private void force() throws IOException {
        channel.use(open -> {
            factory.force(open);
            return open;
        });
    }

    private int read(ByteBuffer target, long position) throws IOException {
        return channel.use(open -> open.read(target, position));
    }

    /**
     * Records, durably, that all before {@code end} is safe, which the caller has seen to.
     *
     * @return the bytes of the header's pages that were forced
     * @throws StoreIoException if it fails; the file is then in an unknown state
     */
    long flushed(long end, long entries, byte[] tag) {
        long forced = FileFormat.slotBytes();
        Flush flush = new Flush(lastFlush.sequence() + 1, end, entries, tag.clone());
        try {
            if (!folderForced) { // before the slot: an intact slot means an intact identity
                header.force(0, FileFormat.HEADER_BYTES);
                forced += FileFormat.HEADER_BYTES;
                force();
                factory.forceFolderOf(path());
                folderForced = true;
            }
            long slot = FileFormat.putFlush(header, flush);
            header.force(slot, FileFormat.slotBytes());
        } catch (IOException | UncheckedIOException e) {
            throw IoFailures.poisoned("force the header of", path(), e);
        }
        lastFlush = flush;
        return forced;
    }

    /** Returns how many bytes the pages have that hold a range. */
    static long pageBytes(long from, long to) {
        return (to + PAGE - 1) / PAGE * PAGE - from / PAGE * PAGE;
    }

    /**
     * Moves this file over another one.
     *
     * @throws StoreIoException if the move fails; nothing has changed then
     */
    public void renameTo(Path target) {
        try {
            factory.replace(path(), target);
        } catch (IOException e) {
            throw IoFailures.unchanged("rename to " + target + " the", path(), e);
        }
        channel.renamed(target);
        folderForced = false;
    }

    /** Makes the file's name durable. */
    public void forceFolder() {
        try {
            factory.forceFolderOf(path());
            folderForced = true;
        } catch (IOException e) {
            throw IoFailures.poisoned("force the folder of", path(), e);
        }
    }

    /**
     * Deletes the file, which is closed, and first empties it: a backend may unmap it later, and
     * the room that it takes would be missing until then.
     */
    public void delete() {
        try {
            Uninterrupted.call(() -> {
                try (FileChannel left = factory.open(path())) {
                    factory.truncate(left, 0);
                    return left;
                } finally {
                    factory.delete(path());
                }
            });
        } catch (IOException e) {
            throw IoFailures.unchanged("delete", path(), e);
        }
    }

    @Override
    public void close() {
        header.close();
        try {
            channel.close();
        } catch (IOException e) {
            throw IoFailures.poisoned("close", path(), e);
        }
    }

    private static void release(
            @Nullable Memory header, @Nullable FileChannel channel, Exception failure) {
        if (header != null) {
            header.close();
        }
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
    }
}
