package io.cairn.engine;

import io.cairn.StoreIoException;
import io.cairn.StoreLockedException;
import io.cairn.engine.memory.MemoryFactory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second store off a file, or a writer off a file that is read. Within this process by a
 * set of paths, asked first: a POSIX lock would be lost as soon as the second opener closed its own
 * descriptor of the lock file. Against other processes by the lock of {@code path.lock}, which the
 * system drops when a process ends: exclusive for a writer, shared among readers, which make no
 * lock file where there is none.
 */
final class StoreLock implements AutoCloseable {
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path store;
    private final @Nullable FileChannel channel;

    private StoreLock(Path store, @Nullable FileChannel channel) {
        this.store = store;
        this.channel = channel;
    }

    /** Locks a store for writing. */
    static StoreLock acquire(MemoryFactory factory, Path store) {
        return acquire(store, () -> lockedChannel(factory, store));
    }

    /** Locks a store for reading, and changes no file. */
    static StoreLock acquireToRead(Path store) {
        return acquire(store, () -> sharedChannel(store));
    }

    private static StoreLock acquire(Path store, Supplier<@Nullable FileChannel> locking) {
        if (!OPEN.add(store)) {
            throw new StoreLockedException(
                    "file=" + store + " is open in this process; close that store first");
        }
        boolean locked = false;
        try {
            StoreLock lock = new StoreLock(store, locking.get());
            locked = true;
            return lock;
        } finally {
            if (!locked) {
                OPEN.remove(store);
            }
        }
    }

    private static FileChannel lockedChannel(MemoryFactory factory, Path store) {
        Path path = lockOf(store);
        try {
            return locked(factory.open(path), false, store);
        } catch (IOException e) {
            throw new StoreIoException(
                    "failed to lock file=" + path + ": " + e
                            + "; the folder must exist and be writable",
                    e);
        }
    }

    private static @Nullable FileChannel sharedChannel(Path store) {
        Path path = lockOf(store);
        try {
            return locked(FileChannel.open(path, StandardOpenOption.READ), true, store);
        } catch (NoSuchFileException e) {
            return null; // a writer would have made it
        } catch (IOException e) {
            throw new StoreIoException(
                    "failed to lock file=" + path + ": " + e + "; it must be readable", e);
        }
    }

    private static FileChannel locked(FileChannel channel, boolean shared, Path store)
            throws IOException {
        FileLock lock = null;
        try {
            lock = channel.tryLock(0, Long.MAX_VALUE, shared);
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        if (lock == null) {
            throw new StoreLockedException(
                    "file=" + store + " is open in another process, which holds " + lockOf(store)
                            + "; close it there first");
        }
        return channel;
    }

    /** Returns the lock file of a store. */
    static Path lockOf(Path store) {
        return store.resolveSibling(store.getFileName() + ".lock");
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new StoreIoException("failed to unlock file=" + store + ": " + e.getMessage(), e);
        } finally {
            OPEN.remove(store);
        }
    }
}
