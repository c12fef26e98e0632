package io.cairn.engine.log;

import io.cairn.StoreIoException;
import io.cairn.engine.memory.Memory;
import io.cairn.engine.memory.MemoryFactory;
import io.cairn.engine.memory.WorkAhead;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Which blocks the file of a log surely has, so that no write to a mapped page can fail. They are
 * reserved in steps: by another thread before the owner gets there, where somebody works ahead, and
 * else, or if that one is late, by the owner.
 *
 * <p>The lock is held for one step of either, and by whoever closes the log or cuts its file: so no
 * zeros are written over a record, and no page is touched that has no block, or behind the file's
 * end or after the window was unmapped. The owner waits for one step at most, since the lock is
 * fair.
 *
 * <p>A step that fails on the other thread, for want of space, say, is not reported from there. It
 * has reserved nothing, as far as is noted here, so the owner comes to the same place, makes the
 * same attempt, and gets the exception in the call that needs the room; if the disk has space again
 * by then, there was no failure.
 */
final class Reservation extends WorkAhead {
    private static final int STEP_BYTES = 64 << 10;
    /** In smaller windows a huge page would be too much more than the file holds. */
    private static final long LEAST_WINDOW_WITH_HUGE_PAGES = 8L * MemoryFactory.HUGE_PAGE_BYTES;
    /** A flush writes whole pages: they may be huge where it writes as much in any case. */
    private static final long LEAST_FLUSH_WITH_HUGE_PAGES = 2L * MemoryFactory.HUGE_PAGE_BYTES;

    private static final long PAGE_BYTES = 4096;
    private static final int SHARE = 8;
    private static final long MOST_BYTES = 4 << 20;

    private final LogFile file;
    private final ReentrantLock lock = new ReentrantLock(true);

    /** Written under the lock. */
    private volatile long reservedTo;

    /** The window that is filled, its first address and the one after it; under the lock. */
    private @Nullable Memory window;

    private long base;
    private long limit;

    /** Whether little would be gained by smaller pages. */
    private volatile boolean inHugePages = true;

    /** The owner's own: up to where all was flushed. */
    private long flushedTo;

    /** The owner's own: from which address on to ask for more. */
    private long askAt = Long.MAX_VALUE;

    Reservation(LogFile file, @Nullable Executor executor) {
        super(executor);
        this.file = file;
    }

    /**
     * Owner only: goes on from {@code address}, behind which nothing is reserved yet, unless it was
     * by this object.
     *
     * @param newWindow the one that holds the address, from {@code newBase} to before
     *     {@code newLimit}; null if there is none yet
     */
    @SuppressWarnings("ReferenceEquality") // the same memory, not an equal one
    void moveTo(long address, @Nullable Memory newWindow, long newBase, long newLimit) {
        lock.lock();
        try {
            if (newWindow != window) {
                askAt = newWindow != null && worksIn(newLimit - newBase) ? address : Long.MAX_VALUE;
            }
            window = newWindow;
            base = newBase;
            limit = newLimit;
            reservedTo = Math.max(reservedTo, address);
        } finally {
            lock.unlock();
        }
    }

    /** Owner only: forgets what was reserved behind an address, and cuts the file there. */
    void cutAt(long address) {
        lock.lock();
        try {
            file.truncate(address);
            reservedTo = address;
        } finally {
            lock.unlock();
        }
    }

    /** Returns up to where blocks are reserved. */
    long reservedTo() {
        return reservedTo;
    }

    /**
     * Owner only: forgets what was reserved since {@link #reservedTo} was asked for, because the
     * log's end goes back, perhaps over places that were jumped over and have no blocks.
     */
    void backTo(long address) {
        lock.lock();
        try {
            reservedTo = address;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Owner only: makes sure that there are blocks from the log's end up to {@code to}, which lies
     * in the window.
     *
     * @return up to where there are, and this need not be called; never behind the window's end
     * @throws StoreIoException if the disk is full; nothing has changed then
     */
    long ensure(long end, long to) {
        if (to > reservedTo) {
            lock.lock();
            try {
                reserve(Math.max(reservedTo, end), to);
            } finally {
                lock.unlock();
            }
        }
        if (to >= askAt) {
            askForMore(to);
        }
        return Math.min(limit, Math.min(reservedTo, askAt));
    }

    private void askForMore(long from) {
        long distance = distance(limit - base, SHARE, MOST_BYTES);
        long to = Math.min(limit, from + distance);
        askAt = to == limit ? Long.MAX_VALUE : to - distance / 2;
        ask(from, to);
    }

    /** Does nothing if there are blocks up to {@code to} already. */
    private void reserve(long from, long to) {
        if (to > from) {
            long goal = Math.max(to, Math.min(limit, from + STEP_BYTES));
            // A mapped page is written as a whole: if the file system's blocks are smaller, all
            // need room.
            goal = (goal + PAGE_BYTES - 1) & -PAGE_BYTES;
            file.reserve(from, goal - from);
            Memory memory = window;
            if (memory != null) {
                touch(memory, from - base, Math.min(goal - base, memory.size()));
            }
            reservedTo = goal;
        }
    }

    /**
     * Has the system make ready each page that was reserved. What it has read of the file may lie
     * in pages larger than one was asked for, which reach beyond what was reserved, and it writes a
     * page as a whole: on a full disk there may be no room for it. Here that is an exception; where
     * a record is written, it would be an error of the JVM.
     */
    private void touch(Memory memory, long from, long to) {
        if (from < to) {
            try {
                memory.prefault(from, to - from);
                file.length(); // a call of the system: an error of a page is thrown by now
            } catch (InternalError noRoom) {
                throw file.noRoomForPages(noRoom);
            }
        }
    }

    @Override
    protected void work() {
        boolean more = true;
        while (more) {
            lock.lock();
            try {
                more = step();
            } catch (StoreIoException | IllegalStateException failure) {
                // Full, or broken, or the window was made wide: the owner will see; see above.
                more = false;
            } finally {
                lock.unlock();
            }
        }
    }

    /** Reserves some more, if it was asked for. */
    private boolean step() {
        if (window == null || reservedTo < base || reservedTo >= goal()) {
            return false;
        }
        reserve(reservedTo, endOfStep());
        return true;
    }

    /**
     * The system makes a huge page of zeros that are written at once, if they are all of it. Only
     * the other thread does, since that takes some time.
     */
    private long endOfStep() {
        if (inHugePages && limit - base >= LEAST_WINDOW_WITH_HUGE_PAGES) {
            long next = reservedTo + MemoryFactory.HUGE_PAGE_BYTES;
            return Math.min(limit, next & -MemoryFactory.HUGE_PAGE_BYTES);
        }
        return Math.min(reservedTo + STEP_BYTES, goal());
    }

    /**
     * Owner only: tells that all before {@code end} was flushed. Where flushes are many, pages that
     * come from now on are small.
     */
    void flushed(long end) {
        inHugePages = end - flushedTo >= LEAST_FLUSH_WITH_HUGE_PAGES;
        flushedTo = end;
    }

    /** Ends all work; the window may be unmapped and the file closed after. */
    void stop() {
        lock.lock();
        try {
            window = null;
        } finally {
            lock.unlock();
        }
    }
}
