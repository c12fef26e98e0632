package io.cairn.engine.log;

import io.cairn.engine.memory.Memory;

/**
 * Records that are appended together, and count together or not at all. They are written like
 * others, with room made for one after the other, but get their checksums when all are there: the
 * first one last, for behind it nobody looks for a record until it is intact. Until then nothing
 * that was written is a record, whatever is lost, so that the log's end can go back. Owner's thread
 * only.
 */
public final class LogBatch {
    private static final int NONE = 0;

    private RecordLog log;
    private long start;
    private long reservedAtStart;
    private long usedAtStart;
    private long first = NONE;
    private long last = NONE;
    private long bytes;

    /** Makes one for a log. */
    public LogBatch(RecordLog log) {
        this.log = log;
    }

    /** Begins at the end of a log. */
    public void begin(RecordLog newLog) {
        log = newLog;
        start = log.end();
        reservedAtStart = log.reservedTo();
        usedAtStart = log.usedBytes();
        first = NONE;
        last = NONE;
        bytes = 0;
    }

    /**
     * Writes the header and key of the next record, for which the log has made room.
     *
     * @return its address; the value is written with {@link RecordLog#putValue}
     */
    public long append(int kind, byte[] key, int offset, int keyLength, int valueLength) {
        long address = log.begin(kind, key, offset, keyLength, valueLength);
        if (log.file() == null) {
            log.seal(address);
        } else {
            int flags = RecordFormat.MORE | (last == NONE ? 0 : RecordFormat.BEGUN);
            RecordFormat.putFlags(log.at(address), log.within(address), flags);
        }
        first = first == NONE ? address : first;
        last = address;
        long size = RecordFormat.size(keyLength, valueLength);
        bytes += size;
        log.moveBehind(address, size);
        return address;
    }

    /** Lets all records be in the log. */
    public void commit() {
        log.addUsed(bytes);
        if (last != NONE && log.file() != null) {
            int flags = last == first ? 0 : RecordFormat.BEGUN;
            RecordFormat.putFlags(log.at(last), log.within(last), flags);
            long address = log.following(first);
            while (address < log.end()) {
                log.seal(address);
                address = log.following(address);
            }
            log.seal(first);
        }
    }

    /** Forgets all records; the log is as it was at the beginning. */
    public void abandon() {
        if (log.file() != null) {
            long end = log.end();
            for (long address = start; address < end; ) {
                long next = log.following(address);
                Memory window = log.at(address);
                long at = log.within(address);
                window.fill(at, RecordFormat.size(window, at), (byte) 0);
                address = next;
            }
        }
        log.backTo(start, reservedAtStart, usedAtStart);
    }
}
