package io.cairn.fuzz;

import io.cairn.fuzz.Edits.Field;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot's stream, or one of changes, as docs/file-format.md describes it, read by code of its
 * own.
 */
final class StreamBytes {
    static final byte[] GONE = new byte[0];

    private static final long MAGIC = 0x504E_534E_5249_4143L;
    private static final long DELTA_MAGIC = 0x544C_444E_5249_4143L;
    private static final int START = 20;
    private static final int FIXED_HEADER = 40;
    private static final int MOST_HEADER = 40 + 17 + 2 * 65_535 + 4_096;
    private static final int BLOCK_HEADER = 8;
    private static final int MOST_BLOCK = 65_536;
    private static final long DEFLATED = 1L << 30;
    private static final int ENTRY_HEADER = 6;
    private static final int MOST_FIELD_ENTRIES = 10;

    private final byte[] stream;

    StreamBytes(byte[] stream) {
        this.stream = stream;
    }

    boolean isDelta() {
        return Numbers.get(stream, 0, 8) == DELTA_MAGIC;
    }

    private boolean isBare() {
        return Numbers.get(stream, 0, 8) == MAGIC && Numbers.get(stream, 8, 4) == 1;
    }

    private int blocksAt() {
        long header = isBare() ? 0 : Numbers.get(stream, 12, 4);
        return (int) (START + Math.min(header, MOST_HEADER));
    }

