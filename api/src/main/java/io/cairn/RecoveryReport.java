package io.cairn;

/**
 * What the opening of a persistent store found and did.
 *
 * @param recordsReplayed how many log records were read to build the index, 0 or more
 * @param bytesCut how many bytes past the last intact (or flushed) record were dropped, 0 or more;
 *     ignored, where the opening was read-only
 * @param imageUsed whether the index image was loaded
 * @param detail in a sentence: why the image was not used, and why bytes were cut; empty if there
 *     is nothing to say
 * @param durationNanos how long the opening took
 */
public record RecoveryReport(
        long recordsReplayed, long bytesCut, boolean imageUsed, String detail, long durationNanos) {
    /** The report of a store that had nothing to recover. */
    public static final RecoveryReport NOTHING = new RecoveryReport(0, 0, false, "", 0);
}
