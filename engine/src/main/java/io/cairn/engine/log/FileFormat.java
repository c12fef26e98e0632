package io.cairn.engine.log;

import io.cairn.CorruptStoreException;
import io.cairn.UnsupportedFormatException;
import io.cairn.WindowSizes;
import io.cairn.engine.memory.Memory;
import io.cairn.engine.memory.MemoryFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The layout of a store file's header, and the only place that does arithmetic on it: an identity
 * that is written once, and two slots, written in turn, each of which describes one flush. The slot
 * with a valid checksum and the higher sequence number counts.
 */
public final class FileFormat {
    /** The most bytes of a flush's tag. */
    public static final int MAX_TAG_BYTES = 4096;
    /** The version of the files that this build makes, and the highest that it reads. */
    public static final int VERSION = 2;
    /** The lowest version that this build reads and goes on writing: it knows no batches. */
    static final int FIRST_VERSION = 1;

    private static final int VERSION_WITH_BATCHES = 2;

    /** The ASCII bytes {@code CAIRNLOG}, read as a little-endian long. */
    static final long MAGIC = 0x474F_4C4E_5249_4143L;

    private static final int SECTOR = 4096;

    private static final int MAGIC_AT = 0;
    private static final int VERSION_AT = MAGIC_AT + Long.BYTES;
    private static final int SMALL_SHIFT_AT = VERSION_AT + Integer.BYTES;
    private static final int LARGE_SHIFT_AT = SMALL_SHIFT_AT + Short.BYTES;
    private static final int ID_AT = LARGE_SHIFT_AT + Short.BYTES;
    private static final int SEED_AT = ID_AT + 2 * Long.BYTES;
    private static final int CREATED_AT = SEED_AT + Long.BYTES;
    private static final int IDENTITY_CHECKSUM_AT = CREATED_AT + Long.BYTES;

    private static final int SLOT_0_AT = SECTOR;
    private static final int SLOT_BYTES = 2 * SECTOR;

    private static final long FIRST_SEQUENCE = 1;

    private static final int SEQUENCE = 0;
    private static final int END = SEQUENCE + Long.BYTES;
    private static final int ENTRIES = END + Long.BYTES;
    private static final int TAG_LENGTH = ENTRIES + Long.BYTES;
    private static final int SLOT_CHECKSUM = TAG_LENGTH + Integer.BYTES;
    private static final int TAG = SLOT_CHECKSUM + Integer.BYTES;

    /** Bytes of the header; the first record begins here. */
    public static final int HEADER_BYTES = SLOT_0_AT + 2 * SLOT_BYTES;

    private FileFormat() {}

    /**
     * What a file is: written once, when it is made.
     *
     * @param id unlike any other log's
     * @param hashSeed the seed of its point index
     * @param createdMillis when it was made
     * @param windows the sizes of its windows
     * @param version of its format
     */
    public record Identity(
            UUID id, long hashSeed, long createdMillis, WindowSizes windows, int version) {
        /** Tells whether records of the file may be parts of a batch. */
        public boolean hasBatches() {
            return version >= VERSION_WITH_BATCHES;
        }

        /** Returns what the checksum of a record at an address is mixed with. */
        public int saltAt(long address) {
            long mixed = (id.getLeastSignificantBits() ^ address)
                    * 0x9E37_79B9_7F4A_7C15L; // 2^64 / golden ratio
            return (int) (mixed >>> 32);
        }
    }

