package io.cairn.conformance;

import java.nio.ByteBuffer;

/**
 * Numbered keys of one shape, chosen to hurt: where a store compares the first bytes only, cuts
 * common prefixes, or treats bytes as signed, two of these keys meet.
 *
 * @param shape what the keys look like
 * @param length what they have in common, or how long their runs are; 0 or more
 */
record KeySpace(Shape shape, int length) {
    /** How keys look. */
    enum Shape {
        /** Big-endian counters of eight bytes, from one that is far from zero. */
        COUNTER,
        /** A common prefix of {@code length} bytes, then one to three bytes. */
        SHARED_PREFIX,
        /** Runs of one byte, each a prefix of the next. */
        NESTED,
        /** Runs of 0x00 and of 0xFF in every arrangement, the empty key among them. */
        RUNS,
        /** Bytes that look random, of 0 to 40 of them. */
        RANDOM,
        /** Long keys, up to the longest. */
        LONG,
        /** All of the above but the long ones. */
        MIXED
    }

    private static final long COUNTER_START = Long.MAX_VALUE - 0x1FE;
    private static final int NESTED_KEYS = 700;
    private static final int LONG_KEYS = 40;
    private static final int[] LONG_LENGTHS = {
        65_535, 65_534, 65_533, 4_096, 4_088, 4_080, 4_072, 16_384, 16_360, 300
    };

    byte[] key(int number) {
        return switch (shape) {
            case COUNTER -> Bytes.bigEndian(COUNTER_START + number);
            case SHARED_PREFIX ->
                Bytes.concat(Bytes.run(length, length % 2 == 0 ? 'p' : 0xFF), suffix(number));
            case NESTED -> nested(number);
            case RUNS -> runs(number);
            case RANDOM -> Bytes.random(number * 31L + length, Math.floorMod(number * 7919, 41));
            case LONG -> longKey(number % LONG_KEYS);
            case MIXED -> new KeySpace(Shape.values()[number % 5], length).key(number / 5);
        };
    }

    private static byte[] suffix(int number) {
        return number < 200 ? Bytes.of(number) : Bytes.of(number >>> 8, number, 0x80);
    }

    private byte[] nested(int number) {
        byte[] key = Bytes.run(number % NESTED_KEYS, length % 256);
        if (number >= NESTED_KEYS && key.length > 0) {
            key[key.length - 1] = (byte) (number / NESTED_KEYS);
        }
        return key;
    }

    private byte[] runs(int number) {
        int bits = number + 1;
        int digits = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(bits);
        int each = 1 + length % 9;
        ByteBuffer key = ByteBuffer.allocate(digits * each);
        for (int digit = digits - 1; digit >= 0; digit--) {
            key.put(Bytes.run(each, (bits >>> digit & 1) == 0 ? 0x00 : 0xFF));
        }
        return key.array();
    }

    /** Differs from its neighbours in its last bytes only. */
    private static byte[] longKey(int number) {
        byte[] key = Bytes.run(LONG_LENGTHS[number % LONG_LENGTHS.length], 'k');
        key[key.length - 1] = (byte) number;
        return key;
    }
}
