package io.cairn.perf.bars;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Measures loops that are to be compared: all are warmed up, then they take turns, several short
 * slices of time each. The clock is read once a chunk; the mean is over all slices.
 */
final class Turns {
    private static final int SLICES = 4;
    private static final int DIGITS = 3;
    private static final double WARM_UP_SHARE = 0.5;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final long warmUpNanos;
    private final long measuredNanos;
    private final Readings readings;

    /**
     * Makes the measuring of loops.
     *
     * @param seconds how long each loop is measured; warming up takes half of that more
     * @param readings where the figures go
     */
    Turns(double seconds, Readings readings) {
        this.warmUpNanos = (long) (seconds * WARM_UP_SHARE * TimeUnit.SECONDS.toNanos(1));
        this.measuredNanos = (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        this.readings = readings;
    }

    /**
     * Measures loops and verifies their answers.
     *
     * @param group the first part of the readings' names
     * @param loops which take turns
     */
    void measure(String group, List<Loop> loops) {
        Tally[] tallies = new Tally[loops.size()];
        for (int i = 0; i < tallies.length; i++) {
            tallies[i] = new Tally();
            if (loops.get(i).needsWarmUp()) {
                new Tally().add(loops.get(i), warmUpNanos);
            }
        }
        for (int slice = 0; slice < SLICES; slice++) {
            for (int i = 0; i < tallies.length; i++) {
                tallies[i].add(loops.get(i), measuredNanos / SLICES);
            }
        }
        for (int i = 0; i < tallies.length; i++) {
            tallies[i].report(group + "." + loops.get(i).name(), readings);
            loops.get(i).verify();
        }
    }

    /** Times single operations of a loop and verifies its answers. */
    void sample(String name, Loop loop) {
        Histogram histogram = newHistogram();
        sample(loop, new Histogram(histogram), warmUpNanos);
        sample(loop, histogram, measuredNanos);
        loop.verify();
        readings.put(name, histogram);
    }

    private static void sample(Loop loop, Histogram histogram, long nanos) {
        loop.begin();
        long start = System.nanoTime();
        long before = start;
        while (before - start < nanos && loop.hasNext()) {
            loop.run(1);
            long after = System.nanoTime();
            histogram.recordValue(after - before);
            before = System.nanoTime();
        }
    }

    /** A histogram of times in nanoseconds, as long as they come. */
    static Histogram newHistogram() {
        Histogram histogram = new Histogram(TimeUnit.MINUTES.toNanos(10), DIGITS);
        histogram.setAutoResize(true);
        return histogram;
    }

    /** What the slices of one loop add up to. */
    private static final class Tally {
        private long operations;
        private long nanos;
        private long bytes;

        void add(Loop loop, long sliceNanos) {
            loop.begin();
            int chunk = loop.chunk();
            long allocated = THREADS.getCurrentThreadAllocatedBytes();
            long start = System.nanoTime();
            long elapsed = 0;
            while (elapsed < sliceNanos && loop.hasNext()) {
                loop.run(chunk);
                operations += chunk;
                elapsed = System.nanoTime() - start;
            }
            nanos += elapsed;
            bytes += THREADS.getCurrentThreadAllocatedBytes() - allocated;
        }

        void report(String name, Readings readings) {
            if (operations > 0) {
                readings.put(name + Readings.NANOS, (double) nanos / operations);
                readings.put(name + Readings.BYTES, (double) bytes / operations);
            }
        }
    }
}
