package io.cairn.perf.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    @Test
    void theBoundsAreWelchs() {
        List<Double> before = List.of(0.00, 0.02, 0.04);
        List<Double> now = List.of(0.20, 0.26, 0.32);

        Comparison comparison = Comparison.of(before, now);

        // Errors 0.02 / sqrt(3) and 0.06 / sqrt(3): together 0.036515 with 2.439 degrees of
        // freedom, for which Student's t at 99 % is 5.491.
        assertThat(comparison.slowdown()).isCloseTo(Math.exp(0.24), within(1e-9));
        assertThat(Math.log(comparison.slowdown() / comparison.lower()))
                .isCloseTo(5.491 * 0.036515, within(0.001));
        assertThat(comparison.upper() / comparison.slowdown())
                .isCloseTo(comparison.slowdown() / comparison.lower(), within(1e-9));
    }

    @Test
    void forksThatAgreeByLuckAreNotTakenForCertainty() {
        Comparison comparison = Comparison.of(List.of(1.0, 1.0, 1.0), List.of(1.1, 1.1, 1.1));

        assertThat(comparison.lower()).isLessThan(comparison.slowdown());
        assertThat(comparison.upper()).isFinite().isGreaterThan(comparison.slowdown());
    }

    @Test
    void oneInFiveMayBeLeftOutIfItIsFarAway() {
        assertThat(Comparison.withoutOutliers(List.of(0.0, 0.01, 0.02, 0.03, 1.0)))
                .containsExactlyInAnyOrder(0.0, 0.01, 0.02, 0.03);
        assertThat(Comparison.withoutOutliers(List.of(0.0, 0.01, 0.02, 1.0))).hasSize(4);
        assertThat(Comparison.withoutOutliers(List.of(0.0, 0.01, 0.02, 0.03, 0.08)))
                .hasSize(5);
        assertThat(Comparison.withoutOutliers(List.of(0.0, 0.01, 0.02, 1.0, 2.0)))
                .containsExactlyInAnyOrder(0.0, 0.01, 0.02, 1.0);
    }

    @Test
    void slowerNeedsTheLowerBoundAndSuspicionTheEstimate() {
        assertThat(new Comparison(1.2, 1.05, 1.4).isSuspect()).isTrue();
        assertThat(new Comparison(1.2, 1.05, 1.4).isSlower()).isFalse();
        assertThat(new Comparison(1.2, 1.11, 1.3).isSlower()).isTrue();
        assertThat(new Comparison(1.09, 1.08, 1.1).isSuspect()).isFalse();
        assertThat(new Comparison(0.8, 0.7, 0.9).isFaster()).isTrue();
        assertThat(new Comparison(0.8, 0.7, 0.95).isFaster()).isFalse();
    }

    @Test
    void oneForkIsNotEnough() {
        assertThatThrownBy(() -> Comparison.of(List.of(1.0), List.of(1.0, 1.1)))
                .hasMessageContaining("forks=1");
    }
}
