package io.cairn.engine;

import io.cairn.VerificationReport;
import io.cairn.VerificationReport.Checked;
import io.cairn.engine.index.OrderCheck;
import io.cairn.engine.index.PointCheck;
import io.cairn.engine.index.PointIndex;
import io.cairn.engine.log.Findings;
import io.cairn.engine.log.LogFile;
import io.cairn.engine.log.RecordFormat;
import io.cairn.engine.log.RecordLog;
import io.cairn.engine.memory.Memory;

/** Checks contents: the log, the indexes over it, and the counts, each against the others. */
final class StoreChecker {
    private final Contents contents;
    private final RecordLog log;
    private final Findings findings;
    private long bytes;
    private long recordBytes;

    StoreChecker(Contents contents, Findings findings) {
        this.contents = contents;
        this.log = contents.log();
        this.findings = findings;
    }

    /** Checks an open store's contents. */
    static VerificationReport check(Contents contents) {
        LogFile file = contents.log().file();
        Findings findings = new Findings(file == null ? null : file.path());
        Checked checked = new StoreChecker(contents, findings).checkAll();
        return findings.report(checked);
    }

    /** Checks the log, if it is on file, and the indexes. */
    Checked checkAll() {
        LogFile file = log.file();
        Checked indexes = checkIndexes();
        if (file == null) {
            return indexes;
        }
        LogCheck check = new LogCheck(contents, file, findings);
        check(check::check);
        return new Checked(
                indexes.entries(),
                check.records(),
                check.bytes(),
                indexes.indexNodes(),
                indexes.indexSlots());
    }

    /** Checks the indexes, and the counts of what is live. */
    Checked checkIndexes() {
        OrderCheck order = new OrderCheck(contents.order(), log, findings, this::checkEntry);
        PointCheck points = new PointCheck(contents.points(), log, findings);
        check(order::check);
        check(points::check);
        findings.require("size", contents.size(), order.entries());
        findings.require("sizeBytes", contents.liveBytes(), bytes);
        findings.require("liveRecordBytes", contents.liveRecordBytes(), recordBytes);
        if (log.usedBytes() < recordBytes) {
            findings.damage(
                    0,
                    "usedBytes=" + log.usedBytes() + " is less than the live records' "
                            + recordBytes);
        }
        return new Checked(order.entries(), 0, 0, order.nodes(), points.slots());
    }

    /** A search through an index that was forged can lead anywhere, but never out of memory. */
    private void check(Runnable part) {
        try {
            part.run();
        } catch (IndexOutOfBoundsException e) {
            findings.damage(0, "an index leads out of the log: " + e.getMessage());
        }
    }

    private void checkEntry(long address, byte[] key, int length) {
        Memory window = log.at(address);
        long at = log.within(address);
        bytes += length + (long) RecordFormat.valueLength(window, at);
        recordBytes += RecordFormat.size(window, at);
        long found = contents.find(key, 0, length);
        if (found != address) {
            findings.damage(
                    address,
                    "the order index has this record's key here, but the point index "
                            + (found == PointIndex.ABSENT ? "lacks it" : "has it at " + found));
        }
    }
}
