package io.cairn.engine.memory;

import java.lang.ref.Cleaner;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * For backends that can release bytes only when the garbage collector finds a memory unreachable
 * (rule M3): runs the release then, counts what is closed but not released, and collects when that
 * piles up, because the collector itself sees small objects only. One instance serves a backend;
 * safe for any thread.
 */
public final class ReleaseBacklog {
    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int MOST_WAITS = 50;

    private static final Cleaner CLEANER = Cleaner.create();

    private final long leastBytes;
    private final AtomicLong openBytes = new AtomicLong();
    private final AtomicLong closedBytes = new AtomicLong();

    /**
     * What the last collection could not release: somebody still holds it, and collecting again
     * would not help.
     */
    private volatile long heldBytes;

    /**
     * Makes an empty backlog.
     *
     * @param leastBytes how much is worth a collection at least
     */
    public ReleaseBacklog(long leastBytes) {
        this.leastBytes = leastBytes;
    }

    /**
     * Counts a memory in.
     *
     * @param holder what every access keeps reachable
     * @param bytes the memory's size
     * @param release frees the bytes; runs once, on another thread, when {@code holder} is
     *     unreachable; must not refer to it
     * @return what the memory calls when it is closed
     */
    public Entry register(Object holder, long bytes, Runnable release) {
        Entry entry = new Entry(bytes, release);
        openBytes.addAndGet(bytes);
        CLEANER.register(holder, entry::release);
        return entry;
    }

    /**
     * Collects garbage if enough waits for it: the least that is worth it, and half of what is
     * open. Called before memory is taken.
     */
    public void drain() {
        if (isLong()) {
            collect();
        }
    }

    private boolean isLong() {
        return closedBytes.get() - heldBytes > leastBytes + openBytes.get() / 2;
    }

    private synchronized void collect() {
        if (!isLong()) {
            return;
        }
        System.gc();
        for (int waits = 0; waits < MOST_WAITS && isLong(); waits++) {
            LockSupport.parkNanos(WAIT_NANOS);
        }
        heldBytes = closedBytes.get();
    }

    /** A memory's share of the backlog. */
    public final class Entry {
        private final long bytes;
        private final Runnable release;
        private boolean closed;

        private Entry(long bytes, Runnable release) {
            this.bytes = bytes;
            this.release = release;
        }

        /** Moves the bytes from open to waiting; again does nothing. */
        public synchronized void close() {
            if (!closed) {
                closed = true;
                openBytes.addAndGet(-bytes);
                closedBytes.addAndGet(bytes);
            }
        }

        private void release() {
            close();
            long left = closedBytes.addAndGet(-bytes);
            heldBytes = Math.min(heldBytes, left);
            release.run();
        }
    }
}
