package io.cairn;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.UUID;

/**
 * Ready codecs for values. Numbers are little-endian, of a fixed length, and decoded where they
 * lie. For keys whose order matters take {@link KeyCodecs}.
 */
public final class Codecs {
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final Codec<Integer> INT = new IntCodec();
    private static final Codec<Long> LONG = new LongCodec();
    private static final Codec<Double> DOUBLE = new DoubleCodec();
    private static final Codec<UUID> UUIDS = new UuidCodec();
    private static final Codec<String> STRING = new Utf8Codec();
    private static final Codec<byte[]> BYTES = new BytesCodec();

    private Codecs() {}

    /** {@return the codec of ints: 4 bytes} */
    public static Codec<Integer> ofInt() {
        return INT;
    }

    /** {@return the codec of longs: 8 bytes} */
    public static Codec<Long> ofLong() {
        return LONG;
    }

    /** {@return the codec of doubles: 8 bytes, every bit kept, those of a NaN too} */
    public static Codec<Double> ofDouble() {
        return DOUBLE;
    }

    /** {@return the codec of UUIDs: 16 bytes} */
    public static Codec<UUID> ofUuid() {
        return UUIDS;
    }

    /**
     * {@return the codec of strings: UTF-8} A string with an unpaired surrogate, and bytes that are
     * not UTF-8, are a {@link SerializationException}.
     */
    public static Codec<String> ofString() {
        return STRING;
    }

    /**
     * {@return the codec of byte arrays, which are taken as they are; decoding gives a fresh array}
     */
    public static Codec<byte[]> ofBytes() {
        return BYTES;
    }

    private static final class IntCodec extends FixedLengthCodec<Integer> {
        IntCodec() {
            super("int", Integer.BYTES);
        }

        @Override
        public int encode(Integer value, byte[] target, int offset) {
            INTS.set(target, offset, value.intValue());
            return Integer.BYTES;
        }

        @Override
        Integer decodeChecked(BytesView bytes) {
            return bytes.getInt(0);
        }
    }

    private static final class LongCodec extends FixedLengthCodec<Long> {
        LongCodec() {
            super("long", Long.BYTES);
        }

        @Override
        public int encode(Long value, byte[] target, int offset) {
            LONGS.set(target, offset, value.longValue());
            return Long.BYTES;
        }

        @Override
        Long decodeChecked(BytesView bytes) {
            return bytes.getLong(0);
        }
    }

    private static final class DoubleCodec extends FixedLengthCodec<Double> {
        DoubleCodec() {
            super("double", Double.BYTES);
        }

        @Override
        public int encode(Double value, byte[] target, int offset) {
            LONGS.set(target, offset, Double.doubleToRawLongBits(value));
            return Double.BYTES;
        }

        @Override
        Double decodeChecked(BytesView bytes) {
            return Double.longBitsToDouble(bytes.getLong(0));
        }
    }

    private static final class UuidCodec extends FixedLengthCodec<UUID> {
        UuidCodec() {
            super("uuid", 2 * Long.BYTES);
        }

        @Override
        public int encode(UUID value, byte[] target, int offset) {
            LONGS.set(target, offset, value.getMostSignificantBits());
            LONGS.set(target, offset + Long.BYTES, value.getLeastSignificantBits());
            return 2 * Long.BYTES;
        }

        @Override
        UUID decodeChecked(BytesView bytes) {
            return new UUID(bytes.getLong(0), bytes.getLong(Long.BYTES));
        }
    }

    private static final class BytesCodec implements Codec<byte[]> {
        @Override
        public int maxEncodedLength(byte[] value) {
            return value.length;
        }

        @Override
        public int encode(byte[] value, byte[] target, int offset) {
            System.arraycopy(value, 0, target, offset, value.length);
            return value.length;
        }

        @Override
        public byte[] decode(BytesView bytes) {
            return bytes.toByteArray();
        }

        @Override
        public String toString() {
            return "bytes";
        }
    }
}
