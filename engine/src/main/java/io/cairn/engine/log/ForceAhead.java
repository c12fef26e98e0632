package io.cairn.engine.log;

import io.cairn.StoreIoException;
import io.cairn.engine.memory.MemoryFactory;
import io.cairn.engine.memory.WorkAhead;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Forces the records of a log that is being copied, piece by piece, so that little is left to force
 * at its end: on another thread, where somebody works ahead, and else, or if that one is late, by
 * the owner.
 *
 * <p>The lock is held for one piece of either, and by whoever ends the work; so nothing is forced
 * after the log was released. A piece that fails is not tried again: it is unknown what reached the
 * disk, so the owner is told by its next call, and must give the log up.
 */
public final class ForceAhead extends WorkAhead {
    /**
     * So much is forced at once: what ends where this does, so that no huge page is written twice.
     */
    public static final long PIECE_BYTES = MemoryFactory.HUGE_PAGE_BYTES;
    /** When so much is not forced, the owner does a piece itself. */
    private static final long MOST_LEFT_BYTES = 4 * PIECE_BYTES;

    private final RecordLog log;
    private final long mostLeftBytes;
    private final ReentrantLock lock = new ReentrantLock(true);
    private long askedTo;

    /** Written under the lock. */
    private volatile long forcedTo;

    private volatile @Nullable StoreIoException failure;

    /** Under the lock. */
    private boolean stopped;

    /**
     * Begins at the log's end.
     *
     * @param log a log on file; it belongs to this object's owner
     * @param executor who works ahead, or null if nobody does
     */
    public ForceAhead(RecordLog log, @Nullable Executor executor) {
        super(executor);
        this.log = log;
        this.mostLeftBytes = executor == null ? PIECE_BYTES : MOST_LEFT_BYTES;
        this.forcedTo = log.end();
        this.askedTo = forcedTo;
    }

    /**
     * Owner only: tells that the records up to {@code end} will not change.
     *
     * @throws StoreIoException if a piece could not be forced
     */
    public void reached(long end) {
        if (end - askedTo >= PIECE_BYTES) {
            askedTo = end;
            ask(forcedTo, end);
        }
        if (end - forcedTo > mostLeftBytes) {
            force(endOfPiece());
        }
        StoreIoException failed = failure;
        if (failed != null) {
            throw failed;
        }
    }

    @Override
    protected void work() {
        while (endOfPiece() <= goal() && failure == null && force(goal())) {}
    }

    private long endOfPiece() {
        return (forcedTo + PIECE_BYTES) & -PIECE_BYTES;
    }

    /** Forces the next piece, if it ends at {@code limit} or before; false if there is none. */
    private boolean force(long limit) {
        lock.lock();
        try {
            long to = endOfPiece();
            if (stopped || to > limit) {
                return false;
            }
            log.forceAhead(forcedTo, to);
            forcedTo = to;
            return true;
        } catch (StoreIoException e) {
            failure = e;
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Owner only: ends all work, and returns up to where all is forced. */
    public long stop() {
        lock.lock();
        try {
            stopped = true;
            return forcedTo;
        } finally {
            lock.unlock();
        }
    }
}
