package io.cairn.engine.log;

import io.cairn.CorruptStoreException;
import io.cairn.engine.memory.Memory;
import io.cairn.engine.memory.Windows;

/**
 * Walks the records of a file when it is opened, checks each, and finds where the log ends: at the
 * first place that holds no intact record. Before the flushed position that is corruption; beyond
 * it, it is the tail that a crash tore.
 */
public final class LogReader {
    private static final long PAGE = 4096;

    private final RecordLog log;
    private final LogFile file;
    private final Windows windows;
    private final long fileBytes;
    private final long stopAt;
    private long address;
    private long next;
    private long presentTo;
    private long recordsRead;
    /** Records before it were found to be intact, as parts of a batch. */
    private long wholeTo;

    private String torn = "";

    /**
     * Makes a reader.
     *
     * @param log a log over {@code file} that nothing was appended to
     * @param file the file
     * @param from the address of the first record to read
     * @param stopAt records from here on are not read
     */
    public LogReader(RecordLog log, LogFile file, long from, long stopAt) {
        this.log = log;
        this.file = file;
        this.windows = log.windows();
        this.fileBytes = file.length();
        this.stopAt = stopAt;
        this.next = from;
        long flushed = file.lastFlush().end();
        this.presentTo = Math.max(from, flushed);
        if (fileBytes < flushed) {
            throw new CorruptStoreException("file=" + file.path() + " offset=" + fileBytes
                    + ": the file was cut; its last flush" + " reached offset=" + flushed
                    + "; restore it from a backup");
        }
        openThrough(from);
    }

    /** Steps to the next record that is no jump; false at the end of the log. */
    public boolean next() {
        while (next < stopAt && hasRecordAtNext()) {
            address = next;
            log.addUsed(RecordFormat.size(log.at(address), log.within(address)));
            boolean isJump = isJump();
            next = log.following(next);
            if (!isJump) {
                recordsRead++;
                return true;
            }
        }
        return false;
    }

    /** Returns the address of the current record. */
    public long address() {
        return address;
    }

    /** Returns the file's length when the walk began. */
    public long fileBytes() {
        return fileBytes;
    }

    /** Returns how many records were read, jumps not counted. */
    public long recordsRead() {
        return recordsRead;
    }

    /** Returns why the record at the end is not intact; empty if nothing was written there. */
    public String torn() {
        return torn;
    }

    /**
     * Ends the walk: cuts the log where it ended, or, where nothing may be changed, lets it end
     * there.
     *
     * @return how many bytes were cut off or ignored; 0 if nothing was written in them
     * @throws CorruptStoreException if the log ends before what was flushed
     */
    public long finish() {
        long flushed = file.lastFlush().end();
        if (next < flushed) {
            throw new CorruptStoreException("file=" + file.path() + " offset=" + next + ": "
                    + (torn.isEmpty() ? "no record was written here" : torn)
                    + ", but the last flush reached offset="
                    + flushed + "; restore it from a backup");
        }
        long written = next < fileBytes ? file.firstWrittenFrom(next) : -1;
        boolean cutsRecords = written >= 0;
        if (!cutsRecords || file.isReadOnly()) {
            log.startAt(next);
        } else {
            cutAt(next, written);
        }
        return cutsRecords ? fileBytes - next : 0;
    }

    /**
     * Cuts off what a loss of power could otherwise bring back behind new records. The first byte
     * that was written stays until the cut is durable: without it, an opening after this one was
     * killed would find nothing to cut, and so not force anything.
     */
    private void cutAt(long end, long written) {
        file.truncate(written + 1);
        file.forceLength();
        log.cutAt(end);
        file.lengthenTo(endOfWindows()); // what is mapped can be read, all of it
    }

    private long endOfWindows() {
        long base = windows.baseOf(windows.count() - 1);
        return base + windows.at(base).size();
    }

    private boolean hasRecordAtNext() {
        return next < wholeTo || (isRecordAtNext() && isOfNoBatchOrOfAWholeOne());
    }

