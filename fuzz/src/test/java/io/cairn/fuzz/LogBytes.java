package io.cairn.fuzz;

import io.cairn.fuzz.Edits.Field;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A store's file as docs/file-format.md describes it, read and repaired by code that shares nothing
 * with the engine: so it tells what must come of any bytes.
 */
final class LogBytes {
    private static final long MAGIC = 0x474F_4C4E_5249_4143L;
    private static final int HEADER = 20_480;
    private static final int IDENTITY_CRC = 48;
    private static final int[] SLOTS = {4_096, 12_288};
    private static final int SLOT_CRC = 28;
    private static final int SLOT_TAG = 32;
    private static final int MOST_TAG = 4_096;
    private static final int RECORD_HEADER = 12;
    private static final int MOST_VALUE = 1 << 28;
    private static final int MOST_FIELD_RECORDS = 24;

    private static final int PUT = 1;
    private static final int DELETE = 2;
    private static final int CLEAR = 3;
    private static final int JUMP = 4;
    private static final int MORE = 1;
    private static final int BEGUN = 2;

    private final byte[] file;
    private final NavigableMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);
    private long end = HEADER;

    /** What a slot says; the sequence 0 if its checksum does not fit. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Slot(long sequence, long end, long entries, byte[] tag) {}

    LogBytes(byte[] file) {
        this.file = file;
    }

    /** Returns the places of the numbers in an intact file. */
    List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        for (int[] field :
                new int[][] {{8, 4}, {12, 2}, {14, 2}, {16, 8}, {24, 8}, {32, 8}, {40, 8}, {0, 8}
                }) {
            fields.add(new Field(field[0], field[1]));
        }
        for (int slot : SLOTS) {
            for (int at = 0; at < 24; at += 8) {
                fields.add(new Field(slot + at, 8));
            }
            fields.add(new Field(slot + 24, 4));
            fields.add(new Field(slot + SLOT_TAG, 8));
        }
        List<Integer> records = new ArrayList<>();
        walk(Long.MAX_VALUE, false, records);
        for (int record : records.subList(0, Math.min(records.size(), MOST_FIELD_RECORDS))) {
            fields.add(new Field(record + 4, 4));
            fields.add(new Field(record + 8, 2));
            fields.add(new Field(record + 10, 1));
            fields.add(new Field(record + 11, 1));
            fields.add(new Field(record + RECORD_HEADER, 8));
        }
        return fields;
    }

    /** Lets all checksums fit whose bytes can be told. */
    void repair() {
        if (file.length < HEADER) {
            return;
        }
        Numbers.put(file, IDENTITY_CRC, 4, Numbers.crc32c(file, 0, IDENTITY_CRC));
        for (int slot : SLOTS) {
            long tagLength = Numbers.get(file, slot + 24, 4);
            if (tagLength <= MOST_TAG && Numbers.get(file, slot, 8) != 0) {
                Numbers.put(file, slot + SLOT_CRC, 4, slotCrc(slot, (int) tagLength));
            }
        }
        walk(Long.MAX_VALUE, true, new ArrayList<>());
    }

    private int slotCrc(int slot, int tagLength) {
        return Numbers.crc32c(file, slot, SLOT_CRC) * 31
                + Numbers.crc32c(file, slot + SLOT_TAG, tagLength);
    }

    /** Tells whether this is a file whose making was cut short, which opens as a new store. */
    boolean isUnfinished() {
        if (file.length > HEADER) {
            return false;
        }
        if (file.length < HEADER) {
            return isBlank(0, file.length);
        }
        boolean isFirst = Numbers.get(file, SLOTS[1], 8) == 1;
        return isBlank(SLOTS[0], 8_192)
                && (isBlank(SLOTS[1], 8_192) || (isBlank(0, SLOTS[0]) && isFirst));
    }

    private boolean isBlank(int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (file[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Tells whether the identity is one. */
    boolean hasIdentity() {
        long small = Numbers.get(file, 12, 2);
        long large = Numbers.get(file, 14, 2);
        return file.length >= HEADER
                && Numbers.get(file, 0, 8) == MAGIC
                && Numbers.get(file, 8, 4) >= 1
                && Numbers.get(file, 8, 4) <= 2
                && (int) Numbers.get(file, IDENTITY_CRC, 4) == Numbers.crc32c(file, 0, IDENTITY_CRC)
                && small >= 12
                && small <= large
                && large <= 30;
    }

    /** Returns the slot that counts; its sequence is 0 if there is none. */
    Slot slot() {
        Slot even = slotAt(0);
        Slot odd = slotAt(1);
        return even.sequence > odd.sequence ? even : odd;
    }

    private Slot slotAt(int number) {
        int at = SLOTS[number];
        long sequence = Numbers.get(file, at, 8);
        long tagLength = Numbers.get(file, at + 24, 4);
        boolean fits = tagLength <= MOST_TAG
                && sequence > 0
                && (sequence & 1) == number
                && (int) Numbers.get(file, at + SLOT_CRC, 4) == slotCrc(at, (int) tagLength);
        return fits
                ? new Slot(
                        sequence,
                        Numbers.get(file, at + 8, 8),
                        Numbers.get(file, at + 16, 8),
                        Arrays.copyOfRange(file, at + SLOT_TAG, at + SLOT_TAG + (int) tagLength))
                : new Slot(0, 0, 0, new byte[0]);
    }

    /** Reads the records that begin before {@code stopAt}, and returns where they end. */
    long replay(long stopAt) {
        entries.clear();
        walk(stopAt, false, new ArrayList<>());
        return end;
    }

    /** Returns what the records that were read leave. */
    NavigableMap<byte[], byte[]> entries() {
        return entries;
    }

    private void walk(long stopAt, boolean repairing, List<Integer> addresses) {
        long at = HEADER;
        long wholeTo = HEADER;
        while (at < stopAt && isRecord(at, repairing)) {
            if (!repairing && at >= wholeTo) {
                wholeTo = endOfWhole((int) at);
                if (wholeTo < 0) {
                    break;
                }
            }
            addresses.add((int) at);
            at = take((int) at);
        }
        end = at;
    }

    /** Returns where a record ends, or the batch that begins with it; -1 if that is not whole. */
    private long endOfWhole(int first) {
        int at = first;
        boolean more = (flags(at) & MORE) != 0;
        if ((flags(at) & BEGUN) != 0) {
            return -1;
        }
        while (more) {
            long next = following(at);
            if (!isRecord(next, false)) {
                return -1;
            }
            at = (int) next;
            if (kind(at) != JUMP) {
                if ((flags(at) & BEGUN) == 0) {
                    return -1;
                }
                more = (flags(at) & MORE) != 0;
            }
        }
        long flushed = slot().end();
        boolean isCut = at > first && first < flushed && flushed < following(at);
        return isCut ? -1 : following(at);
    }

    private boolean isRecord(long address, boolean repairing) {
        if (address < 0 || address + RECORD_HEADER > file.length) {
            return false;
        }
        int at = (int) address;
        long value = Numbers.get(file, at + 4, 4);
        long size = size(at);
        if (!isPlausible(kind(at), flags(at), keyLength(at), value)
                || address + size > file.length
                || !fitsWindow(at, (size + 7) & -8)) {
            return false;
        }
        long idLow = Numbers.get(file, 24, 8);
        int salt = (int) (((idLow ^ at) * 0x9E37_79B9_7F4A_7C15L) >>> 32);
        int crc = Numbers.crc32c(file, at + 4, (int) size - 4) ^ salt;
        if (repairing) {
            Numbers.put(file, at, 4, crc);
        }
        return crc == (int) Numbers.get(file, at, 4) && (kind(at) != JUMP || leadsAhead(at));
    }

    private static boolean isPlausible(int kind, int flags, int key, long value) {
        boolean mayBeOfBatch = kind == PUT || kind == DELETE;
        if (flags != 0 && !(mayBeOfBatch && flags > 0 && flags <= (MORE | BEGUN))) {
            return false;
        }
        return switch (kind) {
            case PUT -> value <= MOST_VALUE;
            case DELETE -> value == 0;
            case CLEAR -> value == 0 && key == 0;
            case JUMP -> value == 8 && key == 0;
            default -> false;
        };
    }

    private boolean fitsWindow(int at, long padded) {
        long base = windowOf(at);
        boolean fits = at + padded <= base + windowBytes(base);
        return fits || (at == base && isLargest(base));
    }

    private boolean leadsAhead(int at) {
        long target = Numbers.get(file, at + RECORD_HEADER, 8);
        return target > at && target <= file.length && windowOf(target) == target;
    }

    private int take(int at) {
        byte[] key =
                Arrays.copyOfRange(file, at + RECORD_HEADER, at + RECORD_HEADER + keyLength(at));
        int valueAt = at + RECORD_HEADER + key.length;
        switch (kind(at)) {
            case PUT -> entries.put(key, Arrays.copyOfRange(file, valueAt, (int) (at + size(at))));
            case DELETE -> entries.remove(key);
            case CLEAR -> entries.clear();
            default -> {} // a jump
        }
        return (int) following(at);
    }

    private long following(int at) {
        return kind(at) == JUMP
                ? Numbers.get(file, at + RECORD_HEADER, 8)
                : next(at, (size(at) + 7) & -8);
    }

    private int next(int at, long padded) {
        long base = windowOf(at);
        long whole = windowBytes(base);
        if (padded > whole) {
            return (int) (at + (padded + whole - 1) / whole * whole);
        }
        long windowEnd = base + whole;
        return (int) (windowEnd - at - padded < 24 ? windowEnd : at + padded);
    }

    private long windowOf(long at) {
        long small = 1L << Numbers.get(file, 12, 2);
        long large = 1L << Numbers.get(file, 14, 2);
        return at >= large ? at & -large : at < small ? 0 : Long.highestOneBit(at);
    }

    private long windowBytes(long base) {
        long small = 1L << Numbers.get(file, 12, 2);
        long large = 1L << Numbers.get(file, 14, 2);
        return base >= large ? large : Math.max(base, small);
    }

    private boolean isLargest(long base) {
        long small = 1L << Numbers.get(file, 12, 2);
        long large = 1L << Numbers.get(file, 14, 2);
        return base >= large || small == large;
    }

    private int kind(int at) {
        return file[at + 10];
    }

    private int flags(int at) {
        return file[at + 11];
    }

    private int keyLength(int at) {
        return (int) Numbers.get(file, at + 8, 2);
    }

    private long size(int at) {
        return RECORD_HEADER + keyLength(at) + Numbers.get(file, at + 4, 4);
    }
}
