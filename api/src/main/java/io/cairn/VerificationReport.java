package io.cairn;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a check of a store found; {@link StoreVerifier} makes it.
 *
 * @param findings what is wrong or worth knowing, in the order in which it was found; where there
 *     is more, the first {@value #MOST_FINDINGS}
 * @param damages how many findings there are that mean damage, kept or not
 * @param notes how many others there are, kept or not
 * @param checked how much was checked
 * @param durationNanos how long it took
 */
public record VerificationReport(
        List<Finding> findings, long damages, long notes, Checked checked, long durationNanos) {
    /** The most findings that are kept. */
    public static final int MOST_FINDINGS = 1000;

    /** What a finding means. */
    public enum Severity {
        /** Something is lost or wrong. */
        DAMAGE,
        /** Nothing is lost, and the store can be used: a tail that a crash tore, say. */
        NOTE
    }

    /**
     * One thing that was found.
     *
     * @param severity what it means
     * @param file where it is, null for a store in memory
     * @param offset the byte of the file, or the address in the log, that it is about
     * @param reason what it is, in a sentence
     */
    public record Finding(Severity severity, @Nullable Path file, long offset, String reason) {
        /** Makes a finding. */
        public Finding {
            Objects.requireNonNull(severity, "severity");
            Objects.requireNonNull(reason, "reason");
        }

        @Override
        public String toString() {
            return severity + " " + (file == null ? "in memory" : "file=" + file) + " offset="
                    + offset + ": " + reason;
        }
    }

    /**
     * How much was checked.
     *
     * @param entries live entries
     * @param records records of the log; 0 for a store in memory, whose log cannot be walked
     * @param logBytes bytes of these records
     * @param indexNodes nodes of the ordered index
     * @param indexSlots entries of the hash index
     */
    public record Checked(
            long entries, long records, long logBytes, long indexNodes, long indexSlots) {
        /** Nothing was checked. */
        public static final Checked NOTHING = new Checked(0, 0, 0, 0, 0);
    }

    /** Makes a report. */
    public VerificationReport {
        findings = List.copyOf(findings);
        Objects.requireNonNull(checked, "checked");
    }

    /** {@return whether there is no damage} */
    public boolean isSound() {
        return damages == 0;
    }

    /**
     * {@return the report of a file that could not be opened}
     *
     * @param path the file
     * @param failure says what is wrong
     */
    public static VerificationReport ofDamage(Path path, CorruptStoreException failure) {
        Finding finding = new Finding(
                Severity.DAMAGE, path, 0, Objects.requireNonNullElse(failure.getMessage(), ""));
        return new VerificationReport(List.of(finding), 1, 0, Checked.NOTHING, 0);
    }
}
