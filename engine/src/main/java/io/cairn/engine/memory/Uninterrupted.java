package io.cairn.engine.memory;

import java.nio.channels.ClosedByInterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Does work with the interrupt status of the calling thread put aside, and brings it back after. A
 * {@link java.nio.channels.FileChannel} closes itself when an interrupted thread uses it, and a
 * store must not lose its file because the thread that it serves is told to end.
 */
public final class Uninterrupted {
    private Uninterrupted() {}

    /** Work that may fail. */
    @FunctionalInterface
    public interface Work<T, E extends Exception> {
        /** Does it. */
        T run() throws E;
    }

    /**
     * Does work, and does it anew each time that an interrupt comes while it runs and closes a
     * channel of it.
     *
     * @param work opens the channels that it uses
     * @return what it returns
     */
    public static <T, E extends Exception> T call(Work<T, E> work) throws E {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return work.run();
                } catch (Exception e) {
                    if (!isCutShort(e) && !isCutShort(e.getCause())) {
                        throw e;
                    }
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            restore(interrupted);
        }
    }

    private static boolean isCutShort(@Nullable Throwable failure) {
        return failure instanceof ClosedByInterruptException;
    }

    /** Interrupts the calling thread if it had been before its status was put aside. */
    public static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
