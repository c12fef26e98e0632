package io.cairn.engine.log;

import io.cairn.engine.log.FileFormat.Identity;
import io.cairn.engine.memory.Windows;

import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * Walks the records of a file as they lie on the disk, and goes on behind damage: there it looks at
 * every multiple of eight for a record whose checksum fits, which is one of this log's at this very
 * place, since the checksum is mixed with both. A place that the disk cannot read is damage like
 * any other. Reads the file, maps nothing, and takes the same memory for any file.
 */
public final class RecordScanner {
    private final FileBytes bytes;
    private final Identity identity;
    private final Windows windows;
    private final long expectedEnd;
    private final GapVisitor gaps;
    private long address = FileFormat.HEADER_BYTES;
    private long next = FileFormat.HEADER_BYTES;
    private int kind;
    private int flags;
    private int keyLength;
    private int valueLength;
    /** Records before it are parts of a batch that is whole. */
    private long wholeTo;

    private String broken = "";

    /** Is told of places that hold no record. */
    @FunctionalInterface
    public interface GapVisitor {
        /**
         * Takes notice of a range without an intact record that counts: between two records, or at
         * the end, then up to the last byte that is not zero and not less than to where records are
         * expected.
         *
         * @param from the first byte
         * @param to the byte after the last
         * @param reason what is wrong at {@code from}
         */
        void gap(long from, long to, String reason);
    }

    /**
     * Makes a scanner.
     *
     * @param channel open for reading
     * @param identity what the file is
     * @param expectedEnd where records must reach to, if nothing is lost; 0 if that is unknown
     * @param gaps is told of what is missing
     */
    public RecordScanner(FileChannel channel, Identity identity, long expectedEnd, GapVisitor gaps)
            throws IOException {
        this.bytes = new FileBytes(channel);
        this.identity = identity;
        this.windows = new Windows(identity.windows());
        this.expectedEnd = expectedEnd;
        this.gaps = gaps;
    }

    /**
     * Steps to the next intact record that is no jump; false if there is none. A record of a batch
     * that is not whole is left out, like a gap, if it lies behind where records are expected: such
     * a batch never was in the store. One before it was, and {@link #broken} tells.
     */
    public boolean next() throws IOException {
        while (true) {
            String wrong = whyNotTaken(next);
            if (!wrong.isEmpty() && !skip(wrong)) {
                return false;
            }
            address = next;
            next = following(address);
            if (kind != RecordFormat.JUMP) {
                return true;
            }
        }
    }

    /** Says why the batch of the current record is not whole; empty if it is, or there is none. */
    public String broken() {
        return broken;
    }

    private String whyNotTaken(long at) throws IOException {
        String wrong = whatIsWrong(at);
        if (!wrong.isEmpty() || kind == RecordFormat.JUMP || at < wholeTo) {
            return wrong;
        }
        boolean begun = (flags & RecordFormat.BEGUN) != 0;
        broken = begun ? RecordCheck.WITHOUT_BEGINNING : whatIsWrongWithBatch(at);
        return at < expectedEnd || expectedEnd == 0 ? "" : broken;
    }

    /**
     * Walks the batch that begins at a record, if one does, and takes over that record's header
     * again.
     */
    private String whatIsWrongWithBatch(long first) throws IOException {
        if ((flags & RecordFormat.MORE) == 0) {
            return "";
        }
        long at = first;
        String wrong = "";
        while (wrong.isEmpty() && (kind == RecordFormat.JUMP || (flags & RecordFormat.MORE) != 0)) {
            at = following(at);
            wrong = whatIsWrong(at);
            boolean isOther = kind != RecordFormat.JUMP && (flags & RecordFormat.BEGUN) == 0;
            wrong = wrong.isEmpty() && isOther ? "no record of it follows" : wrong;
        }
        long end = wrong.isEmpty() ? following(at) : at;
        if (wrong.isEmpty() && first < expectedEnd && expectedEnd < end) {
            at = expectedEnd;
            wrong = "the last flush ended";
        }
        wholeTo = wrong.isEmpty() ? end : wholeTo;
        return wrong.isEmpty()
                ? whatIsWrong(first)
                : whatIsWrong(first) + RecordCheck.isNotWhole(wrong, at);
    }

    private long following(long at) throws IOException {
        return kind == RecordFormat.JUMP
                ? bytes.getLong(RecordFormat.valueAt(at, 0))
                : RecordLog.endOf(windows, at, RecordFormat.size(keyLength, valueLength));
    }

