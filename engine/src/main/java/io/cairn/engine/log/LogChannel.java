package io.cairn.engine.log;

import io.cairn.StoreIoException;
import io.cairn.engine.memory.MemoryFactory;
import io.cairn.engine.memory.Uninterrupted;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The channel of a store's file, and the file's name. A {@link FileChannel} closes itself when a
 * thread that uses it is interrupted; this one opens the file again, and does the work anew. Safe
 * for several threads, but for {@link #renamed} and {@link #close}, which are the owner's.
 */
final class LogChannel {
    private final MemoryFactory factory;
    private volatile Path path;
    /** Another one once an interrupt has closed it. */
    private volatile FileChannel channel;

    private volatile boolean closed;
    /** Tells this file from one that another process has put under its name; null if unknown. */
    private final @Nullable Object key;

    /** What is done with the channel; perhaps more than once. */
    @FunctionalInterface
    interface Work<T> {
        T run(FileChannel channel) throws IOException;
    }

    LogChannel(MemoryFactory factory, Path path, FileChannel channel) throws IOException {
        this.factory = factory;
        this.path = path;
        this.channel = channel;
        this.key = keyOf(path);
    }

    private static @Nullable Object keyOf(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    Path path() {
        return path;
    }

    /** Takes note of the file's new name. */
    void renamed(Path target) {
        path = target;
    }

    /**
     * Throws if the file's name was taken away from it, or given to another file.
     *
     * @throws StoreIoException if so, or if the name cannot be looked at
     */
    void requireName() {
        try {
            if (!Objects.equals(key, keyOf(path))) {
                throw new StoreIoException(
                        "file=" + path
                                + " is not the store's own any more, so it is not replaced; compact() does");
            }
        } catch (IOException e) {
            throw IoFailures.unchanged("look at", path, e);
        }
    }

    /**
     * Uses the channel, with the interrupt status of this thread put aside. An interrupt that comes
     * meanwhile, for this thread or for another one that uses the channel, costs the time to do the
     * work anew.
     */
    <T> T use(Work<T> work) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                interrupted |= Thread.interrupted();
                FileChannel open = channel;
                try {
                    return work.run(open);
                } catch (ClosedChannelException e) {
                    if (closed || open.isOpen()) {
                        throw e;
                    }
                    interrupted |= Thread.interrupted();
                    reopen();
                }
            }
        } finally {
            Uninterrupted.restore(interrupted);
        }
    }

    private synchronized void reopen() throws IOException {
        if (!channel.isOpen()) { // or another thread was faster
            requireName();
            channel = factory.open(path);
        }
    }

    void close() throws IOException {
        closed = true;
        channel.close();
    }
}
