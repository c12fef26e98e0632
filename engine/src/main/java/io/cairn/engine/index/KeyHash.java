package io.cairn.engine.index;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A seeded 64-bit hash of a key. It folds 128-bit products, as Wang Yi's wyhash does
 * (https://github.com/wangyi-fudan/wyhash, public domain). The seed is drawn for each store, so
 * that nobody who chooses keys can choose collisions.
 *
 * <p>For that, both factors of each product are mixed with something that only the seed tells: a
 * factor that a key could make zero would swallow the other one, whatever the seed. And no two of
 * these somethings differ by a constant, or keys could make one part of the sum undo another.
 */
public final class KeyHash {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    // Fractional bits of the square roots of 2, 3, 5 and 7, made odd: arbitrary, dense, unrelated.
    static final long M0 = 0x6A09_E667_F3BC_C909L;
    static final long M1 = 0xBB67_AE85_84CA_A73BL;
    static final long M2 = 0x3C6E_F372_FE94_F82BL;
    static final long M3 = 0xA54F_F53A_5F1D_36F1L;

    private KeyHash() {}

    /** Returns the hash of a range of an array, which the caller has checked. */
    public static long of(long seed, byte[] key, int offset, int length) {
        if (length > 16) {
            return ofLong(seed, key, offset, length);
        }
        long first;
        long last;
        if (length >= 8) {
            first = (long) LONG.get(key, offset);
            last = (long) LONG.get(key, offset + length - 8);
        } else if (length >= 4) {
            first = (int) INT.get(key, offset) & 0xFFFF_FFFFL;
            last = (int) INT.get(key, offset + length - 4) & 0xFFFF_FFFFL;
        } else {
            first = 0;
            for (int i = 0; i < length; i++) {
                first = first << 8 | (key[offset + i] & 0xFF);
            }
            last = 0;
        }
        return finish(seed, first, last, length);
    }

    private static long ofLong(long seed, byte[] key, int offset, int length) {
        long left = seed * M2;
        long right = Long.rotateLeft(seed, 32) * M3;
        long a = seed;
        long b = left + Long.rotateLeft(right, 32);
        int end = offset + length;
        int at = offset;
        for (; at + 32 <= end; at += 32) {
            a = fold((long) LONG.get(key, at) ^ left, (long) LONG.get(key, at + 8) ^ a);
            b = fold((long) LONG.get(key, at + 16) ^ right, (long) LONG.get(key, at + 24) ^ b);
        }
        if (at + 16 < end) {
            a = fold((long) LONG.get(key, at) ^ left, (long) LONG.get(key, at + 8) ^ a);
        }
        return finish(a ^ b, (long) LONG.get(key, end - 16), (long) LONG.get(key, end - 8), length);
    }

    private static long finish(long seed, long first, long last, int length) {
        long product = fold(first ^ M0 ^ seed, last ^ M1 ^ Long.rotateLeft(seed, 32));
        return fold(product ^ M2 ^ seed, length ^ M3);
    }

    /** A factor goes in once more: else both factors, negated, would give the same. */
    private static long fold(long x, long y) {
        return x * y ^ Math.multiplyHigh(x, y) ^ Long.rotateLeft(y, 32);
    }
}
