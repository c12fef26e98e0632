package io.cairn.perf.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The yardstick is the same work for ever: a change shows in where it ends. */
class ReferenceKernelTest {
    private static final long EXPECTED = 838625826419649247L;

    @Test
    void itGoesOnWhereItEndedAndAlwaysTheSameWay() {
        ReferenceKernel inTwo = new ReferenceKernel();
        inTwo.run(400);

        long end = new ReferenceKernel().run(1000);

        assertThat(inTwo.run(600)).isEqualTo(end);
        assertThat(end).isEqualTo(EXPECTED);
    }
}
