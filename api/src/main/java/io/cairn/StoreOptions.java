package io.cairn;

import java.util.Objects;

/**
 * How to open a store. Immutable; start from {@link #defaults()} and change what matters.
 *
 * @param initialCapacityBytes room for log records that is set aside at once, 0 (least) to 2^44; a
 *     hint, never a limit
 * @param maxLogBytes the most bytes that the log may take, garbage included; beyond it {@code put}
 *     throws {@link StoreFullException}; 4,096 to 2^44
 * @param recoverTo to which state a persistent store is brought when it is opened
 * @param windows the sizes of the log's windows, which a new store takes; an existing file keeps
 *     its own
 * @param readOnly whether a persistent store is only looked at; see {@link #withReadOnly}
 */
public record StoreOptions(
        long initialCapacityBytes,
        long maxLogBytes,
        RecoverTo recoverTo,
        WindowSizes windows,
        boolean readOnly) {
    /** The most bytes that a log can take: 16 TiB. */
    public static final long MAX_LOG_BYTES = 1L << 44;

    private static final StoreOptions DEFAULTS =
            new StoreOptions(0, MAX_LOG_BYTES, RecoverTo.LAST_RECORD, WindowSizes.DEFAULT, false);

    /**
     * Makes options from all components.
     *
     * @throws IllegalArgumentException if a number is outside of its range
     */
    public StoreOptions {
        Objects.requireNonNull(recoverTo, "recoverTo");
        Objects.requireNonNull(windows, "windows");
        requireRange("initialCapacityBytes", initialCapacityBytes, 0);
        requireRange("maxLogBytes", maxLogBytes, 4096);
    }

    /**
     * {@return the options that fit most: least capacity, no limit, {@link RecoverTo#LAST_RECORD}}
     */
    public static StoreOptions defaults() {
        return DEFAULTS;
    }

    /**
     * {@return these options with another initial capacity}
     *
     * @param bytes 0 to 2^44
     * @throws IllegalArgumentException if it is outside of its range
     */
    public StoreOptions withInitialCapacityBytes(long bytes) {
        return new StoreOptions(bytes, maxLogBytes, recoverTo, windows, readOnly);
    }

    /**
     * {@return these options with another limit of the log}
     *
     * @param bytes 4,096 to 2^44
     * @throws IllegalArgumentException if it is outside of its range
     */
    public StoreOptions withMaxLogBytes(long bytes) {
        return new StoreOptions(initialCapacityBytes, bytes, recoverTo, windows, readOnly);
    }

    /**
     * {@return these options with another state to recover to}
     *
     * @param state the state
     */
    public StoreOptions withRecoverTo(RecoverTo state) {
        return new StoreOptions(initialCapacityBytes, maxLogBytes, state, windows, readOnly);
    }

    /**
     * {@return these options with other window sizes}
     *
     * @param sizes the sizes
     */
    public StoreOptions withWindows(WindowSizes sizes) {
        return new StoreOptions(initialCapacityBytes, maxLogBytes, recoverTo, sizes, readOnly);
    }

    /**
     * {@return these options with or without the right to change the store}
     *
     * <p>A store that is opened read-only must exist. Neither its file nor its folder is changed:
     * nothing is created beside it, and what a crash tore off behind the last intact record is
     * ignored instead of cut. Every method that would change it, {@code flush} and {@code snapshot}
     * among them, throws {@link IllegalStateException}.
     *
     * <p>Several processes may have a store open read-only, but none while one has it open for
     * writing. That is a lock on {@code path.lock}; where there is no such file, as with a copy, no
     * process has had the store open, and keeping writers off while it is read is up to the caller.
     * A store in memory ignores it.
     *
     * @param value whether to open it read-only
     */
    public StoreOptions withReadOnly(boolean value) {
        return new StoreOptions(initialCapacityBytes, maxLogBytes, recoverTo, windows, value);
    }

    private static void requireRange(String name, long value, long least) {
        if (value < least || value > MAX_LOG_BYTES) {
            throw new IllegalArgumentException(name + "=" + value + " is outside of " + least
                    + " to " + MAX_LOG_BYTES + "; give a number of bytes in that range");
        }
    }
}
