package io.cairn.engine.log;

import io.cairn.engine.memory.Memory;

/**
 * The layout of a record, and the only place that does arithmetic on it. All functions are static,
 * over a window and the record's place in it.
 *
 * <p>A record is a header, the key, the value, and zero to seven bytes of padding. On file its
 * first word is the checksum of all that follows but the padding, mixed with the log's identity and
 * the record's address, so that a record is valid only where it was written. In memory, where
 * nothing is ever recovered, the first word is the room the record takes, in units of eight bytes,
 * so that a shorter value can later grow back in place.
 */
public final class RecordFormat {
    /** A key and its value. */
    public static final int PUT = 1;
    /** A key that is no more. */
    public static final int DELETE = 2;
    /** All before this record is no more. */
    public static final int CLEAR = 3;
    /** The log goes on at the address that is this record's value. */
    public static final int JUMP = 4;

    /** A flag: the record's batch goes on behind it. */
    public static final int MORE = 1;
    /** A flag: the record's batch began before it. */
    public static final int BEGUN = 2;

    /** Records begin at multiples of this many bytes, and take a multiple of it. */
    public static final int ALIGNMENT = 8;

    private static final int CHECKSUM = 0;
    private static final int VALUE_LENGTH = CHECKSUM + Integer.BYTES;
    private static final int KEY_LENGTH = VALUE_LENGTH + Integer.BYTES;
    private static final int KIND = KEY_LENGTH + Short.BYTES;
    private static final int FLAGS = KIND + Byte.BYTES;
    /** Bytes before the key. */
    public static final int HEADER_BYTES = FLAGS + Byte.BYTES;
    /**
     * Bytes of a {@link #JUMP}; where fewer are left after a record, the log goes on in the next
     * window.
     */
    public static final int JUMP_BYTES = (int) size(0, Long.BYTES);

    private static final int TOUCHED_BYTES = 64;
    /** Every window takes a multiple of it. */
    private static final long PAGE = 4096;

    private RecordFormat() {}

    /** Returns how many bytes a record takes, padding included. */
    public static long size(int keyLength, int valueLength) {
        return (sizeWithoutPadding(keyLength, valueLength) + ALIGNMENT - 1) & -ALIGNMENT;
    }

    /** Returns how many bytes a record takes but for the padding. */
    public static long sizeWithoutPadding(int keyLength, int valueLength) {
        return (long) HEADER_BYTES + keyLength + valueLength;
    }

    /** Returns how many bytes the record at {@code at} takes by its lengths, padding included. */
    public static long size(Memory window, long at) {
        return size(keyLength(window, at), valueLength(window, at));
    }

    /** Writes all of the header but the checksum; the record is of no batch. */
    public static void putHeader(Memory window, long at, int kind, int keyLength, int valueLength) {
        window.putInt(at + VALUE_LENGTH, valueLength);
        window.putShort(at + KEY_LENGTH, keyLength);
        window.putByte(at + KIND, (byte) kind);
        window.putByte(at + FLAGS, (byte) 0);
    }

    /** Says what part of a batch a record is, before its checksum is written. */
    static void putFlags(Memory window, long at, int flags) {
        window.putByte(at + FLAGS, (byte) flags);
    }

    /** Returns {@link #MORE} and {@link #BEGUN}: what part of a batch the record is. */
    static int flags(Memory window, long at) {
        return window.getByte(at + FLAGS);
    }

    /** Returns the record's kind; 0 where no record was written. */
    public static int kind(Memory window, long at) {
        return window.getByte(at + KIND);
    }

    /**
     * Reads a word of each of the two cache lines that a record's header, its key and the beginning
     * of its value most often lie in, so that they are there when they are needed; of the second
     * not if it is in the next page, which may be in no window. What it returns means nothing, but
     * must be used, or the reading is left out.
     */
    public static long touch(Memory window, long at) {
        long left = PAGE - (at & (PAGE - 1));
        return window.getLong(at) + window.getLong(at + Math.min(TOUCHED_BYTES, left) - Long.BYTES);
    }

