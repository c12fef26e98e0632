package io.cairn;

import java.util.Objects;

/**
 * How large a store's log is and may become.
 *
 * @param initialCapacityBytes room for log records that is set aside at once, 0 (least) to 2^44; a
 *     hint, never a limit
 * @param maxBytes the most bytes that the log may take, garbage included; beyond it {@code put}
 *     throws {@link StoreFullException}; 4,096 to 2^44
 * @param windows the sizes of the log's windows, which a new store takes; an existing file keeps
 *     its own
 */
public record LogSizes(long initialCapacityBytes, long maxBytes, WindowSizes windows) {
    /** Least capacity, no limit. */
    public static final LogSizes DEFAULT =
            new LogSizes(0, StoreOptions.MAX_LOG_BYTES, WindowSizes.DEFAULT);

    /**
     * Makes sizes.
     *
     * @throws IllegalArgumentException if a number is outside of its range
     */
    public LogSizes {
        Objects.requireNonNull(windows, "windows");
        requireRange("initialCapacityBytes", initialCapacityBytes, 0);
        requireRange("maxLogBytes", maxBytes, 4096);
    }

    private static void requireRange(String name, long value, long least) {
        if (value < least || value > StoreOptions.MAX_LOG_BYTES) {
            throw new IllegalArgumentException(name + "=" + value + " is outside of " + least
                    + " to " + StoreOptions.MAX_LOG_BYTES
                    + "; give a number of bytes in that range");
        }
    }
}
