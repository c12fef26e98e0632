package io.cairn.engine.index;

import io.cairn.engine.memory.Memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The eight bytes of a key from a position on, big-endian and with the sign flipped: a number whose
 * signed order is the unsigned order of the bytes. Where the key has fewer, zeros stand in, so
 * equal heads do not mean equal keys.
 */
final class KeyHead {
    private static final VarHandle BIG_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private KeyHead() {}

    static long of(byte[] key, int offset, int length, int from) {
        int left = length - from;
        if (left >= Long.BYTES) {
            return (long) BIG_ENDIAN.get(key, offset + from) ^ Long.MIN_VALUE;
        }
        long head = 0;
        for (int i = 0; i < left; i++) {
            head |= (key[offset + from + i] & 0xFFL) << (56 - 8 * i);
        }
        return head ^ Long.MIN_VALUE;
    }

    static long of(Memory window, long keyAt, int length, int from) {
        int left = length - from;
        if (left >= Long.BYTES) {
            return Long.reverseBytes(window.getLong(keyAt + from)) ^ Long.MIN_VALUE;
        }
        long head = 0;
        for (int i = 0; i < left; i++) {
            head |= (window.getByte(keyAt + from + i) & 0xFFL) << (56 - 8 * i);
        }
        return head ^ Long.MIN_VALUE;
    }

    /**
     * Returns the head that begins {@code bytes} (1 to 8) earlier, where {@code before} holds those
     * bytes, first one highest.
     */
    static long shifted(long head, long before, int bytes) {
        if (bytes == Long.BYTES) {
            return before ^ Long.MIN_VALUE;
        }
        return (before << (64 - 8 * bytes) | (head ^ Long.MIN_VALUE) >>> (8 * bytes))
                ^ Long.MIN_VALUE;
    }
}