    /** Returns where the current record lies. */
    public long address() {
        return address;
    }

    /** Returns where the record after the current one should begin. */
    public long nextAddress() {
        return next;
    }

    /** Returns the file's length. */
    public long fileBytes() {
        return bytes.size();
    }

    /** Returns the current record's kind. */
    public int kind() {
        return kind;
    }

    /** Returns the bytes of the current record. */
    public long recordBytes() {
        return RecordFormat.size(keyLength, valueLength);
    }

    /** Returns a copy of the current record's key. */
    public byte[] key() throws IOException {
        byte[] key = new byte[keyLength];
        bytes.copyOut(RecordFormat.keyAt(address), key, keyLength);
        return key;
    }

    /** Returns a copy of the current record's value. */
    public byte[] value() throws IOException {
        byte[] value = new byte[valueLength];
        bytes.copyOut(RecordFormat.valueAt(address, keyLength), value, valueLength);
        return value;
    }

    /** Looks for an intact record behind {@link #next}; false if there is none. */
    private boolean skip(String reason) throws IOException {
        long from = next;
        long written = from;
        long at = from;
        for (; at < bytes.size(); at += RecordFormat.ALIGNMENT) {
            if (!isZero(at)) {
                written = Math.min(at + RecordFormat.ALIGNMENT, bytes.size());
            }
            if (at > from && whyNotTaken(at).isEmpty()) {
                gap(from, at, reason);
                next = at;
                return true;
            }
        }
        long to = Math.max(written, expectedEnd);
        if (to > from) {
            gap(from, to, reason);
        }
        return false;
    }

    private void gap(long from, long to, String reason) {
        long unreadable = bytes.unreadableBytes(from, to);
        gaps.gap(
                from,
                to,
                unreadable == 0
                        ? reason
                        : reason + "; the disk fails to read bytes=" + unreadable
                                + " of the range");
    }

    /** Tells whether nothing was written at a place; what cannot be read may have been. */
    private boolean isZero(long at) throws IOException {
        if (bytes.isUnreadable(at)) {
            return false;
        }
        if (at + RecordFormat.ALIGNMENT <= bytes.size()) {
            return bytes.getLong(at) == 0;
        }
        for (long i = at; i < bytes.size(); i++) {
            if (bytes.getByte(i) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Says why there is no intact record at a place; where there is, its header is taken over. */
    private String whatIsWrong(long at) throws IOException {
        if (at + RecordFormat.HEADER_BYTES > bytes.size()) {
            return "the file ends here";
        }
        if (bytes.isUnreadable(at)) {
            return "the disk fails to read this place";
        }
        if (isZero(at) && bytes.getInt(at + Long.BYTES) == 0) {
            return "no record was written here";
        }
        kind = bytes.getByte(RecordFormat.kindAt(at));
        flags = bytes.getByte(RecordFormat.flagsAt(at));
        keyLength = bytes.getUnsignedShort(RecordFormat.keyLengthAt(at));
        valueLength = bytes.getInt(RecordFormat.valueLengthAt(at));
        if (!RecordCheck.isPlausible(kind, flags, keyLength, valueLength)) {
            return RecordCheck.implausible(kind, flags, keyLength, valueLength);
        }
        if (!fits(at)) {
            return "the record goes beyond its window or the file";
        }
        long checked =
                RecordFormat.keyAt(at) + keyLength + valueLength - RecordFormat.valueLengthAt(at);
        int crc = bytes.crc32c(RecordFormat.valueLengthAt(at), checked) ^ identity.saltAt(at);
        if (crc != bytes.getInt(at)) {
            return "the record's checksum does not fit";
        }
        boolean leadsNowhere = kind == RecordFormat.JUMP
                && !RecordCheck.isWindowAhead(
                        windows,
                        at,
                        bytes.getLong(RecordFormat.valueAt(at, 0)),
                        Math.max(bytes.size(), at));
        return leadsNowhere ? "the jump leads nowhere" : "";
    }

    private boolean fits(long at) {
        int index = windows.indexOf(at);
        long base = windows.baseOf(index);
        boolean mayBeWide = at == base && windows.isLargest(index);
        return at + RecordFormat.sizeWithoutPadding(keyLength, valueLength) <= bytes.size()
                && (mayBeWide
                        || at + RecordFormat.size(keyLength, valueLength)
                                <= base + windows.sizeOf(index));
    }
}
