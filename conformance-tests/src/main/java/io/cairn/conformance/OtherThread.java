package io.cairn.conformance;

import java.util.concurrent.CompletableFuture;

/**
 * Runs something on a thread of its own. Not on the common pool: with two processors that has one
 * thread, and whoever keeps it busy would stop the suite.
 */
final class OtherThread {
    private OtherThread() {}

    static CompletableFuture<Void> run(Runnable task) {
        return CompletableFuture.runAsync(
                task, command -> new Thread(command, "conformance-other-thread").start());
    }
}
