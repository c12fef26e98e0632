package io.cairn.fuzz;

import io.cairn.fuzz.Edits.Field;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A snapshot's stream as docs/file-format.md describes it, read by code of its own. */
final class StreamBytes {
    private static final long MAGIC = 0x504E_534E_5249_4143L;
    private static final int HEADER = 20;
    private static final int BLOCK_HEADER = 8;
    private static final int MOST_BLOCK = 65_536;
    private static final int ENTRY_HEADER = 6;
    private static final int MOST_FIELD_ENTRIES = 10;

    private final byte[] stream;

    StreamBytes(byte[] stream) {
        this.stream = stream;
    }

    /** Returns the places of the numbers in an intact stream. */
    List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        fields.add(new Field(0, 8));
        fields.add(new Field(8, 4));
        fields.add(new Field(12, 8));
        int at = HEADER;
        for (;
                Numbers.get(stream, at, 4) > 0;
                at += BLOCK_HEADER + (int) Numbers.get(stream, at, 4)) {
            fields.add(new Field(at, 4));
        }
        fields.add(new Field(at, 4));
        int entry = HEADER + BLOCK_HEADER;
        for (int i = 0; i < MOST_FIELD_ENTRIES && entry < stream.length; i++) {
            fields.add(new Field(entry, 2));
            fields.add(new Field(entry + 2, 4));
            fields.add(new Field(entry + ENTRY_HEADER, 4));
            entry += ENTRY_HEADER
                    + (int) (Numbers.get(stream, entry, 2) + Numbers.get(stream, entry + 2, 4));
        }
        return fields;
    }

    /** Lets the blocks' checksums fit, as far as their lengths can be lengths. */
    void repair() {
        int number = 0;
        for (int at = HEADER; isBlock(at); at += BLOCK_HEADER + length(at)) {
            Numbers.put(stream, at + 4, 4, crc(at, number));
            if (length(at) == 0) {
                return;
            }
            number++;
        }
    }

    private boolean isBlock(int at) {
        long length = Numbers.get(stream, at, 4);
        return at + BLOCK_HEADER <= stream.length
                && length <= MOST_BLOCK
                && at + BLOCK_HEADER + length <= stream.length;
    }

    private int length(int at) {
        return (int) Numbers.get(stream, at, 4);
    }

    private int crc(int at, int number) {
        return Numbers.crc32c(stream, at + BLOCK_HEADER, length(at)) ^ number * 0x9E37_79B9;
    }

    /** Returns the entries, or null if the stream is to be refused. */
    @Nullable
    NavigableMap<byte[], byte[]> entries() {
        byte[] bytes = blocks();
        long count = Numbers.get(stream, 12, 8);
        if (bytes == null
                || Numbers.get(stream, 0, 8) != MAGIC
                || Numbers.get(stream, 8, 4) != 1
                || count < 0) {
            return null;
        }
        NavigableMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);
        int at = 0;
        for (long i = 0; i < count; i++) {
            long keyLength = Numbers.get(bytes, at, 2);
            long valueLength = Numbers.get(bytes, at + 2, 4);
            if (at + ENTRY_HEADER > bytes.length
                    || at + ENTRY_HEADER + keyLength + valueLength > bytes.length) {
                return null;
            }
            int valueAt = at + ENTRY_HEADER + (int) keyLength;
            byte[] key = Arrays.copyOfRange(bytes, at + ENTRY_HEADER, valueAt);
            at = valueAt + (int) valueLength;
            if (!entries.isEmpty() && Arrays.compareUnsigned(entries.lastKey(), key) >= 0) {
                return null;
            }
            entries.put(key, Arrays.copyOfRange(bytes, valueAt, at));
        }
        return at == bytes.length ? entries : null;
    }

    private byte @Nullable [] blocks() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int number = 0;
        for (int at = HEADER; isBlock(at); at += BLOCK_HEADER + length(at)) {
            if ((int) Numbers.get(stream, at + 4, 4) != crc(at, number)) {
                return null;
            }
            if (length(at) == 0) {
                return bytes.toByteArray();
            }
            bytes.write(stream, at + BLOCK_HEADER, length(at));
            number++;
        }
        return null;
    }
}
