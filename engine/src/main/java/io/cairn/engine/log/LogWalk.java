package io.cairn.engine.log;

import io.cairn.engine.memory.Memory;
import io.cairn.engine.memory.Windows;

/**
 * Walks the records of an open log on file, from the first to the log's end, and checks each. Reads
 * only windows that are there, so it changes nothing.
 */
public final class LogWalk {
    private final RecordLog log;
    private final LogFile file;
    private final Windows windows;
    private long next;
    private long address;
    private long records;
    private long bytes;
    private boolean inBatch;
    private String damage = "";

    /** Makes a walk over a log that lies on {@code file}, beginning at an address. */
    public LogWalk(RecordLog log, LogFile file, long from) {
        this.log = log;
        this.file = file;
        this.windows = log.windows();
        this.next = from;
    }

    /** Returns the address of a log's first record. */
    public static long first() {
        return FileFormat.HEADER_BYTES;
    }

    /** Steps to the next record that is no jump; false at the log's end, or at a damaged record. */
    public boolean next() {
        while (next < log.end()) {
            address = next;
            damage = whatIsWrong();
            if (!damage.isEmpty()) {
                return false;
            }
            Memory window = log.at(address);
            long at = log.within(address);
            bytes += RecordFormat.size(window, at);
            next = log.following(address);
            if (RecordFormat.kind(window, at) != RecordFormat.JUMP) {
                records++;
                inBatch = (RecordFormat.flags(window, at) & RecordFormat.MORE) != 0;
                return true;
            }
        }
        if (next != log.end()) {
            damage = "the log's last record ends at " + next + ", not at its end=" + log.end();
        } else {
            damage = inBatch ? "the log ends inside of a batch" : "";
        }
        return false;
    }

    /** Returns the address of the current record, or of the damaged one. */
    public long address() {
        return address;
    }

    /** Returns what is wrong with the record that ended the walk; empty at the log's end. */
    public String damage() {
        return damage;
    }

    /** Returns how many records were walked, jumps not counted. */
    public long records() {
        return records;
    }

    /** Returns the bytes of the records that were walked, jumps counted. */
    public long bytes() {
        return bytes;
    }

    private String whatIsWrong() {
        String reason = whatIsWrongWithRecord(log, address);
        if (reason.isEmpty()) {
            Memory window = log.at(address);
            long at = log.within(address);
            if (!RecordFormat.hasValidChecksum(window, at, file.identity().saltAt(address))) {
                return "the record's checksum does not fit";
            }
            if (RecordFormat.kind(window, at) == RecordFormat.JUMP
                    && !RecordCheck.isWindowAhead(
                            windows,
                            address,
                            window.getLong(RecordFormat.valueAt(at, 0)),
                            log.end())) {
                return "the jump leads nowhere";
            }
            return whatIsWrongWithBatch(window, at);
        }
        return reason;
    }

    private String whatIsWrongWithBatch(Memory window, long at) {
        boolean isJump = RecordFormat.kind(window, at) == RecordFormat.JUMP;
        boolean begun = (RecordFormat.flags(window, at) & RecordFormat.BEGUN) != 0;
        if (isJump || begun == inBatch) {
            return "";
        }
        return inBatch
                ? "the batch before this record is not whole"
                : RecordCheck.WITHOUT_BEGINNING;
    }

    /**
     * Says why there can be no record at an address of a log, on file or in memory; empty if there
     * can be one, which then lies inside of its window. The checksum is not looked at.
     */
    public static String whatIsWrongWithRecord(RecordLog log, long address) {
        Windows windows = log.windows();
        if (address <= 0
                || address % RecordFormat.ALIGNMENT != 0
                || address >= log.end()
                || !windows.has(windows.indexOf(address))) {
            return "no record can be at address=" + address;
        }
        Memory window = log.at(address);
        long at = log.within(address);
        if (at + RecordFormat.HEADER_BYTES > window.size()) {
            return "the record goes beyond its window";
        }
        String reason = RecordCheck.whatIsWrongWithHeader(window, at);
        if (!reason.isEmpty()) {
            return reason;
        }
        long bytes = RecordFormat.sizeWithoutPadding(
                RecordFormat.keyLength(window, at), RecordFormat.valueLength(window, at));
        return at + bytes > window.size() ? "the record goes beyond its window" : "";
    }

    /** Tells whether the record at an address is a PUT whose checksum fits, if it is on file. */
    public static String whatIsWrongWithEntry(RecordLog log, long address) {
        String reason = whatIsWrongWithRecord(log, address);
        if (!reason.isEmpty()) {
            return reason;
        }
        Memory window = log.at(address);
        long at = log.within(address);
        if (RecordFormat.kind(window, at) != RecordFormat.PUT) {
            return "the record is of kind=" + RecordFormat.kind(window, at) + ", not a PUT";
        }
        LogFile file = log.file();
        return file == null
                        || RecordFormat.hasValidChecksum(
                                window, at, file.identity().saltAt(address))
                ? ""
                : "the record's checksum does not fit";
    }
}