    /** Returns both lengths, read at once; see {@link #keyLength(long)}. */
    public static long lengths(Memory window, long at) {
        return window.getLong(at + VALUE_LENGTH);
    }

    /** Returns the key's length, of both. */
    public static int keyLength(long lengths) {
        return (int) (lengths >>> ((KEY_LENGTH - VALUE_LENGTH) * Byte.SIZE)) & 0xFFFF;
    }

    /** Returns the value's length, of both. */
    public static int valueLength(long lengths) {
        return (int) lengths;
    }

    /** Returns the length of the key. */
    public static int keyLength(Memory window, long at) {
        return window.getUnsignedShort(at + KEY_LENGTH);
    }

    /** Returns the length of the value. */
    public static int valueLength(Memory window, long at) {
        return window.getInt(at + VALUE_LENGTH);
    }

    /** Changes the length of the value, which the caller rewrites. In memory only. */
    public static void putValueLength(Memory window, long at, int valueLength) {
        window.putInt(at + VALUE_LENGTH, valueLength);
    }

    /** Returns where the length of the value stands, with which the checked bytes begin. */
    static long valueLengthAt(long at) {
        return at + VALUE_LENGTH;
    }

    /** Returns where the length of the key stands. */
    static long keyLengthAt(long at) {
        return at + KEY_LENGTH;
    }

    /** Returns where the kind stands. */
    static long kindAt(long at) {
        return at + KIND;
    }

    /** Returns where the flags stand. */
    static long flagsAt(long at) {
        return at + FLAGS;
    }

    /** Returns where the key begins. */
    public static long keyAt(long at) {
        return at + HEADER_BYTES;
    }

    /** Returns where the value begins. */
    public static long valueAt(long at, int keyLength) {
        return at + HEADER_BYTES + keyLength;
    }

    /** Tells whether the record has this key. */
    public static boolean hasKey(Memory window, long at, byte[] key, int offset, int length) {
        return keyLength(window, at) == length
                && window.mismatch(keyAt(at), key, offset, length) < 0;
    }

    /**
     * Compares the record's key with another, both without their first {@code skip} bytes, which
     * are equal.
     */
    public static int compareKey(
            Memory window, long at, byte[] key, int offset, int length, int skip) {
        return window.compare(
                keyAt(at) + skip, keyLength(window, at) - skip, key, offset + skip, length - skip);
    }

    /** Writes the room that a record in memory takes. */
    public static void putRoom(Memory window, long at, long bytes) {
        window.putInt(at + CHECKSUM, (int) (bytes / ALIGNMENT));
    }

    /** Returns the room that a record in memory takes, in bytes. */
    public static long room(Memory window, long at) {
        return (long) window.getInt(at + CHECKSUM) * ALIGNMENT;
    }

    /** Writes the checksum of a record that is complete. */
    public static void putChecksum(Memory window, long at, int salt) {
        window.putInt(at + CHECKSUM, checksum(window, at, salt));
    }

    /**
     * Tells whether the checksum fits; the lengths must have been found to lie inside the window.
     */
    public static boolean hasValidChecksum(Memory window, long at, int salt) {
        return window.getInt(at + CHECKSUM) == checksum(window, at, salt);
    }

    /** Tells whether the header holds only zeros: nothing was written here. */
    public static boolean isBlank(Memory window, long at) {
        return window.getLong(at) == 0 && window.getInt(at + Long.BYTES) == 0;
    }

    /** Makes the header hold only zeros. */
    static void blank(Memory window, long at) {
        window.fill(at, HEADER_BYTES, (byte) 0);
    }

    private static int checksum(Memory window, long at, int salt) {
        long bytes =
                sizeWithoutPadding(keyLength(window, at), valueLength(window, at)) - VALUE_LENGTH;
        return window.crc32c(at + VALUE_LENGTH, bytes) ^ salt;
    }
}
