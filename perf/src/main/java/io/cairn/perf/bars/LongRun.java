package io.cairn.perf.bars;

import io.cairn.StateStore;
import io.cairn.perf.ScratchFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Overwrites of a store on file, each timed. Now and then the store is flushed, timed apart, and
 * now and then it is looked at how large its files are, untimed.
 */
final class LongRun {
    private static final int MOST_UNFLUSHED = 100_000;
    /** Smaller stores are flushed more often: a tenth of the entries later, if that is enough. */
    private static final int FLUSHED_SHARE = 10;

    private static final int LOOK_EVERY = 10_000;
    /** The log, and beside it the one that a compaction writes. */
    private static final List<String> FILES = List.of(Loading.FILE, Loading.FILE + ".compact");

    private final StateStore store;
    private final TimedPuts puts;
    private final ScratchFolder folder;
    private final Histogram ofPuts = Turns.newHistogram();
    private final Histogram ofFlushes = Turns.newHistogram();
    private final double liveBytes;
    private final long flushEvery;
    private long looks;
    private double mostBytes;
    private double sumOfBytes;

    LongRun(StateStore store, TimedPuts puts, ScratchFolder folder) {
        this.store = store;
        this.puts = puts;
        this.folder = folder;
        this.liveBytes = store.stats().log().liveRecordBytes();
        long share = store.size() / FLUSHED_SHARE / LOOK_EVERY * LOOK_EVERY;
        this.flushEvery = Math.max(LOOK_EVERY, Math.min(MOST_UNFLUSHED, share));
    }

    /** Overwrites that often. */
    void run(long overwrites) {
        for (long done = 0; done < overwrites; ) {
            int count = (int) Math.min(LOOK_EVERY, overwrites - done);
            puts.run(count, ofPuts);
            done += count;
            look();
            if (done % flushEvery == 0 || done == overwrites) {
                flush();
            }
        }
    }

    private void flush() {
        long before = System.nanoTime();
        store.flush();
        ofFlushes.recordValue(System.nanoTime() - before);
    }

    private void look() {
        double bytes = FILES.stream().mapToLong(this::bytesOf).sum();
        looks++;
        sumOfBytes += bytes;
        mostBytes = Math.max(mostBytes, bytes);
    }

    private long bytesOf(String file) {
        Path path = folder.resolve(file);
        try {
            return Files.size(path);
        } catch (NoSuchFileException e) {
            return 0; // there is none, or it has just become the store's
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps the percentiles, and how many times the live records' bytes the files took. */
    void report(String name, Readings readings) {
        Percentiles.put(readings, name + ".put", ofPuts);
        Percentiles.put(readings, name + ".flush", ofFlushes);
        readings.put(name + ".files", mostBytes / liveBytes);
        readings.put(name + ".files.mean", sumOfBytes / looks / liveBytes);
    }
}
