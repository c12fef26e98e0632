package io.cairn.perf.bars;

import io.cairn.Cursor;
import io.cairn.Snapshot;
import io.cairn.SnapshotChain;
import io.cairn.StateStore;
import io.cairn.StateStores;
import io.cairn.StoreOptions;
import io.cairn.perf.Dataset;
import io.cairn.perf.ScratchFolder;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Measures the stream of the changes between two snapshots, of which a thousand scattered entries
 * differ, beside the full stream. Nothing is written to disk while it is timed.
 */
final class DeltaCourse {
    /** How many entries differ. */
    static final int CHANGED = 1_000;
    /** One in so many of them is deleted. */
    static final int DELETED_EVERY = 10;

    private static final int WARM_UPS = 100;
    private static final int SAMPLES = 21;
    private static final int MOST_RESTORED = 1_000_000;
    private static final double NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final StateStore store;
    private final ScratchFolder folder;
    private final ForkSettings settings;
    private final byte[] key = new byte[Dataset.KEY_BYTES];
    private final byte[] value = new byte[Dataset.VALUE_BYTES];
    private int version;

    /** What writes a stream. */
    private interface Writing {
        void writeTo(OutputStream out) throws IOException;
    }

    DeltaCourse(StateStore store, ScratchFolder folder, ForkSettings settings) {
        this.store = store;
        this.folder = folder;
        this.settings = settings;
    }

    /** Measures; changes entries, whatever they hold, and leaves some deleted. */
    void measure(Readings readings) {
        double[] nanos = new double[SAMPLES];
        for (int i = 0; i < WARM_UPS; i++) {
            delta(readings);
        }
        Arrays.setAll(nanos, i -> delta(readings));
        Arrays.sort(nanos);
        readings.put("delta.millis", nanos[SAMPLES / 2] / NANOS_PER_MILLI);
        measureFull(readings);
        if (settings.entries() <= MOST_RESTORED) {
            verifyChain();
        }
    }

    private double delta(Readings readings) {
        putAll();
        try (Snapshot earlier = store.snapshot()) {
            change();
            try (Snapshot later = store.snapshot()) {
                return time("delta", readings, out -> later.writeChangesSince(earlier, out));
            }
        }
    }

    /** The first time is the warm-up. */
    private void measureFull(Readings readings) {
        try (Snapshot snapshot = store.snapshot()) {
            time("delta.full", readings, snapshot::writeTo);
            double nanos = time("delta.full", readings, snapshot::writeTo);
            readings.put("delta.full.millis", nanos / NANOS_PER_MILLI);
        }
    }

    private static double time(String name, Readings readings, Writing writing) {
        try {
            CountingStream out = new CountingStream();
            long before = System.nanoTime();
            writing.writeTo(out);
            long nanos = System.nanoTime() - before;
            readings.put(name + ".size", out.bytes());
            return nanos;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The entries that are changed lie everywhere, in key order as in the log. */
    private long changed(int number) {
        return (long) number * settings.entries() / CHANGED;
    }

    private void putAll() {
        version++;
        for (int number = 0; number < CHANGED; number++) {
            put(number);
        }
    }

    private void change() {
        version++;
        for (int number = 0; number < CHANGED; number++) {
            if (number % DELETED_EVERY == 0) {
                Dataset.fillKey(changed(number), key);
                store.delete(key);
            } else {
                put(number);
            }
        }
    }

    private void put(int number) {
        Dataset.fillKey(changed(number), key);
        Dataset.fillValue(changed(number), version, value);
        store.put(key, value);
    }

    private void verifyChain() {
        Path full = folder.resolve("full");
        Path delta = folder.resolve("delta");
        putAll();
        try (Snapshot earlier = store.snapshot()) {
            change();
            try (Snapshot later = store.snapshot()) {
                write(full, earlier::writeTo);
                write(delta, out -> later.writeChangesSince(earlier, out));
                verifyChain(full, delta, later);
            }
        }
    }

    private static void write(Path file, Writing writing) {
        try (OutputStream out = Files.newOutputStream(file)) {
            writing.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void verifyChain(Path full, Path delta, Snapshot expected) {
        try (InputStream first = new BufferedInputStream(Files.newInputStream(full));
                InputStream second = new BufferedInputStream(Files.newInputStream(delta));
                StateStore restored = StateStores.backend(settings.backend())
                        .openInMemory(StoreOptions.defaults())) {
            restored.restore(SnapshotChain.of(first, second));
            verifySame(restored, expected);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void verifySame(StateStore restored, Snapshot expected) {
        long count = 0;
        Cursor actual = restored.prefixScan(new byte[0]);
        for (Cursor cursor = expected.prefixScan(new byte[0]); cursor.next(); count++) {
            if (!actual.next()
                    || actual.key().compareTo(cursor.key().toByteArray()) != 0
                    || actual.value().compareTo(cursor.value().toByteArray()) != 0) {
                throw new IllegalStateException(
                        "a chain was restored to something else from its entry number=" + count);
            }
        }
        if (restored.size() != count) {
            throw new IllegalStateException(
                    "a chain was restored to entries=" + restored.size() + " instead of " + count);
        }
    }
}
