package io.cairn.engine.memory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * Forces a file on a thread that nobody can interrupt. An interrupt in the middle would close the
 * channel, and take the place of an error of the disk, which the system reports once: a second
 * attempt would succeed, and the failure be lost.
 *
 * <p>Costs a thread, so it is for what is seldom done; mappings are forced without any channel.
 */
final class ForceThread extends Thread {
    private static final String NAME = "cairn-force";

    private final Forcing forcing;
    private @Nullable Throwable failure;

    /** What forces. */
    @FunctionalInterface
    interface Forcing {
        void force() throws IOException;
    }

    private ForceThread(Forcing forcing) {
        super(null, null, NAME, 0, false);
        this.forcing = forcing;
        setDaemon(true);
    }

    /**
     * Forces a file's bytes and length to disk, and waits for it, whoever interrupts the caller
     * meanwhile; the caller stays interrupted then.
     *
     * @throws IOException if it fails
     */
    static void force(FileChannel channel) throws IOException {
        await(() -> channel.force(true));
    }

    static void await(Forcing forcing) throws IOException {
        boolean interrupted = Thread.interrupted();
        ForceThread thread = new ForceThread(forcing);
        try {
            thread.start();
        } catch (OutOfMemoryError noThread) { // the system gives none: better here than not at all
            thread.attempt();
        }
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        Uninterrupted.restore(interrupted);
        thread.throwFailure();
    }

    @Override
    public void run() {
        attempt();
    }

    private void attempt() {
        try {
            forcing.force();
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
        }
    }

    private void throwFailure() throws IOException {
        Throwable thrown = failure;
        if (thrown instanceof IOException e) {
            throw e;
        }
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
    }
}