    /** Returns the places of the numbers in an intact stream. */
    List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        fields.add(new Field(0, 8));
        fields.add(new Field(8, 4));
        fields.add(new Field(12, 4));
        int at = blocksAt();
        for (; length(at) > 0; at += BLOCK_HEADER + length(at)) {
            fields.add(new Field(at, 4));
        }
        fields.add(new Field(at, 4));
        int entry = blocksAt() + BLOCK_HEADER;
        for (int i = 0; i < MOST_FIELD_ENTRIES && entry < stream.length; i++) {
            fields.add(new Field(entry, 2));
            fields.add(new Field(entry + 2, 4));
            fields.add(new Field(entry + ENTRY_HEADER, 4));
            entry += ENTRY_HEADER
                    + (int) (Numbers.get(stream, entry, 2)
                            + Math.max(0, (int) Numbers.get(stream, entry + 2, 4)));
        }
        for (int header = START; header < blocksAt(); header += 4) {
            fields.add(new Field(header, 4));
        }
        return fields;
    }

    /** Gives the stream identities and a time that are the same each time. */
    void giveFixedIdentity(long id, long base) {
        Numbers.put(stream, START, 8, id);
        Numbers.put(stream, START + 8, 8, id);
        Numbers.put(stream, START + 16, 8, base);
        Numbers.put(stream, START + 24, 8, base);
        Numbers.put(stream, START + 32, 8, 5);
        repair();
    }

    /** Lets the checksums fit, as far as lengths can be lengths. */
    void repair() {
        if (!isBare()) {
            Numbers.put(stream, 16, 4, headerCrc());
        }
        int number = 0;
        for (int at = blocksAt(); isBlock(at); at += BLOCK_HEADER + length(at)) {
            byte[] bytes = bytes(at);
            if (bytes != null) {
                Numbers.put(stream, at + 4, 4, crc(bytes, number));
            }
            if (Numbers.get(stream, at, 4) == 0) {
                return;
            }
            number++;
        }
    }

    private int headerCrc() {
        int length = Math.max(0, Math.min(blocksAt(), stream.length) - START);
        byte[] bytes = Arrays.copyOf(stream, 16 + length);
        for (int i = 0; i < length; i++) {
            bytes[16 + i] = stream[START + i];
        }
        return Numbers.crc32c(bytes, 0, bytes.length);
    }

    private boolean isBlock(int at) {
        long stored = Numbers.get(stream, at, 4);
        return at + BLOCK_HEADER <= stream.length
                && stored < 2 * DEFLATED
                && length(at) <= MOST_BLOCK
                && at + BLOCK_HEADER + length(at) <= stream.length;
    }

    private int length(int at) {
        return (int) (Numbers.get(stream, at, 4) & ~DEFLATED);
    }

    /** Returns a block's bytes, inflated; null if they cannot be. */
    private byte @Nullable [] bytes(int at) {
        byte[] bytes =
                Arrays.copyOfRange(stream, at + BLOCK_HEADER, at + BLOCK_HEADER + length(at));
        return (Numbers.get(stream, at, 4) & DEFLATED) == 0 ? bytes : inflated(bytes);
    }

    private static byte @Nullable [] inflated(byte[] bytes) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(bytes);
            byte[] target = new byte[MOST_BLOCK + 1];
            int length = inflater.inflate(target);
            boolean isWhole = inflater.finished() && inflater.getRemaining() == 0;
            return isWhole && length > 0 && length <= MOST_BLOCK
                    ? Arrays.copyOf(target, length)
                    : null;
        } catch (DataFormatException e) {
            return null; // the answer: it is no deflated block
        } finally {
            inflater.end();
        }
    }

    private static int crc(byte[] bytes, int number) {
        return Numbers.crc32c(bytes, 0, bytes.length) ^ number * 0x9E37_79B9;
    }

    /** Tells whether the header can be read. */
    boolean hasHeader() {
        int version = (int) Numbers.get(stream, 8, 4);
        if (isBare()) {
            return stream.length >= START && Numbers.get(stream, 12, 8) >= 0;
        }
        boolean isKnown = isDelta() ? version == 1 : version == 2 && isSnapshot();
        long length = Numbers.get(stream, 12, 4);
        return isKnown
                && length <= MOST_HEADER
                && START + length <= stream.length
                && (int) Numbers.get(stream, 16, 4) == headerCrc()
                && tagEnd() == blocksAt()
                && (isDelta() || (baseHigh() == 0 && baseLow() == 0));
    }

    private boolean isSnapshot() {
        return Numbers.get(stream, 0, 8) == MAGIC;
    }

    private long baseHigh() {
        return Numbers.get(stream, START + 16, 8);
    }

    private long baseLow() {
        return Numbers.get(stream, START + 24, 8);
    }

    /** Tells whether the changes, whose header can be read, continue a snapshot of all keys. */
    boolean continues(long id) {
        return isDelta() && baseHigh() == id && baseLow() == id && subsetIsAll();
    }

    private boolean subsetIsAll() {
        int at = START + FIXED_HEADER;
        return switch ((int) Numbers.get(stream, at, 1)) {
            case 0 -> true;
            case 1 -> Numbers.get(stream, at + 1, 4) == 0 && Numbers.get(stream, at + 5, 1) == 0;
            default -> Numbers.get(stream, at + 9, 4) == 1;
        };
    }

    /** Returns where the header's fields end; -1 if one cannot be. */
    private long tagEnd() {
        long at = subsetEnd(START + FIXED_HEADER);
        if (at < 0 || at + 4 > blocksAt()) {
            return -1;
        }
        long tag = Numbers.get(stream, (int) at, 4);
        return tag > 4_096 ? -1 : at + 4 + tag;
    }

    private long subsetEnd(int at) {
        if (at >= blocksAt()) {
            return -1;
        }
        int kind = (int) Numbers.get(stream, at, 1);
        return kind == 0 ? at + 1 : kind == 1 ? rangeEnd(at) : kind == 2 ? groupsEnd(at) : -1;
    }

    private long rangeEnd(int at) {
        long start = Numbers.get(stream, at + 1, 4);
        if (start > 65_535 || at + 10 + start > blocksAt()) {
            return -1;
        }
        long end = Numbers.get(stream, (int) (at + 6 + start), 4);
        return end > 65_535 ? -1 : at + 10 + start + end;
    }

    private long groupsEnd(int at) {
        int first = (int) Numbers.get(stream, at + 1, 4);
        int end = (int) Numbers.get(stream, at + 5, 4);
        int groups = (int) Numbers.get(stream, at + 9, 4);
        boolean canBe =
                groups >= 1 && groups <= 32_768 && first >= 0 && first < end && end <= groups;
        return canBe ? at + 13 : -1;
    }

    /**
     * Returns the entries, or null if the stream is to be refused; in one of changes, the very
     * array {@link #GONE} for a key that is gone.
     */
    @Nullable
    NavigableMap<byte[], byte[]> entries() {
        byte[] bytes = hasHeader() ? blocks() : null;
        if (bytes == null) {
            return null;
        }
        long left = isBare() ? Numbers.get(stream, 12, 8) : Long.MAX_VALUE;
        NavigableMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);
        int at = 0;
        while (left > 0 && (at < bytes.length || isBare())) {
            left--;
            long keyLength = Numbers.get(bytes, at, 2);
            long valueLength = Numbers.get(bytes, at + 2, 4);
            boolean isGone = isDelta() && valueLength == 0xFFFF_FFFFL;
            valueLength = isGone ? 0 : valueLength;
            if (at + ENTRY_HEADER + keyLength + valueLength > bytes.length) {
                return null;
            }
            int valueAt = at + ENTRY_HEADER + (int) keyLength;
            byte[] key = Arrays.copyOfRange(bytes, at + ENTRY_HEADER, valueAt);
            at = valueAt + (int) valueLength;
            if (!entries.isEmpty() && Arrays.compareUnsigned(entries.lastKey(), key) >= 0) {
                return null;
            }
            entries.put(key, isGone ? GONE : Arrays.copyOfRange(bytes, valueAt, at));
        }
        return at == bytes.length ? entries : null;
    }

    private byte @Nullable [] blocks() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int number = 0;
        for (int at = blocksAt(); isBlock(at); at += BLOCK_HEADER + length(at)) {
            byte[] block = bytes(at);
            if (block == null || (int) Numbers.get(stream, at + 4, 4) != crc(block, number)) {
                return null;
            }
            if (block.length == 0) {
                return bytes.toByteArray();
            }
            bytes.writeBytes(block);
            number++;
        }
        return null;
    }
}
