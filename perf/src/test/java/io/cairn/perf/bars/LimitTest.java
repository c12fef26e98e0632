package io.cairn.perf.bars;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.perf.bars.Limit.Unit;
import org.junit.jupiter.api.Test;

class LimitTest {
    @Test
    void theLimitItselfKeepsIt() {
        assertThat(Limit.atMost(2.3, Unit.TIMES).isKeptBy(2.3)).isTrue();
        assertThat(Limit.atMost(2.3, Unit.TIMES).isKeptBy(2.31)).isFalse();
        assertThat(Limit.atLeast(2.5, Unit.TIMES).isKeptBy(2.5)).isTrue();
        assertThat(Limit.atLeast(2.5, Unit.TIMES).isKeptBy(2.49)).isFalse();
    }

    @Test
    void whatIsNoNumberKeepsNoLimit() {
        assertThat(Limit.atMost(2.3, Unit.TIMES).isKeptBy(Double.NaN)).isFalse();
        assertThat(Limit.atLeast(2.5, Unit.TIMES).isKeptBy(Double.NaN)).isFalse();
        assertThat(Limit.none(Unit.TIMES).isKeptBy(1000)).isTrue();
    }

    @Test
    void aLimitForLargeStoresIsNoneForSmallerOnes() {
        Limit limit = Limit.atLeast(2.5, Unit.TIMES).from(10_000_000);

        assertThat(limit.forEntries(9_999_999).isSet()).isFalse();
        assertThat(limit.forEntries(10_000_000)).isEqualTo(limit);
    }

    @Test
    void growthIsLimitedOnlyWhereThatIsAskedFor() {
        Limit limit = Limit.atMost(9, Unit.NANOS).growingAtMost(2).from(1000);

        assertThat(limit.limitsGrowth()).isTrue();
        assertThat(limit.growth()).isEqualTo(2);
        assertThat(limit.forEntries(10).limitsGrowth()).isTrue();
        assertThat(Limit.atMost(9, Unit.NANOS).limitsGrowth()).isFalse();
    }

    @Test
    void itIsWrittenWithItsUnit() {
        assertThat(Limit.atMost(2.3, Unit.TIMES)).hasToString("2.30x");
        assertThat(Limit.atMost(60, Unit.NANOS)).hasToString("60.0ns");
        assertThat(Limit.atLeast(2_000_000, Unit.PER_SECOND)).hasToString("2000000/s-or-more");
        assertThat(Limit.none(Unit.BYTES)).hasToString("none");
    }
}
