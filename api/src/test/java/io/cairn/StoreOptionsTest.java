package io.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreOptionsTest {
    private static final StoreOptions DEFAULTS = StoreOptions.defaults();

    @Test
    void changesOneAndKeepsTheOthers() {
        WindowSizes tiny = new WindowSizes(4096, 4096);
        StoreOptions options = DEFAULTS.withInitialCapacityBytes(1)
                .withMaxLogBytes(4096)
                .withRecoverTo(RecoverTo.LAST_FLUSH)
                .withWindows(tiny);

        assertThat(options)
                .isEqualTo(new StoreOptions(
                        new LogSizes(1, 4096, tiny),
                        RecoverTo.LAST_FLUSH,
                        false,
                        CompactionTrigger.DEFAULT));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, StoreOptions.MAX_LOG_BYTES})
    void takesTheBordersOfTheCapacity(long bytes) {
        assertThat(DEFAULTS.withInitialCapacityBytes(bytes).initialCapacityBytes())
                .isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, StoreOptions.MAX_LOG_BYTES + 1})
    void refusesACapacityBeyondTheBorders(long bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withInitialCapacityBytes(bytes))
                .withMessageContaining("initialCapacityBytes=" + bytes);
    }

    @ParameterizedTest
    @ValueSource(longs = {4095, 0, -1, StoreOptions.MAX_LOG_BYTES + 1})
    void refusesALimitBeyondTheBorders(long bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withMaxLogBytes(bytes))
                .withMessageContaining("maxLogBytes=" + bytes);
    }

    @Test
    void refusesNulls() {
        assertThatNullPointerException().isThrownBy(() -> DEFAULTS.withRecoverTo(TestNulls.of()));
        assertThatNullPointerException().isThrownBy(() -> DEFAULTS.withWindows(TestNulls.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "2048, 4096",
        "4097, 8192",
        "8192, 4096",
        "4096, 4097",
        "0, 4096",
        "4096, -2147483648"
    })
    void refusesWindowsThatAreNoPowersOfTwoInOrder(int smallest, int largest) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WindowSizes(smallest, largest))
                .withMessageContaining("smallestBytes=" + smallest);
    }
}
