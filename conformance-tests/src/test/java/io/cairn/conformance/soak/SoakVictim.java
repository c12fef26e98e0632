package io.cairn.conformance.soak;

import io.cairn.StoreOptions;
import io.cairn.WindowSizes;
import io.cairn.conformance.ChildJvm;

import java.io.IOException;
import java.nio.file.Path;

/** The process that works, and that is killed in the midst of it. */
final class SoakVictim {
    private SoakVictim() {}

    /**
     * Works until it is killed or has done its part, and then closes its store.
     *
     * @param args the provider's class, the store's file, the journal, the seed, how many
     *     operations, whether the disk is a small one, and the least and the most bytes of a window
     */
    public static void main(String[] args) throws IOException {
        Journal journal = Journal.open(Path.of(args[2]));
        long seed = Long.parseLong(args[3]);
        int operations = Integer.parseInt(args[4]);
        boolean onSmallDisk = Boolean.parseBoolean(args[5]);
        WindowSizes windows = new WindowSizes(Integer.parseInt(args[6]), Integer.parseInt(args[7]));
        try (SoakSession session = new SoakSession(
                ChildJvm.provider(args[0]),
                Path.of(args[1]),
                StoreOptions.defaults().withWindows(windows))) {
            int outcome = Journal.DONE;
            for (int i = 0; i < operations && outcome != Journal.POISONED; i++) {
                outcome = attempt(session, SoakStep.of(seed, i, onSmallDisk), i);
                journal.note(i, outcome);
            }
        }
    }

    private static int attempt(SoakSession session, SoakStep step, int number) throws IOException {
        try {
            return session.run(step);
        } catch (RuntimeException | Error wrong) {
            throw new AssertionError(
                    "operation=" + number + " kind=" + step.getClass().getSimpleName(), wrong);
        }
    }
}
