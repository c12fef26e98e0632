package io.cairn.fuzz;

import java.util.zip.CRC32C;

/** Little-endian numbers in arrays, and checksums over parts of them. */
final class Numbers {
    private Numbers() {}

    /** Returns {@code width} bytes as a number, or 0 where the array ends before. */
    static long get(byte[] bytes, int at, int width) {
        if (at < 0 || at + width > bytes.length) {
            return 0;
        }
        long number = 0;
        for (int i = width - 1; i >= 0; i--) {
            number = number << Byte.SIZE | (bytes[at + i] & 0xFF);
        }
        return number;
    }

    /** Writes the low {@code width} bytes of a number, as far as the array reaches. */
    static void put(byte[] bytes, int at, int width, long number) {
        for (int i = 0; i < width && at + i < bytes.length; i++) {
            bytes[at + i] = (byte) (number >>> (i * Byte.SIZE));
        }
    }

    static int crc32c(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
