package io.cairn.engine;

import io.cairn.StateStoreException;
import io.cairn.StoreStats;
import io.cairn.StoreStats.CompactionState;
import io.cairn.engine.log.RecordLog;
import io.cairn.engine.memory.WorkAhead;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Begins compactions in steps, does a share of their work with each change, and ends them. Nothing
 * that fails here is the caller's failure: the store's contents are as good as before, so the copy
 * is given up, and the reason is kept. Owner's thread only.
 *
 * <p>The share: {@value #FACTOR} bytes are copied for each byte that a change writes, so that
 * copying ends before the log has grown by a sixth of what is live; and {@value #LEAST_SHARE} for a
 * change that writes less. A step begins when {@value #STEP_BYTES} have come together.
 */
final class Compactor {
    private static final int FACTOR = 6;
    private static final int LEAST_SHARE = 256;
    private static final int STEP_BYTES = 1 << 10;
    /** A copy that waits for a flush is made anew when more of it than this is garbage. */
    private static final double MOST_GARBAGE_WAITING = 2.0 / 3;

    private final Home home;
    private final GarbageWatch watch;
    /**
     * Whether a file beside the store's is being written: where two threads were not kept apart
     * otherwise, one would cut what the other has mapped.
     */
    private final AtomicBoolean writesFile;

    private @Nullable CompactionRun run;
    private long owed;
    private long usedBefore;

    private StoreStats.Copied last = StoreStats.Compaction.NONE.copied();
    private StoreStats.Abandoned abandoned = StoreStats.Compaction.NONE.abandoned();
    private long completed;
    private long mostStepBytes;

    Compactor(Home home, AtomicBoolean writesFile) {
        this.home = home;
        this.writesFile = writesFile;
        this.watch = new GarbageWatch(home.trigger());
    }

    /**
     * Follows a change that was made: the record at {@code address} is now its key's. Call it after
     * each such change, before the next one.
     */
    void wrote(byte[] key, int offset, int length, long address) {
        if (run != null) {
            mirror(key, offset, length, address);
        }
    }

    /** Follows a deletion that was made, of a key that was present. */
    void removed(byte[] key, int offset, int length) {
        if (run != null) {
            mirror(key, offset, length, 0);
        }
    }

    private void mirror(byte[] key, int offset, int length, long address) {
        begin();
        CompactionRun present = run; // read again: another thread may have ended it just now
        try {
            if (present == null || !present.covers(key, offset, length)) {
                return;
            }
            if (address == 0) {
                present.delete(key, offset, length);
            } else {
                present.put(key, offset, length, address);
            }
        } catch (StateStoreException e) {
            fail(e);
        } finally {
            end();
        }
    }

    /**
     * Does a share of the work after a change, or begins it.
     *
     * @param contents the store's present contents
     * @return whether the copy can take their place now
     */
    boolean workAfterChange(Contents contents) {
        if (run == null) {
            if (watch.isTimeAfterChange(contents)) {
                start(contents);
            }
            return false;
        }
        long used = contents.log().usedBytes();
        owed += Math.max(LEAST_SHARE, FACTOR * (used - usedBefore));
        usedBefore = used;
        if (owed < STEP_BYTES) {
            return false;
        }
        long copied = step(owed);
        owed = isCopying() ? Math.max(0, owed - copied) : 0;
        return isReady();
    }

    /**
     * Does one step that no change pays for.
     *
     * @return whether there is more to do now
     */
    boolean workWhileIdle(Contents contents) {
        if (run == null) {
            if (watch.isTime(contents)) {
                start(contents);
            }
            return run != null;
        }
        boolean copying = isCopying();
        step(STEP_BYTES);
        return copying || run == null;
    }

    private void start(Contents contents) {
        begin();
        try {
            run = new CompactionRun(home, contents);
            owed = 0;
            usedBefore = contents.log().usedBytes();
        } catch (StateStoreException e) {
            countAbandoned(reason(e));
            watch.failed(contents);
        } finally {
            end();
        }
    }

    /** Copies some more, or looks after a copy that waits; returns the bytes copied. */
    private long step(long most) {
        begin();
        try {
            CompactionRun present = run;
            if (present == null) {
                return 0;
            }
            if (present.isAtEnd()) {
                lookAfter(present);
                return 0;
            }
            long copied = present.step(most);
            mostStepBytes = Math.max(mostStepBytes, copied);
            return copied;
        } catch (StateStoreException e) {
            fail(e);
            return 0;
        } finally {
            end();
        }
    }

    /**
     * A copy that waits for a long time is made anew, so that it does not grow for ever; but
     * seldom, since it misses the flushes that are made until it is whole again.
     */
    private void lookAfter(CompactionRun present) {
        if (GarbageWatch.share(present.copy()) > MOST_GARBAGE_WAITING) {
            giveUp("it waited for a flush until two thirds of it were garbage");
            watch.beginAnew();
        } else {
            present.forceAhead();
        }
    }

    boolean isCopying() {
        CompactionRun present = run;
        return present != null && !present.isAtEnd();
    }

    /** Tells whether all is copied. */
    boolean isAtEnd() {
        CompactionRun present = run;
        return present != null && present.isAtEnd();
    }

    /** Tells whether the copy can take the contents' place without a flush of the caller. */
    boolean isReady() {
        CompactionRun present = run;
        return present != null && present.isAtEnd() && !present.waitsForFlush();
    }

    /**
     * Makes the copy durable, and gives its file the store's name.
     *
     * @param tag what the copy is flushed with; null if it is not to be a flush
     * @return the copy, which is the caller's now, or null if it was given up
     */
    @Nullable
    Contents finish(byte @Nullable [] tag) {
        begin();
        try {
            CompactionRun present = run;
            if (present == null) {
                return null;
            }
            present.requireName();
            present.stopForcing();
            home.moveIntoPlace(present.copy(), tag);
            last = new StoreStats.Copied(present.entries(), present.bytes(), 0);
            run = null;
            completed++;
            return present.copy();
        } catch (StateStoreException e) {
            fail(e);
            return null;
        } finally {
            end();
        }
    }

    /** There are other contents. */
    void beginAnew() {
        watch.beginAnew();
    }

    private void fail(StateStoreException e) {
        CompactionRun failed = run;
        if (failed != null) {
            watch.failed(failed.source());
        }
        giveUp(reason(e));
    }

    /** Gives up what is under way. */
    void abandon(String reason) {
        if (run != null) {
            begin();
            try {
                giveUp(reason);
            } finally {
                end();
            }
        }
    }

    /** Gives up what is under way, on behalf of one who writes such a file, too. */
    void abandonAlone(String reason) {
        giveUp(reason);
    }

    private void giveUp(String reason) {
        CompactionRun doomed = run;
        if (doomed == null) {
            return;
        }
        run = null;
        last = new StoreStats.Copied(doomed.entries(), doomed.bytes(), 0);
        countAbandoned(reason);
        try {
            doomed.abandon();
        } catch (StateStoreException e) {
            // The file is closed: the next compaction writes over it, and the next opening deletes
            // it.
            abandoned = new StoreStats.Abandoned(
                    abandoned.count(), reason + "; its file is left: " + reason(e));
        }
    }

    private void countAbandoned(String reason) {
        abandoned = new StoreStats.Abandoned(abandoned.count() + 1, reason);
    }

    private static String reason(StateStoreException e) {
        return String.valueOf(e.getMessage());
    }

    /** Lets go of contents: on another thread, if they are large and there is one. */
    void release(Contents contents) {
        Executor executor = home.factory().growth();
        if (executor == null || contents.log().mappedBytes() < WorkAhead.LEAST_WINDOW_BYTES) {
            contents.release();
            return;
        }
        try {
            executor.execute(contents::release);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            contents.release(); // the queue is full, or the system gives no thread
        }
    }

    StoreStats.Compaction stats() {
        CompactionRun present = run;
        return new StoreStats.Compaction(
                present == null
                        ? CompactionState.IDLE
                        : present.isAtEnd()
                                ? CompactionState.WAITING_FOR_FLUSH
                                : CompactionState.COPYING,
                present == null ? last : copiedBy(present),
                completed,
                abandoned,
                mostStepBytes);
    }

    private static StoreStats.Copied copiedBy(CompactionRun present) {
        RecordLog log = present.copy().log();
        return new StoreStats.Copied(present.entries(), present.bytes(), log.usedBytes());
    }

    private void begin() {
        if (!writesFile.compareAndSet(false, true)) {
            throw home.usedTwice();
        }
    }

    private void end() {
        writesFile.set(false);
    }
}
