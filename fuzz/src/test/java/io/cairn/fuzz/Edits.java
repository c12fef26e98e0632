package io.cairn.fuzz;

import java.util.Arrays;
import java.util.List;

/**
 * Reads the fuzzer's bytes as a list of edits of a file: short, so that the fuzzer's own mutations
 * change what is done, and each list of bytes is one.
 *
 * <p>An edit is a byte, of which the low three bits say what is done and the others how, and then
 * its operands: offsets of three bytes, numbers of fields of one, little-endian.
 */
final class Edits {
    /** No edit makes a file longer than this. */
    static final int MOST_BYTES = 192 << 10;

    private static final long[] NOTABLE = {
        0,
        1,
        -1,
        2,
        7,
        8,
        12,
        24,
        255,
        4_095,
        4_096,
        4_097,
        20_480,
        20_488,
        65_535,
        65_536,
        1 << 20,
        1 << 24,
        1 << 28,
        (1 << 28) + 1,
        1 << 30,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        1L << 32,
        1L << 42,
        1L << 44,
        1L << 48,
        1L << 62,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -8,
        -4_096
    };

    private final byte[] input;
    private int at;

    /**
     * A number in a file that is worth changing.
     *
     * @param at where it stands
     * @param width its bytes
     */
    record Field(int at, int width) {}

    Edits(byte[] input) {
        this.input = input;
    }

    /** Takes the next byte, as 0 to 255; 0 behind the end. */
    int next() {
        return at < input.length ? input[at++] & 0xFF : 0;
    }

    /** Takes all that is left. */
    byte[] rest() {
        byte[] rest = Arrays.copyOfRange(input, Math.min(at, input.length), input.length);
        at = input.length;
        return rest;
    }

    private int nextOffset(int bound) {
        int offset = next() | next() << 8 | next() << 16;
        return bound == 0 ? 0 : offset % bound;
    }

    private long nextNumber(int width) {
        long number = 0;
        for (int i = 0; i < width; i++) {
            number |= (long) next() << (i * Byte.SIZE);
        }
        return number;
    }

    /** Makes all edits that are left. */
    byte[] applyTo(byte[] file, List<Field> fields) {
        byte[] edited = file.clone();
        while (at < input.length) {
            edited = edit(edited, fields);
        }
        return edited;
    }

    private byte[] edit(byte[] file, List<Field> fields) {
        int operation = next();
        int how = operation >>> 3;
        switch (operation & 7) {
            case 0 -> {
                int width = 1 + (how & 7);
                Numbers.put(file, nextOffset(file.length), width, nextNumber(width));
            }
            case 1 -> {
                Field field = fields.get(next() % fields.size());
                Numbers.put(file, field.at, field.width, nextNumber(field.width));
            }
            case 2 -> {
                Field field = fields.get(next() % fields.size());
                Numbers.put(file, field.at, field.width, NOTABLE[how % NOTABLE.length]);
            }
            case 3 -> {
                Field field = fields.get(next() % fields.size());
                long before = Numbers.get(file, field.at, field.width);
                Numbers.put(file, field.at, field.width, before + (byte) next());
            }
            case 4 -> {
                return Arrays.copyOf(file, nextOffset(file.length + 1));
            }
            case 5 -> copy(file);
            case 6 -> {
                int more = next() | next() << 8;
                return Arrays.copyOf(file, Math.min(MOST_BYTES, file.length + more));
            }
            default -> {
                int offset = nextOffset(file.length);
                Numbers.put(file, offset, 1, Numbers.get(file, offset, 1) ^ 1L << (how & 7));
            }
        }
        return file;
    }

    private void copy(byte[] file) {
        int from = nextOffset(file.length);
        int to = nextOffset(file.length);
        int length = Math.min(next() | next() << 8, file.length - Math.max(from, to));
        System.arraycopy(file, from, file, to, length);
    }
}
