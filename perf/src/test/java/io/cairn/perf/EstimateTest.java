package io.cairn.perf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class EstimateTest {
    @Test
    void equalFiguresHaveNoError() {
        assertThat(Estimate.of(7, List.of(List.of(7.0, 7.0), List.of(7.0))))
                .isEqualTo(new Estimate(7, 0));
    }

    @Test
    void scatteredIterationsGiveTheConfidenceInterval() {
        Estimate estimate = Estimate.of(10, List.of(List.of(8.0, 10.0, 12.0)));

        // Student's t for 2 degrees of freedom at 97.5 % is 4.303; the standard error is 2 /
        // sqrt(3).
        assertThat(estimate.error()).isCloseTo(4.303 * 2 / Math.sqrt(3), within(0.01));
    }

    @Test
    void forksThatDisagreeWidenTheErrorBeyondTheirIterations() {
        List<Double> low = List.of(100.0, 101.0, 100.0, 101.0, 100.0, 101.0);
        List<Double> high = List.of(140.0, 141.0, 140.0, 141.0, 140.0, 141.0);

        assertThat(Estimate.of(120, List.of(low, high)).error()).isCloseTo(20, within(1e-9));
    }

    @Test
    void twoIterationsAreEnoughForAnError() {
        // 12.706 for 1 degree of freedom at 97.5 %; the standard error of 8 and 12 is 2.
        assertThat(Estimate.of(10, List.of(List.of(8.0, 12.0))).error())
                .isCloseTo(12.706 * 2, within(0.01));
    }

    @Test
    void aSingleIterationTellsNothingOfItsError() {
        assertThat(Estimate.of(5, List.of(List.of(5.0))).error()).isZero();
    }

    @Test
    void errorsAddUpAsIndependentOnes() {
        assertThat(new Estimate(100, 3).isWithinErrorOf(new Estimate(105, 4))).isTrue();
        assertThat(new Estimate(100, 3).isWithinErrorOf(new Estimate(105.1, 4))).isFalse();
    }

    @Test
    void aNegativeErrorIsRefused() {
        assertThatThrownBy(() -> new Estimate(1, -1)).hasMessageContaining("error=-1");
        assertThatThrownBy(() -> new Estimate(1, Double.NaN)).hasMessageContaining("error=NaN");
    }
}
