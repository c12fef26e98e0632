package io.cairn.conformance;

import io.cairn.StateStore;
import io.cairn.spi.StateStoreProvider;

import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The process that {@link KillContract} kills: works, and reports what returned through its
 * standard output.
 */
final class KillVictim {
    private static final int REPORTED_EACH = 16;

    private KillVictim() {}

    /**
     * Opens a store and runs a workload without closing it; then waits for its end.
     *
     * @param args the provider's class, the mode, the store's file, the workload
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        System.setOut(System.err); // what backends print must not get between the numbers
        StateStoreProvider provider = ChildJvm.provider(args[0]);
        Mode mode = Mode.valueOf(args[1]);
        Workload workload = Workload.valueOf(args[3]);
        try (DataOutputStream progress =
                        new DataOutputStream(new FileOutputStream(FileDescriptor.out));
                StateStore store = provider.openPersistent(Path.of(args[2]), mode.options())) {
            report(progress, 0);
            for (int i = 0; i < Workload.OPERATIONS; i++) {
                workload.run(store, i);
                if (i % REPORTED_EACH == REPORTED_EACH - 1) {
                    report(progress, i + 1);
                }
            }
            report(progress, Workload.OPERATIONS);
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    private static void report(DataOutputStream progress, int returned) throws IOException {
        byte[] number = {
            (byte) (returned >>> 24),
            (byte) (returned >>> 16),
            (byte) (returned >>> 8),
            (byte) returned
        };
        progress.write(number);
        progress.flush();
    }
}
