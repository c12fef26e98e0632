package io.cairn.engine.memory;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a process that work ahead of the owners of all its stores. They begin with the
 * first work there is, and end when there has been none for some seconds.
 */
public final class GrowthThread {
    /** The system property that, if {@code false} when the first store is opened, goes without. */
    public static final String PROPERTY = "cairn.growth.ahead";

    /** The name of each. */
    public static final String NAME = "cairn-growth";

    /** One may wait for the disk while the other goes ahead of the owners. */
    private static final int THREADS = 2;

    private static final long IDLE_SECONDS = 5;

    /** What finds no place in the queue is refused, and its owner does it. */
    private static final int MOST_WAITING = 1024;

    private static final @Nullable Executor SHARED =
            Boolean.parseBoolean(System.getProperty(PROPERTY, "true")) ? executor() : null;

    private GrowthThread() {}

    /** Returns what runs work on the threads, or null if the system property says so. */
    public static @Nullable Executor shared() {
        return SHARED;
    }

    private static Executor executor() {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                THREADS,
                THREADS,
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
