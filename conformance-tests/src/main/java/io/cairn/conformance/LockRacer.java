package io.cairn.conformance;

import io.cairn.StateStore;
import io.cairn.StoreLockedException;
import io.cairn.StoreOptions;
import io.cairn.spi.StateStoreProvider;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** One of the processes that {@link DeniedContract} lets race for a store. */
final class LockRacer {
    private static final long PAUSE_NANOS = 50_000;

    static final byte[] COUNTER = Bytes.utf8("counter");

    private LockRacer() {}

    /**
     * Opens the store a number of times, whenever it is free, and adds to its counter.
     *
     * @param args the provider's class, the store's file, how many times
     */
    public static void main(String[] args) {
        PrintStream out = System.out;
        System.setOut(System.err); // what backends print must not get into the number
        StateStoreProvider provider = ChildJvm.provider(args[0]);
        int openings = Integer.parseInt(args[2]);
        int done = 0;
        while (done < openings) {
            done += hasAdded(provider, Path.of(args[1])) ? 1 : 0;
        }
        out.println(done);
    }

    private static boolean hasAdded(StateStoreProvider provider, Path file) {
        try (StateStore store = provider.openPersistent(file, StoreOptions.defaults())) {
            store.addLong(COUNTER, 1);
            if (store.addLong(COUNTER, 0) % 16 == 0) {
                store.compact();
            }
            return true;
        } catch (StoreLockedException busy) {
            LockSupport.parkNanos(PAUSE_NANOS);
            return false;
        }
    }
}
