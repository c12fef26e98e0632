package io.cairn;

import java.util.Objects;
import java.util.UUID;

/** What a snapshot's stream says of the snapshot that was written. Immutable. */
public final class SnapshotInfo {
    private final UUID id;
    private final long takenAtEpochMillis;
    private final byte[] flushedTag;
    private final KeySubset subset;

    /**
     * Makes a description.
     *
     * @param id the snapshot's identity
     * @param takenAtEpochMillis when it was taken, in milliseconds since the epoch
     * @param flushedTag the tag of its store's last flush then, 0 to 4,096 bytes
     * @param subset which of its keys were written
     */
    public SnapshotInfo(UUID id, long takenAtEpochMillis, byte[] flushedTag, KeySubset subset) {
        this.id = Objects.requireNonNull(id, "id");
        this.takenAtEpochMillis = takenAtEpochMillis;
        this.flushedTag = flushedTag.clone();
        this.subset = Objects.requireNonNull(subset, "subset");
    }

    /** {@return the snapshot's identity; 0 in both halves for a stream of format version 1} */
    public UUID id() {
        return id;
    }

    /** {@return when it was taken, in milliseconds since the epoch; 0 for format version 1} */
    public long takenAtEpochMillis() {
        return takenAtEpochMillis;
    }

    /** {@return a copy of the tag of its store's last flush at that time} */
    public byte[] flushedTag() {
        return flushedTag.clone();
    }

    /** {@return which of its keys were written} */
    public KeySubset subset() {
        return subset;
    }

    @Override
    public String toString() {
        return "snapshot=" + id + " of " + subset;
    }
}
