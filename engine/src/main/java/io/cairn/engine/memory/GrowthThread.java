package io.cairn.engine.memory;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one thread of a process that works ahead of the owners of all its stores. It begins with the
 * first work there is, and ends when there has been none for some seconds.
 */
public final class GrowthThread {
    /** The system property that, if {@code false} when the first store is opened, goes without. */
    public static final String PROPERTY = "cairn.growth.ahead";

    /** The thread's name. */
    public static final String NAME = "cairn-growth";

    private static final long IDLE_SECONDS = 5;

    /** What finds no place in the queue is refused, and its owner does it. */
    private static final int MOST_WAITING = 1024;

    private static final @Nullable Executor SHARED =
            Boolean.parseBoolean(System.getProperty(PROPERTY, "true")) ? executor() : null;

    private GrowthThread() {}

    /** Returns what runs work on the thread, or null if the system property says so. */
    public static @Nullable Executor shared() {
        return SHARED;
    }

    private static Executor executor() {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                GrowthThread::thread);
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** Inherits nothing of the owner that happens to need it first. */
    private static Thread thread(Runnable work) {
        Thread thread = new Thread(null, work, NAME, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        return thread;
    }
}
