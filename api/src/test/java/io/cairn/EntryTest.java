package io.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;

class EntryTest {
    @Test
    void isEqualByContent() {
        Entry entry = new Entry(new byte[] {1}, new byte[] {2, 3});

        assertThat(entry).isEqualTo(new Entry(new byte[] {1}, new byte[] {2, 3}));
        assertThat(entry).hasSameHashCodeAs(new Entry(new byte[] {1}, new byte[] {2, 3}));
        assertThat(entry).isNotEqualTo(new Entry(new byte[] {1}, new byte[] {2}));
        assertThat(entry).isNotEqualTo(new Entry(new byte[] {2}, new byte[] {2, 3}));
        assertThat(entry).hasToString("Entry[key=01, valueLength=2]");
    }

    @Test
    void refusesNulls() {
        assertThatNullPointerException()
                .isThrownBy(() -> new Entry(TestNulls.of(), new byte[0]))
                .withMessage("key");
        assertThatNullPointerException()
                .isThrownBy(() -> new Entry(new byte[0], TestNulls.of()))
                .withMessage("value");
    }
}
