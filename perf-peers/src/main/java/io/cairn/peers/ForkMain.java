package io.cairn.peers;

import io.cairn.peers.store.PeerStore;
import io.cairn.perf.Dataset;
import io.cairn.perf.Medium;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Measures one store once; {@link PeersMain} starts it in a JVM of its own. */
public final class ForkMain {
    private static final int WARM_UP_ENTRIES = 200_000;

    private final Peer peer;
    private final int entries;
    private final Path folder;
    private final LoopTimer timer;
    private final Map<String, Reading> readings = new LinkedHashMap<>();

    private ForkMain(Peer peer, int entries, long phaseMillis, Path folder) {
        this.peer = peer;
        this.entries = entries;
        this.folder = folder;
        timer = new LoopTimer(phaseMillis * 1_000_000);
    }

    /**
     * Measures a store.
     *
     * @param args the store's id, how many entries, milliseconds of a phase, the folder for the
     *     store's files, the file for the result
     */
    public static void main(String[] args) {
        if (args.length != 5) {
            throw new IllegalArgumentException("args=" + List.of(args)
                    + "; give store, entries, phase in milliseconds, folder and result file");
        }
        ForkMain fork = new ForkMain(
                Peers.of(args[0]),
                Integer.parseInt(args[1]),
                Long.parseLong(args[2]),
                Path.of(args[3]));
        fork.run().write(Path.of(args[4]));
    }

    private ForkResult run() {
        warmUp();
        PeerStore store = open(folder);
        List<String> settings = store.settings();
        load(store);
        run(PeerWorkload.GET, StoreLoops.Get::new, store);
        run(PeerWorkload.GET_MISSING, StoreLoops.GetMissing::new, store);
        run(PeerWorkload.SCAN, StoreLoops.Scan::new, store);
        StoreLoops.Overwrite overwrite = new StoreLoops.Overwrite(store, entries);
        readings.put(PeerWorkload.OVERWRITE.name(), timer.measure(overwrite));
        StoreLoops.Insert insert = new StoreLoops.Insert(store, entries);
        readings.put(PeerWorkload.INSERT.name(), timer.measure(insert));
        finish(store, new StoreCheck(overwrite.versions(), insert.steps));
        return new ForkResult(settings, readings);
    }

    private PeerStore open(Path where) {
        return peer.opener()
                .open(where, StoreLoops.Insert.mostEntries(entries), Dataset.ENTRY_BYTES);
    }

    /** Loads another store first, so that the load that is measured runs compiled code. */
    private void warmUp() {
        try (PeerStore store = open(Files.createDirectories(folder.resolve("warm-up")))) {
            put(Math.min(entries, WARM_UP_ENTRIES), store);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void load(PeerStore store) {
        long start = System.nanoTime();
        put(entries, store);
        double mean = (double) (System.nanoTime() - start) / entries;
        readings.put(PeerWorkload.LOAD.name(), new Reading(mean, null));
        store.settle();
        // So that the garbage of loading is not collected at the cost of what comes.
        System.gc();
    }

    private static void put(int count, PeerStore store) {
        byte[] key = new byte[Dataset.KEY_BYTES];
        byte[] value = new byte[Dataset.VALUE_BYTES];
        for (int index = 0; index < count; index++) {
            Dataset.fillKey(index, key);
            Dataset.fillValue(index, 0, value);
            store.put(key, value);
        }
    }

    private void run(
            PeerWorkload workload,
            BiFunction<PeerStore, Integer, StoreLoop> loop,
            PeerStore store) {
        if (peer.ordered() || !workload.needsOrder()) {
            readings.put(workload.name(), timer.measure(loop.apply(store, entries)));
        }
    }

    /** Verifies the store, after it was closed and opened again if it lives on a file. */
    private void finish(PeerStore store, StoreCheck check) {
        if (peer.medium() == Medium.MEMORY) {
            check.verify(store);
            store.close();
            return;
        }
        long start = System.nanoTime();
        store.close();
        readings.put(PeerWorkload.CLOSE.name(), Reading.of(System.nanoTime() - start));
        start = System.nanoTime();
        try (PeerStore reopened = open(folder)) {
            byte[] key = new byte[Dataset.KEY_BYTES];
            Dataset.fillKey(0, key);
            if (!reopened.find(key)) {
                throw StoreLoop.wrongAnswer(0, false);
            }
            readings.put(PeerWorkload.REOPEN.name(), Reading.of(System.nanoTime() - start));
            check.verify(reopened);
        }
    }
}