    /**
     * What one flush made safe.
     *
     * @param sequence 1 for the first flush, and so on
     * @param end the address after the last record
     * @param entries how many keys there were
     * @param tag the caller's bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // private to the engine, never compared
    public record Flush(long sequence, long end, long entries, byte[] tag) {}

    static void putIdentity(Memory header, Identity identity) {
        header.putInt(VERSION_AT, identity.version);
        header.putShort(
                SMALL_SHIFT_AT, Integer.numberOfTrailingZeros(identity.windows.smallestBytes()));
        header.putShort(
                LARGE_SHIFT_AT, Integer.numberOfTrailingZeros(identity.windows.largestBytes()));
        header.putLong(ID_AT, identity.id.getMostSignificantBits());
        header.putLong(ID_AT + Long.BYTES, identity.id.getLeastSignificantBits());
        header.putLong(SEED_AT, identity.hashSeed);
        header.putLong(CREATED_AT, identity.createdMillis);
        header.putLong(MAGIC_AT, MAGIC);
        header.putInt(IDENTITY_CHECKSUM_AT, header.crc32c(0, IDENTITY_CHECKSUM_AT));
    }

    /**
     * Reads the identity, or says what is wrong with the file.
     *
     * @throws CorruptStoreException if it is damaged, or none
     * @throws UnsupportedFormatException if it is of a version that this build does not read
     */
    public static Identity identity(Memory header, Object file) {
        if (header.getLong(MAGIC_AT) != MAGIC) {
            throw new CorruptStoreException(
                    "file=" + file + " offset=0: it does not begin with CAIRNLOG, so it is no Cairn"
                            + " store; give another path");
        }
        requireVersion(header.getInt(VERSION_AT), file);
        if (header.getInt(IDENTITY_CHECKSUM_AT) != header.crc32c(0, IDENTITY_CHECKSUM_AT)) {
            throw new CorruptStoreException(
                    "file=" + file + " offset=" + IDENTITY_CHECKSUM_AT
                            + ": the checksum of the header's identity does not fit; restore the file from a backup");
        }
        int small = header.getUnsignedShort(SMALL_SHIFT_AT);
        int large = header.getUnsignedShort(LARGE_SHIFT_AT);
        if (!areWindowShifts(small, large)) {
            throw new CorruptStoreException(
                    "file=" + file + " offset=" + SMALL_SHIFT_AT + ": smallestWindowShift=" + small
                            + " and largestWindowShift=" + large
                            + " are those of no windows; restore the file from a backup");
        }
        return identity(header, new WindowSizes(1 << small, 1 << large));
    }

    private static void requireVersion(int version, Object file) {
        if (version > VERSION) {
            throw new UnsupportedFormatException("file=" + file + " has format version=" + version
                    + ", which is newer than this build, that reads versions " + FIRST_VERSION
                    + " to " + VERSION
                    + "; open it with the release that wrote it, or a later one");
        }
        if (version < FIRST_VERSION) {
            throw new UnsupportedFormatException("file=" + file + " has format version=" + version
                    + ", which no release has written; this build reads versions " + FIRST_VERSION
                    + " to " + VERSION + ": restore the file from a backup");
        }
    }

    private static boolean isVersion(int version) {
        return version >= FIRST_VERSION && version <= VERSION;
    }

    private static boolean areWindowShifts(int small, int large) {
        return small >= 12 && small <= large && large <= 30;
    }

    private static Identity identity(Memory header, WindowSizes windows) {
        return new Identity(
                new UUID(header.getLong(ID_AT), header.getLong(ID_AT + Long.BYTES)),
                header.getLong(SEED_AT),
                header.getLong(CREATED_AT),
                windows,
                header.getInt(VERSION_AT));
    }

    /**
     * Reads what a damaged identity may still be: as it stands where its window sizes can be sizes,
     * and with the sizes that most files have. Whether one is right, the records' checksums tell.
     */
    public static List<Identity> guessIdentity(Memory header) {
        List<Identity> guesses = new ArrayList<>();
        int small = header.getUnsignedShort(SMALL_SHIFT_AT);
        int large = header.getUnsignedShort(LARGE_SHIFT_AT);
        if (areWindowShifts(small, large)) {
            guesses.add(identity(header, new WindowSizes(1 << small, 1 << large)));
        }
        guesses.add(identity(header, WindowSizes.DEFAULT));
        return guesses;
    }

    /** Writes a flush into the slot that is its turn, and returns the slot's place. */
    static long putFlush(Memory header, Flush flush) {
        long at = slotAt(flush.sequence);
        header.putInt(at + SLOT_CHECKSUM, 0);
        header.putLong(at + SEQUENCE, flush.sequence);
        header.putLong(at + END, flush.end);
        header.putLong(at + ENTRIES, flush.entries);
        header.putInt(at + TAG_LENGTH, flush.tag.length);
        header.copyIn(at + TAG, flush.tag, 0, flush.tag.length);
        header.putInt(at + SLOT_CHECKSUM, slotChecksum(header, at, flush.tag.length));
        return at;
    }

    /** Bytes of a slot, for forcing it. */
    static long slotBytes() {
        return SLOT_BYTES;
    }

    /**
     * Returns the places of slots in which something was written whose checksum does not fit.
     *
     * @return no, one or two offsets
     */
    public static List<Long> tornSlots(Memory header) {
        List<Long> torn = new ArrayList<>();
        for (long at = SLOT_0_AT; at < HEADER_BYTES; at += SLOT_BYTES) {
            if (!isBlank(header, at) && flushAt(header, at).sequence == 0) {
                torn.add(at);
            }
        }
        return torn;
    }

