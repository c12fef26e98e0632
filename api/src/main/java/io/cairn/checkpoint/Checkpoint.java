package io.cairn.checkpoint;

import java.util.Objects;
import java.util.UUID;

/**
 * A published checkpoint.
 *
 * @param number its number in the folder: 1, 2, ...
 * @param isFull whether its file holds all entries; if not, the changes since the checkpoint before
 * @param bytes the length of its file
 * @param snapshotId the identity of the snapshot that was written
 * @param takenAtEpochMillis when that was taken, in milliseconds since the epoch
 */
public record Checkpoint(
        long number, boolean isFull, long bytes, UUID snapshotId, long takenAtEpochMillis) {
    /** Checks the identity. */
    public Checkpoint {
        Objects.requireNonNull(snapshotId, "snapshotId");
    }

    /** {@return the name of its file in the folder} */
    public String fileName() {
        return "checkpoint-%010d.%s".formatted(number, isFull ? "full" : "delta");
    }
}
