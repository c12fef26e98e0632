package io.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class KeyRangeTest {
    @ParameterizedTest(name = "{0} {1} {2} contains {3}: {4}")
    @CsvFileSource(resources = "key-ranges.csv", numLinesToSkip = 2)
    void containsWhatTheTableSays(
            String form,
            @Nullable String first,
            @Nullable String second,
            @Nullable String key,
            boolean contained) {
        KeyRange range = switch (form) {
            case "all" -> KeyRange.all();
            case "of" -> KeyRange.of(bytes(first), bytes(second));
            case "from" -> KeyRange.from(bytes(first));
            case "until" -> KeyRange.until(bytes(first));
            case "prefix" -> KeyRange.prefix(bytes(first));
            default -> throw new IllegalArgumentException("form=" + form);
        };

        assertThat(range.contains(bytes(key)))
                .as("%s contains %s", range, key)
                .isEqualTo(contained);
    }

    @Test
    void aPrefixEndsAtTheLeastKeyBeyondItsExtensions() {
        assertThat(KeyRange.prefix(bytes("10ff")).end()).isEqualTo(bytes("11"));
        assertThat(KeyRange.prefix(bytes("10")).end()).isEqualTo(bytes("11"));
        assertThat(KeyRange.prefix(bytes("7fff")).end()).isEqualTo(bytes("80"));
        assertThat(KeyRange.prefix(bytes("ffff")).end()).isNull();
        assertThat(KeyRange.prefix(bytes("")).end()).isNull();
        assertThat(KeyRange.prefix(bytes(""))).isEqualTo(KeyRange.all());
    }

    @Test
    void keepsCopiesAndGivesCopies() {
        byte[] start = bytes("10");
        byte[] end = bytes("20");
        KeyRange range = KeyRange.of(start, end);
        start[0] = 0;
        end[0] = 0;
        range.start()[0] = 0;
        byte[] givenEnd = range.end();
        assertThat(givenEnd).isNotNull();

        assertThat(range).isEqualTo(KeyRange.of(bytes("10"), bytes("20")));
        assertThat(range).hasSameHashCodeAs(KeyRange.of(bytes("10"), bytes("20")));
        assertThat(range.start()).isEqualTo(bytes("10"));
    }

    @Test
    void describesItself() {
        assertThat(KeyRange.of(bytes("10"), bytes("20"))).hasToString("[10, 20)");
        assertThat(KeyRange.from(bytes("10"))).hasToString("[10, open)");
    }

    @Test
    void namesTheNullArgument() {
        assertThatNullPointerException()
                .isThrownBy(() -> KeyRange.prefix(TestNulls.of()))
                .withMessage("prefix");
        assertThatNullPointerException()
                .isThrownBy(() -> KeyRange.of(new byte[0], TestNulls.of()))
                .withMessage("end");
        assertThatNullPointerException()
                .isThrownBy(() -> KeyRange.all().contains(TestNulls.of()))
                .withMessage("key");
    }

    private static byte[] bytes(@Nullable String hex) {
        return hex == null ? new byte[0] : HexFormat.of().parseHex(hex);
    }
}
