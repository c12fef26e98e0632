package io.cairn.perf.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BurdenTest {
    private static final double NANOS_A_PAIR = 3.7;

    @Test
    void whatIsCarriedComesOutUnchanged() {
        Random random = new Random(5);
        for (int pairs = 0; pairs < 50; pairs++) {
            long number = random.nextLong();
            assertThat(Burden.carry(number, pairs)).isEqualTo(number);
        }
    }

    @Test
    void theBurdenIsFoundThatSlowsByTheShare() {
        assertThat(slowdownOf(400, 0.25, 0)).isCloseTo(1.25, within(0.01));
        assertThat(slowdownOf(10_000, 0.25, 0)).isCloseTo(1.25, within(0.01));
    }

    @Test
    void theBurdenIsFoundWhereTheOperationHidesPartOfIt() {
        assertThat(slowdownOf(400, 0.25, 100)).isCloseTo(1.25, within(0.05));
    }

    @Test
    void withoutAShareThereIsNoBurden() {
        assertThat(slowdownOf(400, 0, 0)).isEqualTo(1);
    }

    /** Plays an operation of which {@code hidden} nanoseconds of the burden cannot be seen. */
    private static double slowdownOf(double nanos, double share, double hidden) {
        BurdenControl control = new BurdenControl(share);
        for (int pass = 0; pass < BurdenControl.PASSES; pass++) {
            control.observe(taken(nanos, control.pairs(), hidden));
        }
        return taken(nanos, control.pairs(), hidden) / nanos;
    }

    private static double taken(double nanos, int pairs, double hidden) {
        return nanos + Math.max(0, pairs * NANOS_A_PAIR - hidden);
    }
}
