package io.cairn.conformance;

import io.cairn.Snapshot;
import io.cairn.StateStore;
import io.cairn.StoreOptions;
import io.cairn.WindowSizes;
import io.cairn.WriteBatch;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Makes the files of the present format that every later build must read: a store with records of
 * every kind, and batches, before and after its last flush, and a snapshot of it.
 *
 * <p>They are made once for each version of the format, with {@code main}, on the class path of
 * this module's tests, and never again: {@code java io.cairn.conformance.GoldenFiles FOLDER}. The
 * index image has versions of its own; {@code java io.cairn.conformance.GoldenFiles FOLDER STORE}
 * makes that of a copy of a golden store. A change after which {@link GoldenFilesTest} fails needs
 * a new version of the format, files of its own beside the old ones, and a decision on what becomes
 * of the old ones.
 */
final class GoldenFiles {
    static final String STORE = "store";
    static final String SNAPSHOT = "snapshot";
    static final String IMAGE = "store.idx";
    static final byte[] TAG = Bytes.utf8("offset=4711");
    static final StoreOptions OPTIONS =
            StoreOptions.defaults().withWindows(new WindowSizes(4096, 8192));

    private static final int KEYS = 60;

    private GoldenFiles() {}

    /** Writes the files into a folder. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        if (arguments.length > 1) {
            writeImage(folder, Path.of(arguments[1]));
        } else {
            writeStoreAndSnapshot(folder);
        }
    }

    private static void writeImage(Path folder, Path golden) throws IOException {
        Path copy = Files.copy(golden, folder.resolve(STORE));
        try (StateStore store = Backends.BYTEBUFFER.provider().openPersistent(copy, OPTIONS)) {
            store.saveIndex();
        }
        Files.delete(copy);
        Files.deleteIfExists(folder.resolve(STORE + ".lock"));
    }

    private static void writeStoreAndSnapshot(Path folder) throws IOException {
        Path store = folder.resolve(STORE);
        Files.deleteIfExists(store);
        Model model = new Model();
        try (StateStore made = Backends.BYTEBUFFER.provider().openPersistent(store, OPTIONS)) {
            flushedPart(made, model);
            batchPart(made, model, 0);
            made.flush(TAG);
            laterPart(made, model);
            batchPart(made, model, 1);
            try (Snapshot snapshot = made.snapshot();
                    OutputStream out = Files.newOutputStream(folder.resolve(SNAPSHOT))) {
                snapshot.writeTo(out);
            }
        }
        Files.deleteIfExists(folder.resolve(STORE + ".lock"));
        Files.deleteIfExists(folder.resolve(STORE + ".idx"));
    }

    /** What the golden store of a version holds at its last flush. */
    static Model flushed(int version) {
        Model model = new Model();
        flushedPart(null, model);
        if (version > 1) {
            batchPart(null, model, 0);
        }
        return model;
    }

    /** What the golden store of version 1 holds at its last record, and the golden snapshot. */
    static Model complete() {
        return complete(1);
    }

    /** What the golden store of a version holds at its last record. */
    static Model complete(int version) {
        Model model = flushed(version);
        laterPart(null, model);
        if (version > 1) {
            batchPart(null, model, 1);
        }
        return model;
    }

    /** A batch over several windows; version 1 has none. */
    private static void batchPart(@Nullable StateStore store, Model model, int number) {
        WriteBatch batch = new WriteBatch();
        for (int i = 0; i < KEYS; i += 5) {
            WriteBatchContract.add(batch, model, key(i), Bytes.random(i, 500), i % 2 == number);
        }
        if (store != null) {
            store.write(batch);
        }
    }

    private static void flushedPart(@Nullable StateStore store, Model model) {
        put(store, model, Bytes.utf8("gone with the clear"), Bytes.of(1));
        if (store != null) {
            store.clear();
        }
        model.clear();
        for (int i = 0; i < KEYS; i++) {
            put(store, model, key(i), Bytes.random(i, i * 3));
        }
        put(store, model, new byte[0], new byte[0]);
        put(store, model, Bytes.run(300, 0xFF), Bytes.utf8("a long key"));
        put(store, model, Bytes.utf8("wider than a window"), Bytes.random(-1, 9_000));
    }

    private static void laterPart(@Nullable StateStore store, Model model) {
        for (int i = 0; i < KEYS; i += 3) {
            put(store, model, key(i), Bytes.random(-i, 40));
            if (store != null) {
                store.delete(key(i + 1));
            }
            model.delete(key(i + 1));
        }
        if (store != null) {
            CounterContract.add(store, model, Bytes.utf8("counter"), -42);
        } else {
            model.put(Bytes.utf8("counter"), CounterContract.littleEndian(-42));
        }
    }

    private static void put(@Nullable StateStore store, Model model, byte[] key, byte[] value) {
        if (store != null) {
            store.put(key, value);
        }
        model.put(key, value);
    }

    private static byte[] key(int number) {
        return Bytes.concat(Bytes.utf8("key"), Bytes.bigEndian(number * 7919L));
    }
}
