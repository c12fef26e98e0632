package io.cairn;

import java.util.List;
import java.util.Objects;

/**
 * What {@link StoreSalvage} saved of a damaged file, and what it could not.
 *
 * @param lost the ranges of the file that hold no intact record where one should or may have been,
 *     in ascending order; where there are more, the first {@value #MOST_RANGES}
 * @param lostRanges how many ranges there are, kept or not
 * @param lostBytes how many bytes they have in all
 * @param saved what was saved
 * @param notes what else the reader should know, each in a sentence
 */
public record SalvageReport(
        List<Range> lost, long lostRanges, long lostBytes, Saved saved, List<String> notes) {
    /** The most ranges that are kept. */
    public static final int MOST_RANGES = 10_000;

    /**
     * A range of the damaged file that was skipped.
     *
     * @param from its first byte
     * @param to the byte after its last
     * @param reason what is wrong at its beginning, in a sentence
     */
    public record Range(long from, long to, String reason) {
        /** Makes a range. */
        public Range {
            Objects.requireNonNull(reason, "reason");
        }

        /** {@return how many bytes it has} */
        public long bytes() {
            return to - from;
        }
    }

    /**
     * What was saved.
     *
     * @param puts how many intact records put an entry
     * @param deletes how many removed one
     * @param clears how many removed all
     * @param entries how many entries the new store has
     */
    public record Saved(long puts, long deletes, long clears, long entries) {}

    /** Makes a report. */
    public SalvageReport {
        lost = List.copyOf(lost);
        notes = List.copyOf(notes);
        Objects.requireNonNull(saved, "saved");
    }

    /** {@return whether nothing at all was lost} */
    public boolean isComplete() {
        return lostRanges == 0;
    }
}
