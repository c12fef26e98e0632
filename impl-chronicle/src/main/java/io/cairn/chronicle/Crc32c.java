package io.cairn.chronicle;

import net.openhft.chronicle.core.UnsafeMemory;

/** CRC-32C at addresses, eight bytes a step: the platform's own takes arrays and buffers only. */
final class Crc32c {
    /** The Castagnoli polynomial, reflected. */
    private static final int POLYNOMIAL = 0x82F6_3B78;

    private static final int ROW = 256;
    private static final int MASK = ROW - 1;

    /**
     * At {@code r * ROW + b}: what byte b does to the checksum when r more bytes of its step follow
     * it.
     */
    private static final int[] TABLE = table();

    private Crc32c() {}

    private static int[] table() {
        int[] table = new int[Long.BYTES * ROW];
        for (int b = 0; b < ROW; b++) {
            int crc = b;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                crc = (crc >>> 1) ^ (POLYNOMIAL & -(crc & 1));
            }
            table[b] = crc;
        }
        for (int at = ROW; at < table.length; at++) {
            int before = table[at - ROW];
            table[at] = (before >>> 8) ^ table[before & MASK];
        }
        return table;
    }

    /**
     * Returns the checksum of the bytes from {@code start} to before {@code end}, all of which can
     * be read.
     */
    static int checksum(long start, long end) {
        int[] table = TABLE;
        int state = -1;
        long at = start;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            state = step(
                    table,
                    state ^ UnsafeMemory.unsafeGetInt(at),
                    UnsafeMemory.unsafeGetInt(at + Integer.BYTES));
        }
        for (; at < end; at++) {
            state = (state >>> 8) ^ table[(state ^ UnsafeMemory.unsafeGetByte(at)) & MASK];
        }
        return ~state;
    }

    private static int step(int[] table, int low, int high) {
        return table[7 * ROW + (low & MASK)]
                ^ table[6 * ROW + (low >>> 8 & MASK)]
                ^ table[5 * ROW + (low >>> 16 & MASK)]
                ^ table[4 * ROW + (low >>> 24)]
                ^ table[3 * ROW + (high & MASK)]
                ^ table[2 * ROW + (high >>> 8 & MASK)]
                ^ table[ROW + (high >>> 16 & MASK)]
                ^ table[high >>> 24];
    }
}
