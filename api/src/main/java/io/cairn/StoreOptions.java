package io.cairn;

import java.util.Objects;

/**
 * How to open a store. Immutable; start from {@link #defaults()} and change what matters.
 *
 * @param log how large the log is and may become
 * @param recoverTo to which state a persistent store is brought when it is opened
 * @param readOnly whether a persistent store is only looked at; see {@link #withReadOnly}
 * @param compaction when the store begins to compact itself
 */
public record StoreOptions(
        LogSizes log, RecoverTo recoverTo, boolean readOnly, CompactionTrigger compaction) {
    /** The most bytes that a log can take: 16 TiB. */
    public static final long MAX_LOG_BYTES = 1L << 44;

    private static final StoreOptions DEFAULTS = new StoreOptions(
            LogSizes.DEFAULT, RecoverTo.LAST_RECORD, false, CompactionTrigger.DEFAULT);

    /** Makes options from all components. */
    public StoreOptions {
        Objects.requireNonNull(log, "log");
        Objects.requireNonNull(recoverTo, "recoverTo");
        Objects.requireNonNull(compaction, "compaction");
    }

    /** {@return the room for records that is set aside at once, in bytes} */
    public long initialCapacityBytes() {
        return log.initialCapacityBytes();
    }

    /** {@return the most bytes that the log may take} */
    public long maxLogBytes() {
        return log.maxBytes();
    }

    /** {@return the sizes of the log's windows} */
    public WindowSizes windows() {
        return log.windows();
    }

    /**
     * {@return the options that fit most: least capacity, no limit, {@link RecoverTo#LAST_RECORD},
     * {@link CompactionTrigger#DEFAULT}}
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
        return withLog(new LogSizes(bytes, maxLogBytes(), windows()));
    }

    /**
     * {@return these options with another limit of the log}
     *
     * @param bytes 4,096 to 2^44
     * @throws IllegalArgumentException if it is outside of its range
     */
    public StoreOptions withMaxLogBytes(long bytes) {
        return withLog(new LogSizes(initialCapacityBytes(), bytes, windows()));
    }

    /**
     * {@return these options with another state to recover to}
     *
     * @param state the state
     */
    public StoreOptions withRecoverTo(RecoverTo state) {
        return new StoreOptions(log, state, readOnly, compaction);
    }

    /**
     * {@return these options with other window sizes}
     *
     * @param sizes the sizes
     */
    public StoreOptions withWindows(WindowSizes sizes) {
        return withLog(new LogSizes(initialCapacityBytes(), maxLogBytes(), sizes));
    }

    /**
     * {@return these options with another moment at which the store begins to compact itself}
     *
     * @param trigger the moment; {@link CompactionTrigger#OFF} for never
     */
    public StoreOptions withCompaction(CompactionTrigger trigger) {
        return new StoreOptions(log, recoverTo, readOnly, trigger);
    }

    private StoreOptions withLog(LogSizes sizes) {
        return new StoreOptions(sizes, recoverTo, readOnly, compaction);
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
        return new StoreOptions(log, recoverTo, value, compaction);
    }
}