    /**
     * Reads the last flush.
     *
     * @throws CorruptStoreException if neither slot is intact
     */
    public static Flush lastFlush(Memory header, Object file) {
        Flush even = flushAt(header, slotAt(0));
        Flush odd = flushAt(header, slotAt(1));
        if (even.sequence == 0 && odd.sequence == 0) {
            throw new CorruptStoreException(
                    "file=" + file + " offset=" + SLOT_0_AT
                            + ": neither of the two flush slots has a valid checksum; restore the file from a backup");
        }
        return even.sequence > odd.sequence ? even : odd;
    }

    /**
     * Tells whether a file, no longer than a header, is one whose making was cut short: never
     * flushed, and with parts of its identity or of its first slot missing, for both are forced
     * before the file grows. So it never held a record.
     */
    static boolean isUnfinished(ByteBuffer file) {
        if (file.limit() < HEADER_BYTES) {
            return isBlank(file, 0, file.limit());
        }
        int first = (int) slotAt(FIRST_SEQUENCE);
        int afterFirst = first + TAG;
        int afterIdentity = IDENTITY_CHECKSUM_AT + Integer.BYTES;
        boolean isNoneOther = isZeroOr(file.getLong(MAGIC_AT), MAGIC)
                && (file.getInt(VERSION_AT) == 0 || isVersion(file.getInt(VERSION_AT)))
                && isZeroOr(file.getLong(first + SEQUENCE), FIRST_SEQUENCE)
                && isBlank(file, afterIdentity, SLOT_0_AT - afterIdentity)
                && isBlank(file, (int) slotAt(0), SLOT_BYTES)
                && isBlank(file, afterFirst, SLOT_BYTES - TAG);
        return isNoneOther && !(hasIdentity(file) && hasFirstSlot(file, first));
    }

    private static boolean isZeroOr(long found, long expected) {
        return found == 0 || found == expected;
    }

    private static boolean hasIdentity(ByteBuffer file) {
        return file.getLong(MAGIC_AT) == MAGIC
                && file.getInt(IDENTITY_CHECKSUM_AT) == crc32c(file, 0, IDENTITY_CHECKSUM_AT);
    }

    private static boolean hasFirstSlot(ByteBuffer file, int first) {
        return file.getLong(first + SEQUENCE) == FIRST_SEQUENCE
                && file.getInt(first + TAG_LENGTH) == 0
                && file.getInt(first + SLOT_CHECKSUM)
                        == slotChecksum(crc32c(file, first, SLOT_CHECKSUM), 0);
    }

    private static int crc32c(ByteBuffer file, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(file.slice(from, length));
        return (int) crc.getValue();
    }

    private static boolean isBlank(ByteBuffer file, int from, int length) {
        for (int at = from; at < from + length; at++) {
            if (file.get(at) != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(Memory header, long slot) {
        for (int at = 0; at < TAG; at += Long.BYTES) {
            if (header.getLong(slot + at) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Tells whether a file was never flushed, but for its making. */
    static boolean isNothing(Flush flush) {
        return flush.sequence == FIRST_SEQUENCE;
    }

    /**
     * Copies the header of a file that may be damaged: what cannot be read, or lies beyond the
     * file's end, is zeros.
     */
    public static Memory copyOfHeader(MemoryFactory factory, FileChannel channel)
            throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES);
        new PageReader(channel).read(bytes, 0);
        Memory header = factory.allocate(HEADER_BYTES);
        header.copyIn(0, bytes.array(), 0, HEADER_BYTES);
        return header;
    }

    /** Returns what a new file is as if flushed with: nothing. */
    static Flush nothing() {
        return new Flush(FIRST_SEQUENCE, HEADER_BYTES, 0, new byte[0]);
    }

    private static Flush flushAt(Memory header, long at) {
        int tagLength = header.getInt(at + TAG_LENGTH);
        long sequence = header.getLong(at + SEQUENCE);
        if (tagLength < 0
                || tagLength > MAX_TAG_BYTES
                || sequence <= 0
                || slotAt(sequence) != at
                || header.getInt(at + SLOT_CHECKSUM) != slotChecksum(header, at, tagLength)) {
            return new Flush(0, 0, 0, new byte[0]);
        }
        byte[] tag = new byte[tagLength];
        header.copyOut(at + TAG, tag, 0, tagLength);
        return new Flush(sequence, header.getLong(at + END), header.getLong(at + ENTRIES), tag);
    }

    private static int slotChecksum(Memory header, long at, int tagLength) {
        return slotChecksum(header.crc32c(at, SLOT_CHECKSUM), header.crc32c(at + TAG, tagLength));
    }

    private static int slotChecksum(int ofNumbers, int ofTag) {
        return ofNumbers * 31 + ofTag;
    }

    private static long slotAt(long sequence) {
        return SLOT_0_AT + (sequence & 1) * SLOT_BYTES;
    }
}
