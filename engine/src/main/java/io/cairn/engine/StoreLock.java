package io.cairn.engine;

import io.cairn.StoreIoException;
import io.cairn.StoreLockedException;
import io.cairn.engine.memory.MemoryFactory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a second store off a file. Within this process by a set of paths, asked first: a POSIX lock
 * would be lost as soon as the second opener closed its own descriptor of the lock file. Against
 * other processes by the lock of {@code path.lock}, which the system drops when a process ends.
 */
final class StoreLock implements AutoCloseable {
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path store;
    private final FileChannel channel;

    private StoreLock(Path store, FileChannel channel) {
        this.store = store;
        this.channel = channel;
    }

    static StoreLock acquire(MemoryFactory factory, Path store) {
        if (!OPEN.add(store)) {
            throw new StoreLockedException(
                    "file=" + store + " is open in this process; close that store first");
        }
        boolean locked = false;
        try {
            StoreLock lock = new StoreLock(store, lockedChannel(factory, store));
            locked = true;
            return lock;
        } finally {
            if (!locked) {
                OPEN.remove(store);
            }
        }
    }

    private static FileChannel lockedChannel(MemoryFactory factory, Path store) {
        Path path = store.resolveSibling(store.getFileName() + ".lock");
        try {
            FileChannel channel = factory.open(path);
            FileLock lock = null;
            try {
                lock = channel.tryLock();
            } finally {
                if (lock == null) {
                    channel.close();
                }
            }
            if (lock == null) {
                throw new StoreLockedException(
                        "file=" + store + " is open in another process, which holds " + path
                                + "; close it there first");
            }
            return channel;
        } catch (IOException e) {
            throw new StoreIoException(
                    "failed to lock file=" + path + ": " + e
                            + "; the folder must exist and be writable",
                    e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new StoreIoException("failed to unlock file=" + store + ": " + e.getMessage(), e);
        } finally {
            OPEN.remove(store);
        }
    }
}
