package io.cairn;

import java.util.Objects;

/** How a snapshot or the changes since one are written to a stream. Immutable. */
public final class StreamOptions {
    private static final StreamOptions DEFAULTS = new StreamOptions(KeySubset.all(), false);

    private final KeySubset subset;
    private final boolean compressed;

    private StreamOptions(KeySubset subset, boolean compressed) {
        this.subset = subset;
        this.compressed = compressed;
    }

    /** {@return all keys, not compressed} */
    public static StreamOptions defaults() {
        return DEFAULTS;
    }

    /**
     * {@return these options with another subset of the keys}
     *
     * @param newSubset which keys to write
     */
    public StreamOptions withSubset(KeySubset newSubset) {
        return new StreamOptions(Objects.requireNonNull(newSubset, "subset"), compressed);
    }

    /**
     * {@return these options with compression on or off} With it each block of 64 KiB is deflated
     * (RFC 1951) at the fastest level, and kept as it is where that gains nothing. The reader sees
     * by itself which blocks are.
     *
     * @param newCompressed whether to compress
     */
    public StreamOptions withCompression(boolean newCompressed) {
        return new StreamOptions(subset, newCompressed);
    }

    /** {@return which keys are written} */
    public KeySubset subset() {
        return subset;
    }

    /** {@return whether blocks are compressed} */
    public boolean compressed() {
        return compressed;
    }
}
