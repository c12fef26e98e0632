package io.cairn.perf.bars;

import io.cairn.Snapshot;
import io.cairn.StateStore;
import io.cairn.perf.Dataset;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Times single overwriting puts of a store's owner in rounds: without a snapshot, with one that is
 * just open, and with one that another thread serialises. Whatever the machine does meanwhile hits
 * all three alike.
 */
final class SerialisingCourse {
    private static final int ROUNDS = 3;
    private static final int CHUNK = 256;

    private final StateStore store;
    private final int entries;
    private final TimedPuts puts;
    private final long sliceNanos;
    private long serialised;

    SerialisingCourse(StateStore store, WriteWalk walk, ForkSettings settings) {
        this.store = store;
        this.entries = settings.entries();
        this.puts = new TimedPuts(store, walk);
        this.sliceNanos = (long) (settings.seconds() * TimeUnit.SECONDS.toNanos(1));
    }

    /** Measures; puts without another thread are the warm-up. */
    void measure(Readings readings) {
        ExecutorService reader = Executors.newSingleThreadExecutor();
        try {
            putForSlice(Turns.newHistogram());
            putBesideOpen(Turns.newHistogram());
            Histogram alone = Turns.newHistogram();
            Histogram open = Turns.newHistogram();
            Histogram serialising = Turns.newHistogram();
            for (int i = 0; i < ROUNDS; i++) {
                round(reader, alone, open, serialising);
            }
            Percentiles.put(readings, "snapshot.put.alone", alone);
            Percentiles.put(readings, "snapshot.put.open", open);
            Percentiles.put(readings, "snapshot.put.serialising", serialising);
            readings.put("snapshot.put.serialised", serialised);
        } finally {
            reader.shutdownNow();
        }
    }

    private void round(
            ExecutorService reader, Histogram alone, Histogram open, Histogram serialising) {
        putForSlice(alone);
        putBesideOpen(open);
        long start = System.nanoTime();
        do {
            putWhileSerialising(reader, serialising);
        } while (System.nanoTime() - start < sliceNanos);
    }

    private void putForSlice(Histogram histogram) {
        long start = System.nanoTime();
        do {
            puts.run(CHUNK, histogram);
        } while (System.nanoTime() - start < sliceNanos);
    }

    private void putBesideOpen(Histogram histogram) {
        try (Snapshot snapshot = store.snapshot()) {
            putForSlice(histogram);
            check(snapshot.size() == entries);
        }
    }

    /** Puts until a whole snapshot was written. */
    private void putWhileSerialising(ExecutorService reader, Histogram histogram) {
        try (Snapshot snapshot = store.snapshot()) {
            Future<CountingStream> written = reader.submit(() -> {
                CountingStream out = new CountingStream();
                snapshot.writeTo(out);
                return out;
            });
            while (!written.isDone()) {
                puts.run(CHUNK, histogram);
            }
            check(written.get().bytes() > (long) entries * Dataset.ENTRY_BYTES);
            serialised++;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a snapshot could not be written", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a snapshot was written", e);
        }
    }

    private void check(boolean isWhole) {
        if (!isWhole) {
            throw new IllegalStateException("a snapshot of entries=" + entries + " is not whole");
        }
    }
}
