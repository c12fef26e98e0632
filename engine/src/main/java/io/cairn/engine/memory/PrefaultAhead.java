package io.cairn.engine.memory;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Touches anonymous memory ahead of the owner that fills it: the first touch of a huge page costs
 * some 100 us, since the system clears it then.
 *
 * <p>Needs no lock: no access to a memory that is closed meanwhile does harm (rule M3).
 */
public final class PrefaultAhead extends WorkAhead {
    /** For memory in which nobody works ahead. */
    public static final PrefaultAhead NONE = new PrefaultAhead(null, null);

    private static final int SHARE = 4;
    private static final long MOST_BYTES = 8 << 20;

    /** Of one call, between which it is seen whether the owner has closed the memory. */
    private static final long STEP_BYTES = 2 << 20;

    private final @Nullable Memory memory;
    private final long size;
    private final long distance;

    /** The thread's own. */
    private long touchedTo;

    /** The owner's own. */
    private long askAt;

    private PrefaultAhead(@Nullable Executor executor, @Nullable Memory memory) {
        super(executor);
        this.memory = memory;
        this.size = memory == null ? 0 : memory.size();
        this.distance = distance(size, SHARE, MOST_BYTES);
        this.askAt = worksIn(size) ? 0 : Long.MAX_VALUE;
    }

    /** Begins at the front of a memory, if the factory has somebody to do it and it is large. */
    public static PrefaultAhead of(MemoryFactory factory, Memory memory) {
        return memory.size() < LEAST_WINDOW_BYTES
                ? NONE
                : new PrefaultAhead(factory.growth(), memory);
    }

    /**
     * Tells that the owner is about to use what lies before {@code offset}.
     *
     * @return from which offset on this is to be called again; {@link Long#MAX_VALUE} for never
     */
    public long reached(long offset) {
        if (offset >= askAt) {
            long to = Math.min(size, offset + distance);
            askAt = to == size ? Long.MAX_VALUE : to - distance / 2;
            ask(offset, to);
        }
        return askAt;
    }

    @Override
    protected void work() {
        if (memory == null) {
            return;
        }
        try {
            while (touchedTo < goal()) {
                long to = Math.min(goal(), (touchedTo | (STEP_BYTES - 1)) + 1);
                long from = Math.min(to, Math.max(touchedTo, position()));
                memory.prefault(from, to - from);
                touchedTo = to;
            }
        } catch (IllegalStateException closed) {
            touchedTo = size; // The owner needs it no more, and nor does anybody else.
        }
    }
}
