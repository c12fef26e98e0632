package io.cairn.checkpoint;

import io.cairn.StreamOptions;

import java.util.Objects;

/** When a checkpoint is a full one, how many are kept, and how they are written. Immutable. */
public final class CheckpointPolicy {
    private static final CheckpointPolicy DEFAULTS =
            new CheckpointPolicy(3, 20, 0.5, StreamOptions.defaults());

    private final int kept;
    private final int mostDeltas;
    private final double mostDeltaShare;
    private final StreamOptions options;

    private CheckpointPolicy(
            int kept, int mostDeltas, double mostDeltaShare, StreamOptions options) {
        this.kept = kept;
        this.mostDeltas = mostDeltas;
        this.mostDeltaShare = mostDeltaShare;
        this.options = options;
    }

    /** {@return 3 kept, a full one after 20 deltas or half of its bytes, all keys, uncompressed} */
    public static CheckpointPolicy defaults() {
        return DEFAULTS;
    }

    /**
     * {@return this policy with another number of checkpoints that stay restorable; more stay where
     * these need their files}
     *
     * @param checkpoints 1 or more
     * @throws IllegalArgumentException if it is less
     */
    public CheckpointPolicy withKept(int checkpoints) {
        if (checkpoints < 1) {
            throw new IllegalArgumentException(
                    "checkpoints=" + checkpoints + " to keep is less than 1");
        }
        return new CheckpointPolicy(checkpoints, mostDeltas, mostDeltaShare, options);
    }

    /**
     * {@return this policy with another number of deltas after which a full one follows}
     *
     * @param deltas 0, for full ones only, or more
     * @throws IllegalArgumentException if it is less
     */
    public CheckpointPolicy withMostDeltas(int deltas) {
        if (deltas < 0) {
            throw new IllegalArgumentException("deltas=" + deltas + " is less than 0");
        }
        return new CheckpointPolicy(kept, deltas, mostDeltaShare, options);
    }

    /**
     * {@return this policy with another share of a full one's bytes; when the deltas since have
     * more, a full one follows}
     *
     * @param share 0.0 or more
     * @throws IllegalArgumentException if it is less, or no number
     */
    public CheckpointPolicy withMostDeltaShare(double share) {
        if (!(share >= 0)) {
            throw new IllegalArgumentException("share=" + share + " is not 0.0 or more");
        }
        return new CheckpointPolicy(kept, mostDeltas, share, options);
    }

    /**
     * {@return this policy with other options of what is written, and how}
     *
     * @param newOptions the options
     */
    public CheckpointPolicy withOptions(StreamOptions newOptions) {
        return new CheckpointPolicy(
                kept, mostDeltas, mostDeltaShare, Objects.requireNonNull(newOptions, "options"));
    }

    int kept() {
        return kept;
    }

    int mostDeltas() {
        return mostDeltas;
    }

    double mostDeltaShare() {
        return mostDeltaShare;
    }

    StreamOptions options() {
        return options;
    }
}
