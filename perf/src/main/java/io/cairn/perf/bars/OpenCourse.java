package io.cairn.perf.bars;

import io.cairn.Backend;
import io.cairn.BytesView;
import io.cairn.RecoveryReport;
import io.cairn.StateStore;
import io.cairn.StateStores;
import io.cairn.StoreOptions;
import io.cairn.perf.Dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * A fork's work: opens a cleanly closed store of so many entries, first in a fresh JVM, then
 * several times more, and at last without its index image. The file is in the system's cache.
 */
final class OpenCourse {
    private static final int WARM_OPENS = 5;
    private static final int FLUSHED_RECORDS = 10;
    private static final int CHECKED_ENTRIES = 1000;
    private static final double NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final ForkSettings settings;
    private final Readings readings;
    private final Backend backend;

    OpenCourse(ForkSettings settings, Readings readings) {
        this.settings = settings;
        this.readings = readings;
        this.backend = StateStores.backend(settings.backend());
    }

    /**
     * Makes the store that the others open, and at its end flushes ten changed records. Closing it
     * leaves an image, or else is made up for: a small store may do without.
     */
    static void make(ForkSettings settings, Readings readings) {
        fill(settings, readings);
        boolean hasImage = Files.exists(image(settings));
        readings.put("open.imageByClose", hasImage ? 1 : 0);
        if (!hasImage) {
            try (StateStore store = StateStores.backend(settings.backend())
                    .openPersistent(settings.storeToOpen(), StoreOptions.defaults())) {
                store.saveIndex();
            }
        }
    }

    private static void fill(ForkSettings settings, Readings readings) {
        try (StateStore store = StateStores.backend(settings.backend())
                .openPersistent(settings.storeToOpen(), StoreOptions.defaults())) {
            put(store, settings.entries(), 1);
            store.flush();
            put(store, FLUSHED_RECORDS, settings.entries() / FLUSHED_RECORDS);
            store.flush();
            readings.put("flush.tenRecords", store.stats().log().flushedBytes());
        }
    }

    /** Puts what belongs under every so many'th key, whether it is there or not. */
    private static void put(StateStore store, int count, int stride) {
        byte[] key = new byte[Dataset.KEY_BYTES];
        byte[] value = new byte[Dataset.VALUE_BYTES];
        for (int i = 0; i < count; i++) {
            long index = (long) i * stride;
            Dataset.fillKey(index, key);
            Dataset.fillValue(index, 0, value);
            store.put(key, value);
        }
    }

    /** Opens the store again and again; leaves it as it was. */
    void run() {
        readings.put("open.clean.fresh.millis", open(true) / NANOS_PER_MILLI);
        double[] warm = new double[WARM_OPENS];
        Arrays.setAll(warm, i -> open(true) / NANOS_PER_MILLI);
        Arrays.sort(warm);
        readings.put("open.clean.warm.millis", warm[WARM_OPENS / 2]);
        deleteImage();
        double seconds = open(false) / NANOS_PER_SECOND;
        readings.put("open.rebuild.nanos", seconds * NANOS_PER_SECOND / settings.entries());
        readings.put("open.rebuild.perSecond", settings.entries() / seconds);
    }

    private long open(boolean withImage) {
        long before = System.nanoTime();
        try (StateStore store =
                backend.openPersistent(settings.storeToOpen(), StoreOptions.defaults())) {
            long nanos = System.nanoTime() - before;
            verify(store, withImage);
            if (!withImage) {
                store.saveIndex();
            }
            return nanos;
        }
    }

    private void verify(StateStore store, boolean withImage) {
        RecoveryReport report = store.recoveryReport();
        if (report.imageUsed() != withImage || store.size() != settings.entries()) {
            throw new IllegalStateException("a store of entries=" + settings.entries()
                    + " was opened with size=" + store.size() + " and " + report
                    + " instead of imageUsed=" + withImage);
        }
        byte[] key = new byte[Dataset.KEY_BYTES];
        byte[] value = new byte[Dataset.VALUE_BYTES];
        BytesView view = store.newView();
        for (long step = 0; step < CHECKED_ENTRIES; step++) {
            long index = Dataset.next(Dataset.salt(step), step, settings.entries());
            Dataset.fillKey(index, key);
            Dataset.fillValue(index, 0, value);
            if (!store.getRef(key, view) || view.compareTo(value) != 0) {
                throw new IllegalStateException(
                        "entry index=" + index + " is wrong in an opened store");
            }
        }
    }

    private void deleteImage() {
        try {
            Files.delete(image(settings));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path image(ForkSettings settings) {
        Path store = settings.storeToOpen();
        return store.resolveSibling(store.getFileName() + ".idx");
    }
}
