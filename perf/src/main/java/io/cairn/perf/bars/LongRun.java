package io.cairn.perf.bars;

import io.cairn.StateStore;
import io.cairn.perf.ScratchFolder;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Overwrites of a store on file, each timed. Now and then the store is flushed, timed apart, and
 * before and between it is looked at how much room its files take, untimed.
 */
final class LongRun {
    private static final long MOST_UNFLUSHED = 100_000;
    /** Stores so small that they would be overwritten often between are flushed sooner. */
    private static final long LEAST_UNFLUSHED = 10_000;

    private static final int FLUSHED_SHARE = 10;

    private final StateStore store;
    private final TimedPuts puts;
    /** The log, and beside it the one that a compaction writes. */
    private final List<Path> files;

    private final Histogram ofPuts = Turns.newHistogram();
    private final Histogram ofFlushes = Turns.newHistogram();
    private final double liveBytes;
    private final int lookEvery;
    private long looks;
    private long mostBlocks;
    private long mostLength;
    private long sumOfBlocks;

    LongRun(StateStore store, TimedPuts puts, ScratchFolder folder) {
        this.store = store;
        this.puts = puts;
        this.files =
                List.of(folder.resolve(Loading.FILE), folder.resolve(Loading.FILE + ".compact"));
        this.liveBytes = store.stats().log().liveRecordBytes();
        long share = Math.min(MOST_UNFLUSHED, store.size() / FLUSHED_SHARE);
        this.lookEvery = (int) (Math.max(LEAST_UNFLUSHED, share) / 2);
    }

    /** Overwrites that often; flushes at every other look, and at the end. */
    void run(long overwrites) {
        for (long done = 0; done < overwrites; ) {
            int count = (int) Math.min(lookEvery, overwrites - done);
            puts.run(count, ofPuts);
            done += count;
            look();
            if (looks % 2 == 0 || done == overwrites) {
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
        long blocks = DiskRoom.blocks(files);
        looks++;
        sumOfBlocks += blocks;
        mostBlocks = Math.max(mostBlocks, blocks);
        mostLength = Math.max(mostLength, DiskRoom.lengths(files));
    }

    /** Keeps the percentiles, and how many times the live records' bytes the files took. */
    void report(String name, Readings readings) {
        Percentiles.put(readings, name + ".put", ofPuts);
        Percentiles.put(readings, name + ".flush", ofFlushes);
        readings.put(name + ".files", mostBlocks / liveBytes);
        readings.put(name + ".files.mean", sumOfBlocks / (looks * liveBytes));
        readings.put(name + ".files.length", mostLength / liveBytes);
    }
}