    /** Walks the batch that begins at {@link #next}, if one does, to see that it is whole. */
    private boolean isOfNoBatchOrOfAWholeOne() {
        long first = next;
        int flags = flags();
        if ((flags & RecordFormat.BEGUN) != 0) {
            torn = RecordCheck.WITHOUT_BEGINNING;
        }
        while ((flags & RecordFormat.MORE) != 0 && torn.isEmpty()) {
            goToNextOfBatch();
            flags = !torn.isEmpty() || isJump() ? flags : flags();
        }
        if (next > first && torn.isEmpty()) {
            requireNoFlushIn(first);
        }
        next = first;
        return torn.isEmpty();
    }

    private void goToNextOfBatch() {
        next = log.following(next);
        if (!isRecordAtNext() || !(isJump() || (flags() & RecordFormat.BEGUN) != 0)) {
            String reason = torn.isEmpty() ? "no record of it follows" : torn;
            torn = RecordCheck.isNotWhole(reason, next);
        }
    }

    /** The batch ends with the record at {@link #next}. */
    private void requireNoFlushIn(long first) {
        long end = log.following(next);
        long flushed = file.lastFlush().end();
        if (first < flushed && flushed < end) {
            torn = RecordCheck.isNotWhole("the last flush ended", flushed);
        } else {
            wholeTo = end;
        }
    }

    private int flags() {
        return RecordFormat.flags(log.at(next), log.within(next));
    }

    private boolean isJump() {
        return RecordFormat.kind(log.at(next), log.within(next)) == RecordFormat.JUMP;
    }

    private boolean isRecordAtNext() {
        if (!openThrough(next) || (next + RecordFormat.HEADER_BYTES > presentTo && isBlank())) {
            return false;
        }
        Memory window = log.at(next);
        long at = log.within(next);
        if (RecordFormat.isBlank(window, at)) {
            return false;
        }
        torn = whatIsWrong(window, at);
        return torn.isEmpty();
    }

    /**
     * Asks the file, not its mapping, where no record may have been begun: a file system in memory
     * takes a page when one is read, and has none if it is full.
     */
    private boolean isBlank() {
        if (file.isBlank(next, RecordFormat.HEADER_BYTES)) {
            return true;
        }
        presentTo = (next + RecordFormat.HEADER_BYTES + PAGE - 1) & -PAGE;
        return false;
    }

    private String whatIsWrong(Memory window, long at) {
        String wrong = RecordCheck.whatIsWrongWithHeader(window, at);
        if (!wrong.isEmpty()) {
            return wrong;
        }
        int keyLength = RecordFormat.keyLength(window, at);
        int valueLength = RecordFormat.valueLength(window, at);
        long size = RecordFormat.size(keyLength, valueLength);
        Memory whole = at == 0 ? widened(size) : window;
        if (at + size > whole.size()
                || next + RecordFormat.sizeWithoutPadding(keyLength, valueLength) > fileBytes) {
            return "the record of size=" + size + " goes beyond its window or the file";
        }
        if (!RecordFormat.hasValidChecksum(whole, at, file.identity().saltAt(next))) {
            return "the record's checksum does not fit";
        }
        if (RecordFormat.kind(whole, at) == RecordFormat.JUMP
                && !RecordCheck.isWindowAhead(
                        windows, next, whole.getLong(RecordFormat.valueAt(at, 0)), fileBytes)) {
            return "the jump leads nowhere";
        }
        return "";
    }

    /**
     * Maps the window at {@link #next} wide, if the record there is larger than it and the file
     * holds it.
     */
    private Memory widened(long size) {
        int index = windows.indexOf(next);
        Memory window = log.at(next);
        if (size > window.size() && windows.isLargest(index) && next + size <= fileBytes) {
            log.open(index, log.windowBytes(next, size));
            return log.at(next);
        }
        return window;
    }

    private boolean openThrough(long at) {
        int index = windows.indexOf(at);
        if (windows.has(index)) {
            return true;
        }
        if (at >= fileBytes) {
            return false;
        }
        log.open(index, windows.sizeOf(index));
        return true;
    }
}
