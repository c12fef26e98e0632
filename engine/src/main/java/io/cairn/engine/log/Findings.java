package io.cairn.engine.log;

import io.cairn.VerificationReport;
import io.cairn.VerificationReport.Checked;
import io.cairn.VerificationReport.Finding;
import io.cairn.VerificationReport.Severity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers what a check finds: all are counted, the first ones kept. */
public final class Findings {
    private final long startNanos = System.nanoTime();
    private final @Nullable Path file;
    private final List<Finding> kept = new ArrayList<>();
    private long damages;
    private long notes;

    /** For a store's file, or null for a store in memory. */
    public Findings(@Nullable Path file) {
        this.file = file;
    }

    /** Adds something that is lost or wrong. */
    public void damage(long offset, String reason) {
        damages++;
        keep(Severity.DAMAGE, file, offset, reason);
    }

    /** Adds something that loses nothing, in the store's file or in one beside it. */
    public void note(@Nullable Path where, long offset, String reason) {
        notes++;
        keep(Severity.NOTE, where, offset, reason);
    }

    private void keep(Severity severity, @Nullable Path where, long offset, String reason) {
        if (kept.size() < VerificationReport.MOST_FINDINGS) {
            kept.add(new Finding(severity, where, offset, reason));
        }
    }

    /** Adds a damage where a number is not what was counted. */
    public void require(String name, long value, long counted) {
        if (value != counted) {
            damage(0, name + "=" + value + ", but " + counted + " were counted");
        }
    }

    /** Returns the number of damages. */
    public long damages() {
        return damages;
    }

    /** Returns the report. */
    public VerificationReport report(Checked checked) {
        return new VerificationReport(
                kept, damages, notes, checked, System.nanoTime() - startNanos);
    }
}
