package io.cairn.perf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The keys and values of all benchmarks, each a function of its entry's index, so that nothing but
 * the store has to be kept in memory and every answer can be verified.
 *
 * <p>Keys are mixed numbers: entries put in the order of their indexes come in random key order. A
 * value holds its index, a salt from which a walk takes its next index, and a version.
 */
public final class Dataset {
    /** Bytes of a key. */
    public static final int KEY_BYTES = 16;
    /** Bytes of a value. */
    public static final int VALUE_BYTES = 64;
    /** Bytes of one entry's key and value. */
    public static final int ENTRY_BYTES = KEY_BYTES + VALUE_BYTES;
    /** Where in a value the entry's index stands. */
    public static final int INDEX_OFFSET = 0;
    /** Where in a value the salt stands. */
    public static final int SALT_OFFSET = INDEX_OFFSET + Long.BYTES;
    /** Where in a value the version stands: how often the entry was overwritten, or when. */
    public static final int VERSION_OFFSET = SALT_OFFSET + Long.BYTES;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;
    private static final long KEY_STREAM = 0x243F6A8885A308D3L;
    private static final long SALT_STREAM = 0x13198A2E03707344L;

    private Dataset() {}

    /** Writes the key of entry {@code index} to the first {@link #KEY_BYTES} of {@code key}. */
    public static void fillKey(long index, byte[] key) {
        LONG.set(key, 0, keyHead(index));
        LONG.set(key, Long.BYTES, mix(index + KEY_STREAM));
    }

    /**
     * The first 8 bytes of the key of entry {@code index}, as a little-endian number; no two
     * entries share it.
     */
    public static long keyHead(long index) {
        return mix(index);
    }

    /**
     * Writes the value of entry {@code index} at {@code version} to the first {@link #VALUE_BYTES}
     * of {@code value}.
     */
    public static void fillValue(long index, long version, byte[] value) {
        long salt = salt(index);
        LONG.set(value, INDEX_OFFSET, index);
        LONG.set(value, SALT_OFFSET, salt);
        LONG.set(value, VERSION_OFFSET, version);
        for (int at = VERSION_OFFSET + Long.BYTES; at < VALUE_BYTES; at += Long.BYTES) {
            LONG.set(value, at, salt + version * at);
        }
    }

    /** The salt in the value of entry {@code index}. */
    public static long salt(long index) {
        return mix(index + SALT_STREAM);
    }

    /** Reads 8 little-endian bytes of {@code bytes} at {@code offset}. */
    public static long longAt(byte[] bytes, int offset) {
        return (long) LONG.get(bytes, offset);
    }

    /**
     * The next entry of a random walk, 0 to {@code entries - 1}. It depends on the salt just read,
     * so that no step can begin before the last one ended, and on the step's number, so that the
     * walk never falls into a short cycle.
     */
    public static long next(long salt, long step, int entries) {
        return Math.multiplyHigh(mix(salt + step * GOLDEN_RATIO) >>> 1, (long) entries << 1);
    }

    /** Where a walk of {@code steps} steps from entry 0 ends, computed without a store. */
    public static long walk(long steps, int entries) {
        long index = 0;
        for (long step = 0; step < steps; step++) {
            index = next(salt(index), step, entries);
        }
        return index;
    }

    /**
     * Checks where a benchmark's walk ended: right only if every value read on the way was.
     *
     * @throws IllegalStateException if it should have ended elsewhere
     */
    public static void verifyWalk(long index, long steps, int entries) {
        long expected = walk(steps, entries);
        if (index != expected) {
            throw new IllegalStateException("a walk of steps=" + steps + " ended at index=" + index
                    + " instead of index=" + expected + ": a value read on the way was wrong");
        }
    }

    /** Mixes all bits of {@code number} into all bits of the result; a bijection. */
    public static long mix(long number) {
        long mixed = (number ^ (number >>> 32)) * 0xD6E8FEB86659FD93L;
        mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
        return mixed ^ (mixed >>> 32);
    }
}
