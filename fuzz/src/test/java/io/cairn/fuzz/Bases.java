package io.cairn.fuzz;

import io.cairn.Backend;
import io.cairn.Snapshot;
import io.cairn.StateStore;
import io.cairn.StoreOptions;
import io.cairn.WindowSizes;
import io.cairn.WriteBatch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Makes the intact files that are edited: the same each time, as far as the format goes. */
final class Bases {
    private static final WindowSizes TINY = new WindowSizes(4096, 8192);
    private static final int BATCHES = 4;

    private Bases() {}

    /** A store's file and its image. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Pair(byte[] file, byte[] image) {}

    /** Files of stores with all kinds of records, before and after their last flush. */
    static List<byte[]> files() {
        return pairs().stream().map(Pair::file).toList();
    }

    /**
     * Stores with their images: empty, small, with wide records, with many entries, with batches.
     */
    static List<Pair> pairs() {
        Workspace workspace = new Workspace();
        List<Pair> pairs = new ArrayList<>();
        for (int form = 0; form <= BATCHES; form++) {
            workspace.clear();
            pairs.add(pair(workspace, form));
        }
        workspace.clear();
        return pairs;
    }

    private static Pair pair(Workspace workspace, int form) {
        Backend backend = Workspace.BACKENDS.get(Workspace.BACKENDS.size() - 1);
        StoreOptions options = StoreOptions.defaults().withWindows(TINY);
        try {
            try (StateStore store = backend.openPersistent(workspace.store(), options)) {
                fill(store, form);
            }
            giveFixedIdentity(workspace.store());
            try (StateStore store = backend.openPersistent(workspace.store(), options)) {
                store.saveIndex();
                if (form % 2 == 1) { // the image is older than the log
                    store.put(key(-1), key(-1));
                    store.delete(key(0));
                }
            }
            return new Pair(
                    Files.readAllBytes(workspace.store()), Files.readAllBytes(workspace.image()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets a file's id, seed and time be the same each time, so that a finding is one again. */
    private static void giveFixedIdentity(Path path) throws IOException {
        byte[] file = Files.readAllBytes(path);
        Numbers.put(file, 16, 8, 1);
        Numbers.put(file, 24, 8, 2);
        Numbers.put(file, 32, 8, 3);
        Numbers.put(file, 40, 8, 4);
        new LogBytes(file).repair();
        Files.write(path, file);
    }

    private static void fill(StateStore store, int form) {
        if (form == BATCHES) {
            fillWithBatches(store);
            return;
        }
        SplittableRandom random = new SplittableRandom(form);
        int count = form == 3 ? 700 : 5 * form;
        for (int i = 0; i < count; i++) {
            byte[] value = new byte[random.nextInt(form == 3 ? 20 : 60)];
            random.nextBytes(value);
            store.put(key(i), value);
            if (i == count / 2) {
                store.flush("one".getBytes(StandardCharsets.UTF_8));
            }
        }
        if (form == 2) {
            store.put(key(1_000), new byte[9_000]);
            store.delete(key(3));
            store.flush("second".getBytes(StandardCharsets.UTF_8));
            store.put(key(4), new byte[5_000]);
            store.clear();
            store.put(key(5), new byte[8]);
        }
        store.flush(new byte[form]);
        for (int i = 0; i < 5 * form; i++) {
            store.put(key(2 * i), new byte[i]);
        }
    }

    /**
     * Batches before and after a flush, over several windows, with a wide record, of one change.
     */
    private static void fillWithBatches(StateStore store) {
        store.put(key(0), new byte[10]);
        store.write(new WriteBatch().put(key(1), new byte[20]).put(key(2), new byte[5]));
        store.flush("one".getBytes(StandardCharsets.UTF_8));
        store.write(new WriteBatch()
                .put(key(3), new byte[3_000])
                .delete(key(1))
                .put(key(4), new byte[9_000])
                .put(key(2), new byte[7]));
        store.write(new WriteBatch().put(key(5), new byte[30]));
        store.flush("second".getBytes(StandardCharsets.UTF_8));
        store.write(new WriteBatch()
                .put(key(6), new byte[40])
                .put(key(7), new byte[4_000])
                .delete(key(0)));
        store.put(key(8), new byte[8]);
    }

    /** Streams of snapshots: empty, small, of several blocks. */
    static List<byte[]> streams() {
        List<byte[]> streams = new ArrayList<>();
        Backend backend = Workspace.BACKENDS.get(Workspace.BACKENDS.size() - 1);
        for (int form = 0; form < 3; form++) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (StateStore store = backend.openInMemory(StoreOptions.defaults())) {
                fill(store, form);
                if (form == 2) {
                    store.put(key(6), new byte[70_000]);
                }
                try (Snapshot snapshot = store.snapshot()) {
                    snapshot.writeTo(out);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            streams.add(out.toByteArray());
        }
        return streams;
    }

    private static byte[] key(int number) {
        return ("key" + number * 7919L).getBytes(StandardCharsets.UTF_8);
    }
}
