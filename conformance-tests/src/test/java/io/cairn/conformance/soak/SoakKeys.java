package io.cairn.conformance.soak;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/** The bytes that the soak puts. */
final class SoakKeys {
    private static final int KEYS = 3_000;
    private static final int COUNTERS = 50;
    private static final int LONGEST_PREFIX = 120;
    private static final int SMALL = 100;
    private static final int MEDIUM = 3_000;
    private static final int LARGE = 60_000;

    private SoakKeys() {}

    static byte[] key(SplittableRandom random) {
        return key(random.nextInt(KEYS));
    }

    /** A key by its number; where those of two numbers differ, so do the keys. */
    static byte[] key(int number) {
        int prefix = number % 3 * (LONGEST_PREFIX / 2);
        ByteBuffer key = ByteBuffer.allocate(prefix + 1 + number % 5 + Integer.BYTES);
        for (int i = 0; i < prefix; i++) {
            key.put((byte) 'p');
        }
        key.put((byte) 'k').putInt(number * 7919);
        return key.array();
    }

    /** Different keys, at random. */
    static byte[][] keys(SplittableRandom random, int count) {
        byte[][] keys = new byte[count][];
        int first = random.nextInt(KEYS);
        int step = 1 + random.nextInt(30);
        for (int i = 0; i < count; i++) {
            keys[i] = key((first + i * step) % KEYS);
        }
        return keys;
    }

    static byte[] counter(SplittableRandom random) {
        return new byte[] {'c', (byte) random.nextInt(COUNTERS)};
    }

    static byte[] value(SplittableRandom random) {
        int chance = random.nextInt(2_000);
        int most = chance == 0 ? LARGE : chance < 20 ? MEDIUM : SMALL;
        byte[] value = new byte[random.nextInt(most)];
        random.nextBytes(value);
        return value;
    }

    static long number(byte[] value) {
        return ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(number)
                .array();
    }
}
