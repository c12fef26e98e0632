package io.cairn.cli;

import io.cairn.Progress;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Prints how far work has come, once it has taken a second, and each second from then on. */
final class ProgressLines implements Progress {
    private static final long INTERVAL_NANOS = 1_000_000_000L;

    private final PrintWriter err;
    private final String unit;
    private final LongSupplier nanoClock;
    private final long startNanos;
    private long nextNanos;

    /**
     * Makes one that begins now.
     *
     * @param err where to print
     * @param unit what is counted, in the plural
     * @param nanoClock the time
     */
    ProgressLines(PrintWriter err, String unit, LongSupplier nanoClock) {
        this.err = err;
        this.unit = unit;
        this.nanoClock = nanoClock;
        this.startNanos = nanoClock.getAsLong();
        this.nextNanos = startNanos + INTERVAL_NANOS;
    }

    @Override
    public void report(long done, long total) {
        long now = nanoClock.getAsLong();
        if (now - nextNanos < 0) {
            return;
        }
        nextNanos = now + INTERVAL_NANOS;
        long seconds = (now - startNanos) / INTERVAL_NANOS;
        err.println(
                total > 0
                        ? String.format(
                                Locale.ROOT,
                                "%3d %% (%,d of %,d %s) after %d s",
                                done * 100 / total,
                                done,
                                total,
                                unit,
                                seconds)
                        : String.format(Locale.ROOT, "%,d %s after %d s", done, unit, seconds));
    }
}
