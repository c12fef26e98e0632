package io.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodecsTest {
    @Test
    void numbersAreLittleEndian() {
        assertThat(encode(Codecs.ofInt(), 0x01020304)).isEqualTo(hex("04030201"));
        assertThat(encode(Codecs.ofLong(), 0x0102030405060708L)).isEqualTo(hex("0807060504030201"));
        assertThat(encode(Codecs.ofDouble(), 1.0)).isEqualTo(hex("000000000000f03f"));
    }

    @Test
    void givesBackWhatItWasGiven() {
        for (Integer value : List.of(Integer.MIN_VALUE, -1, 0, 1, Integer.MAX_VALUE)) {
            assertThat(roundTrip(Codecs.ofInt(), value)).isEqualTo(value);
        }
        for (Long value : List.of(Long.MIN_VALUE, -1L, 0L, 1L, Long.MAX_VALUE)) {
            assertThat(roundTrip(Codecs.ofLong(), value)).isEqualTo(value);
        }
        for (UUID value : List.of(
                new UUID(0, 0), new UUID(-1, 1), new UUID(Long.MIN_VALUE, Long.MAX_VALUE))) {
            assertThat(roundTrip(Codecs.ofUuid(), value)).isEqualTo(value);
        }
        for (String bytes : List.of("", "00", "ff00ff")) {
            assertThat(roundTrip(Codecs.ofBytes(), hex(bytes))).isEqualTo(hex(bytes));
        }
    }

    @Test
    void keepsEveryBitOfADouble() {
        long signallingNan = 0x7FF0_0000_0000_0001L;
        for (long bits :
                new long[] {0, Long.MIN_VALUE, signallingNan, ~0L, Double.doubleToLongBits(Math.PI)
                }) {
            double value = Double.longBitsToDouble(bits);
            long expected = Double.doubleToRawLongBits(value);
            assertThat(Double.doubleToRawLongBits(roundTrip(Codecs.ofDouble(), value)))
                    .isEqualTo(expected);
        }
    }

    @Test
    void decodedBytesAreAFreshArray() {
        byte[] given = hex("0102");
        assertThat(roundTrip(Codecs.ofBytes(), given)).isEqualTo(given).isNotSameAs(given);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "\0",
                "\u007f\u0080",
                "\u07ff\u0800",
                "\ud7ff\ue000\uffff",
                "\ufffd",
                "\ud83d\ude00x",
                "\ud800\udc00",
                "\udbff\udfff"
            })
    void stringsAreTheJdksUtf8(String value) {
        assertThat(encode(Codecs.ofString(), value))
                .isEqualTo(value.getBytes(StandardCharsets.UTF_8));
        assertThat(roundTrip(Codecs.ofString(), value)).isEqualTo(value);
    }

    @Test
    void randomStringsAreTheJdksUtf8() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            int[] points = random.ints(random.nextInt(40), 0, Character.MAX_CODE_POINT + 1)
                    .map(point -> random.nextBoolean() ? point & 0x7FF : point)
                    .filter(point ->
                            point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                    .toArray();
            String value = new String(points, 0, points.length);
            assertThat(encode(Codecs.ofString(), value))
                    .as("seed=%d round=%d", seed, round)
                    .isEqualTo(value.getBytes(StandardCharsets.UTF_8));
            assertThat(roundTrip(Codecs.ofString(), value))
                    .as("seed=%d round=%d", seed, round)
                    .isEqualTo(value);
        }
    }

    @Test
    void longStringsAskForNoMoreThanTheyTake() {
        String value = "x\u00e9\u20ac\ud83d\ude00".repeat(2_000);
        int length = value.getBytes(StandardCharsets.UTF_8).length;
        assertThat(Codecs.ofString().maxEncodedLength(value)).isEqualTo(length);
        assertThat(roundTrip(Codecs.ofString(), value)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(ints = {0xD800, 0xDBFF, 0xDC00, 0xDFFF})
    void refusesAnUnpairedSurrogate(int surrogate) {
        char half = (char) surrogate;
        for (String value :
                List.of("ab" + half, half + "a", "" + half + half, half + "b".repeat(5_000))) {
            assertThatThrownBy(() -> encode(Codecs.ofString(), value))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("codec=utf8")
                    .hasMessageContaining("unpaired surrogate at index=");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "c0af", "61e282", "eda080", "f4908080", "80", "efbfbdff"})
    void refusesBytesThatAreNotUtf8(String bytes) {
        assertThatThrownBy(() -> Codecs.ofString().decode(new ArrayView(hex(bytes))))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("codec=utf8")
                .hasMessageContaining("not UTF-8");
    }

    @Test
    void refusesAnotherLengthThanItsOwn() {
        for (Codec<?> codec : List.of(
                Codecs.ofInt(),
                Codecs.ofLong(),
                Codecs.ofDouble(),
                Codecs.ofUuid(),
                KeyCodecs.ofInt(),
                KeyCodecs.ofLong(),
                KeyCodecs.ofDouble(),
                KeyCodecs.ofUuid())) {
            for (int length : new int[] {0, 3, 5, 7, 9, 15, 17}) {
                assertThatThrownBy(() -> codec.decode(new ArrayView(new byte[length])))
                        .isInstanceOf(SerializationException.class)
                        .hasMessageContaining("codec=" + codec)
                        .hasMessageContaining("length=" + length);
            }
        }
    }

    static <T> byte[] encode(Codec<T> codec, T value) {
        int offset = 3;
        byte[] target = new byte[offset + codec.maxEncodedLength(value)];
        int length = codec.encode(value, target, offset);
        assertThat(Arrays.copyOf(target, offset)).containsOnly(0);
        return Arrays.copyOfRange(target, offset, offset + length);
    }

    static <T> T roundTrip(Codec<T> codec, T value) {
        return codec.decode(new ArrayView(encode(codec, value)));
    }

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
