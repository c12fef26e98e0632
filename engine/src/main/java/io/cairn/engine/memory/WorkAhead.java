package io.cairn.engine.memory;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Work on memory that an owner fills from front to back, done by another thread before the owner
 * gets there. It is never needed: what is not done in time the owner does, or meets as page faults.
 *
 * <p>The owner tells how far it got by {@link #ask}; {@link #work} runs on the other thread, one
 * run at a time.
 */
public abstract class WorkAhead implements Runnable {
    /** Nobody works ahead in smaller windows, so small stores never need the thread. */
    public static final long LEAST_WINDOW_BYTES = 1L << 20;

    private static final long LEAST_DISTANCE = 256L << 10;

    private final @Nullable Executor executor;

    /** Whether a run will come that has not yet looked at {@link #goal}. */
    private volatile boolean scheduled;

    private final AtomicBoolean running = new AtomicBoolean();
    private volatile long position;
    private volatile long goal;

    /**
     * For subclasses.
     *
     * @param executor runs the work; null for no work at all
     */
    protected WorkAhead(@Nullable Executor executor) {
        this.executor = executor;
    }

    /** Tells whether anybody works ahead in a window of this size. */
    protected final boolean worksIn(long windowBytes) {
        return executor != null && windowBytes >= LEAST_WINDOW_BYTES;
    }

    /**
     * Returns how far ahead to work: a share of the window, so that what is never used stays small
     * beside what is.
     */
    protected static long distance(long windowBytes, int share, long most) {
        return Math.max(LEAST_DISTANCE, Math.min(windowBytes / share, most));
    }

    /**
     * Owner only: asks that all be done from {@code from} to {@code to}. Costs little, and
     * allocates nothing.
     */
    protected final void ask(long from, long to) {
        position = from;
        goal = to;
        if (!scheduled && executor != null) {
            scheduled = true;
            execute(executor);
        }
    }

    private void execute(Executor runs) {
        try {
            runs.execute(this);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // The queue is full, or the system gives no thread. Nothing is lost but time: the owner
            // does the work, and asks again further on.
            scheduled = false;
        }
    }

    /** Returns where the owner was when it asked; not before {@link #goal} was read. */
    protected final long position() {
        return position;
    }

    /** Returns up to where all is to be done. */
    protected final long goal() {
        return goal;
    }

    /** Does what was asked for; a run that comes while another is at work is left to that one. */
    @Override
    public final void run() {
        while (running.compareAndSet(false, true)) {
            scheduled = false; // before the goal is read: what is asked from now on is done anew
            try {
                work();
            } finally {
                running.set(false);
            }
            if (!scheduled) {
                return;
            }
        }
    }

    /** Works up to {@link #goal}. */
    protected abstract void work();
}
