package io.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whether the order of the bytes is the order of the objects, on borders and at random. */
class KeyCodecsTest {
    private static final int RANDOM_VALUES = 200;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @Test
    void intsKeepTheirOrder() {
        List<Integer> values = with(
                () -> random.nextInt() >> random.nextInt(32),
                Integer.MIN_VALUE,
                Integer.MIN_VALUE + 1,
                -256,
                -255,
                -1,
                0,
                1,
                255,
                256,
                Integer.MAX_VALUE);
        checkOrder(KeyCodecs.ofInt(), values, Comparator.naturalOrder());
    }

    @Test
    void longsKeepTheirOrder() {
        List<Long> values = with(
                () -> random.nextLong() >> random.nextInt(64),
                Long.MIN_VALUE,
                Long.MIN_VALUE + 1,
                -256L,
                -255L,
                -1L,
                0L,
                1L,
                1L << 32,
                Long.MAX_VALUE);
        checkOrder(KeyCodecs.ofLong(), values, Comparator.naturalOrder());
    }

    @Test
    void doublesKeepTheirOrder() {
        List<Double> values = with(
                () -> Double.longBitsToDouble(random.nextLong()),
                Double.NEGATIVE_INFINITY,
                -Double.MAX_VALUE,
                -1.5,
                -1.0,
                -Double.MIN_NORMAL,
                -Double.MIN_VALUE,
                -0.0,
                0.0,
                Double.MIN_VALUE,
                Double.MIN_NORMAL,
                1.0,
                1.5,
                Double.MAX_VALUE,
                Double.POSITIVE_INFINITY,
                Double.NaN);
        checkOrder(KeyCodecs.ofDouble(), values, Comparator.naturalOrder());
    }

    @Test
    void allNansAreOneKey() {
        byte[] one = CodecsTest.encode(KeyCodecs.ofDouble(), Double.NaN);
        byte[] other = CodecsTest.encode(
                KeyCodecs.ofDouble(), Double.longBitsToDouble(0xFFF8_0000_0000_0001L));
        assertThat(other).isEqualTo(one);
    }

    @Test
    void uuidsKeepTheOrderOfTheirText() {
        List<UUID> values = with(
                () -> new UUID(random.nextLong(), random.nextLong()),
                new UUID(0, 0),
                new UUID(0, -1),
                new UUID(1, 0),
                new UUID(Long.MAX_VALUE, 0),
                new UUID(Long.MIN_VALUE, 0),
                new UUID(-1, Long.MAX_VALUE),
                new UUID(-1, Long.MIN_VALUE));
        checkOrder(KeyCodecs.ofUuid(), values, Comparator.comparing(UUID::toString));
    }

    @Test
    void stringsKeepTheOrderOfTheirCodePoints() {
        List<String> values = with(
                this::randomString,
                "",
                "\0",
                "a",
                "a\0",
                "aa",
                "b",
                "\u007f",
                "\u0080",
                "\u07ff",
                "\u0800",
                "\uffff",
                "\ue000",
                "\ud800\udc00",
                "\udbff\udfff");
        Comparator<String> byCodePoint = (one, other) ->
                Arrays.compare(one.codePoints().toArray(), other.codePoints().toArray());
        checkOrder(KeyCodecs.ofString(), values, byCodePoint);
    }

    @Test
    void byteArraysAreTakenAsTheyAre() {
        assertThat(CodecsTest.encode(KeyCodecs.ofBytes(), CodecsTest.hex("00ff80")))
                .isEqualTo(CodecsTest.hex("00ff80"));
    }

    @Test
    void theBytesAreTheDocumentedOnes() {
        assertThat(CodecsTest.encode(KeyCodecs.ofInt(), 1)).isEqualTo(CodecsTest.hex("80000001"));
        assertThat(CodecsTest.encode(KeyCodecs.ofLong(), -1L))
                .isEqualTo(CodecsTest.hex("7fffffffffffffff"));
        assertThat(CodecsTest.encode(KeyCodecs.ofDouble(), 1.0))
                .isEqualTo(CodecsTest.hex("bff0000000000000"));
        assertThat(CodecsTest.encode(KeyCodecs.ofDouble(), -1.0))
                .isEqualTo(CodecsTest.hex("400fffffffffffff"));
        assertThat(CodecsTest.encode(KeyCodecs.ofUuid(), new UUID(1, 2)))
                .isEqualTo(CodecsTest.hex("00000000000000010000000000000002"));
    }

    private <T> void checkOrder(Codec<T> codec, List<T> values, Comparator<T> order) {
        for (T one : values) {
            byte[] oneBytes = CodecsTest.encode(codec, one);
            assertThat(CodecsTest.roundTrip(codec, one)).as("seed=%d", seed).isEqualTo(one);
            for (T other : values) {
                int ofBytes = Arrays.compareUnsigned(oneBytes, CodecsTest.encode(codec, other));
                assertThat(Integer.signum(ofBytes))
                        .as("seed=%d: the order of %s and %s", seed, one, other)
                        .isEqualTo(Integer.signum(order.compare(one, other)));
            }
        }
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // read only
    private static <T> List<T> with(Supplier<T> randomValue, T... borders) {
        List<T> values = new ArrayList<>(Arrays.asList(borders));
        values.addAll(Stream.generate(randomValue).limit(RANDOM_VALUES).toList());
        return values;
    }

    private String randomString() {
        int[] points = random.ints(random.nextInt(4), 0, Character.MAX_CODE_POINT + 1)
                .map(point -> random.nextBoolean() ? point : 0xDF00 + point % 0x2200)
                .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                .toArray();
        return new String(points, 0, points.length);
    }
}
