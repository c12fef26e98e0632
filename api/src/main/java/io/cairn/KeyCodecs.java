package io.cairn;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.UUID;

/**
 * Ready codecs for keys: the unsigned lexicographic order of the bytes, in which a store scans, is
 * the order of the objects, as each method states it.
 */
public final class KeyCodecs {
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final Codec<Integer> INT = new OrderedIntCodec();
    private static final Codec<Long> LONG = new OrderedLongCodec();
    private static final Codec<Double> DOUBLE = new OrderedDoubleCodec();
    private static final Codec<UUID> UUIDS = new OrderedUuidCodec();

    private KeyCodecs() {}

    /**
     * {@return the codec of ints in {@link Integer#compare} order: 4 bytes, big-endian, the sign
     * flipped}
     */
    public static Codec<Integer> ofInt() {
        return INT;
    }

    /**
     * {@return the codec of longs in {@link Long#compare} order: 8 bytes, big-endian, the sign
     * flipped}
     */
    public static Codec<Long> ofLong() {
        return LONG;
    }

    /**
     * {@return the codec of doubles in {@link Double#compare} order: -0.0 before 0.0, and NaN, all
     * of whose forms are one key, after everything else} 8 bytes, big-endian: the sign flipped, and
     * for negative numbers all other bits too.
     */
    public static Codec<Double> ofDouble() {
        return DOUBLE;
    }

    /**
     * {@return the codec of UUIDs in the order of their text form, which for version 7 is that of
     * time} It is not {@link UUID#compareTo}'s, which takes both halves as signed numbers. 16
     * bytes, big-endian (RFC 9562).
     */
    public static Codec<UUID> ofUuid() {
        return UUIDS;
    }

    /**
     * {@return the codec of strings in the order of their code points: UTF-8} It differs from
     * {@link String#compareTo} only where characters beyond U+FFFF meet those from U+E000 on.
     */
    public static Codec<String> ofString() {
        return Codecs.ofString();
    }

    /** {@return the codec of byte arrays in unsigned lexicographic order, as they are} */
    public static Codec<byte[]> ofBytes() {
        return Codecs.ofBytes();
    }

    private static final class OrderedIntCodec extends FixedLengthCodec<Integer> {
        OrderedIntCodec() {
            super("ordered int", Integer.BYTES);
        }

        @Override
        public int encode(Integer value, byte[] target, int offset) {
            INTS.set(target, offset, value ^ Integer.MIN_VALUE);
            return Integer.BYTES;
        }

        @Override
        Integer decodeChecked(BytesView bytes) {
            return Integer.reverseBytes(bytes.getInt(0)) ^ Integer.MIN_VALUE;
        }
    }

    private static final class OrderedLongCodec extends FixedLengthCodec<Long> {
        OrderedLongCodec() {
            super("ordered long", Long.BYTES);
        }

        @Override
        public int encode(Long value, byte[] target, int offset) {
            LONGS.set(target, offset, value ^ Long.MIN_VALUE);
            return Long.BYTES;
        }

        @Override
        Long decodeChecked(BytesView bytes) {
            return Long.reverseBytes(bytes.getLong(0)) ^ Long.MIN_VALUE;
        }
    }

    private static final class OrderedDoubleCodec extends FixedLengthCodec<Double> {
        OrderedDoubleCodec() {
            super("ordered double", Double.BYTES);
        }

        @Override
        public int encode(Double value, byte[] target, int offset) {
            LONGS.set(target, offset, reorder(Double.doubleToLongBits(value)) ^ Long.MIN_VALUE);
            return Double.BYTES;
        }

        @Override
        Double decodeChecked(BytesView bytes) {
            return Double.longBitsToDouble(
                    reorder(Long.reverseBytes(bytes.getLong(0)) ^ Long.MIN_VALUE));
        }

        /**
         * Between a double's bits and a long of the same order; its own inverse, since the sign
         * stays.
         */
        private static long reorder(long bits) {
            return bits ^ (bits >> 63 & Long.MAX_VALUE);
        }
    }

    private static final class OrderedUuidCodec extends FixedLengthCodec<UUID> {
        OrderedUuidCodec() {
            super("ordered uuid", 2 * Long.BYTES);
        }

        @Override
        public int encode(UUID value, byte[] target, int offset) {
            LONGS.set(target, offset, value.getMostSignificantBits());
            LONGS.set(target, offset + Long.BYTES, value.getLeastSignificantBits());
            return 2 * Long.BYTES;
        }

        @Override
        UUID decodeChecked(BytesView bytes) {
            return new UUID(
                    Long.reverseBytes(bytes.getLong(0)),
                    Long.reverseBytes(bytes.getLong(Long.BYTES)));
        }
    }
}
