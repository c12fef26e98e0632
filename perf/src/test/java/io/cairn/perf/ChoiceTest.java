package io.cairn.perf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChoiceTest {
    private static final Candidate FLOOR = candidate("floor", 200, 5, 450, 10);

    @Test
    void aBetterGradeWinsOverALaterPlaceInTheBuiltInOrder() {
        Choice choice =
                choose(candidate("ffm", 300, 2, 700, 5), candidate("bytebuffer", 320, 2, 490, 5));

        assertThat(choice.candidate().backend()).isEqualTo("bytebuffer");
        assertThat(choice.reason())
                .startsWith(
                        "bytebuffer meets 500 ns at p99; its p99 of 490 +/- 5 ns beats ffm (700 +/- 5 ns, meets 500"
                                + " ns at the median)");
    }

    @Test
    void withinAGradeTheLowestP99Wins() {
        Choice choice = choose(
                candidate("ffm", 300, 2, 800, 5),
                candidate("chronicle", 340, 2, 700, 5),
                candidate("bytebuffer", 310, 2, 750, 5));

        assertThat(choice.candidate().backend()).isEqualTo("chronicle");
        assertThat(choice.reason()).contains("beats bytebuffer (750", "ffm (800");
    }

    @Test
    void withinTheMeasuredErrorTheBuiltInOrderDecides() {
        Choice choice = choose(
                candidate("ffm", 300, 2, 812, 20),
                candidate("chronicle", 300, 2, 900, 20),
                candidate("bytebuffer", 300, 2, 800, 20));

        assertThat(choice.candidate().backend()).isEqualTo("ffm");
        assertThat(choice.reason())
                .contains(
                        "p99 of 812 +/- 20 ns is within the measured error of bytebuffer (800 +/- 20 ns")
                .contains("the built-in order decides")
                .doesNotContain("chronicle");
    }

    @Test
    void aTieOfTheLaterTwoLeavesTheFirstOutOfIt() {
        Choice choice = choose(
                candidate("ffm", 300, 2, 900, 5),
                candidate("chronicle", 300, 2, 805, 20),
                candidate("bytebuffer", 300, 2, 800, 20));

        assertThat(choice.candidate().backend()).isEqualTo("chronicle");
    }

    @Test
    void justInsideTheErrorIsATieAndJustOutsideIsNone() {
        Candidate best = candidate("bytebuffer", 300, 2, 800, 30);

        assertThat(choose(candidate("ffm", 300, 2, 850, 40), best).candidate().backend())
                .isEqualTo("ffm");
        assertThat(choose(candidate("ffm", 300, 2, 851, 40), best).candidate().backend())
                .isEqualTo("bytebuffer");
    }

    @Test
    void gradesThatOnlyTheErrorPartsAreATie() {
        Choice choice =
                choose(candidate("ffm", 300, 2, 505, 10), candidate("bytebuffer", 300, 2, 495, 10));

        assertThat(choice.candidate().backend()).isEqualTo("ffm");
    }

    @Test
    void gradesThatMediansPartBeyondTheErrorAreNoTie() {
        Choice choice =
                choose(candidate("ffm", 520, 5, 800, 50), candidate("bytebuffer", 400, 5, 810, 50));

        assertThat(choice.candidate().backend()).isEqualTo("bytebuffer");
    }

    @Test
    void whereNoneMeetsTheTargetTheReasonSaysSoAndShowsTheFloor() {
        Choice choice = Choice.among(
                List.of(
                        candidate("ffm", 900, 5, 2000, 10),
                        candidate("chronicle", 800, 5, 1500, 10)),
                candidate("floor", 600, 5, 1200, 10));

        assertThat(choice.candidate().backend()).isEqualTo("chronicle");
        assertThat(choice.reason())
                .startsWith("No backend meets 500 ns, not even at the median")
                .contains(
                        "floor of this host is 600 +/- 5 ns at the median and 1200 +/- 10 ns at p99")
                .contains("chronicle comes nearest");
    }

    @Test
    void aSingleBackendIsChosen() {
        Choice choice = choose(candidate("bytebuffer", 300, 2, 700, 5));

        assertThat(choice.candidate().backend()).isEqualTo("bytebuffer");
        assertThat(choice.reason()).contains("the only backend that was measured");
    }

    @Test
    void noBackendIsRefused() {
        assertThatThrownBy(() -> Choice.among(List.of(), FLOOR))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("candidates=[]");
    }

    @Test
    void theTargetItselfMeetsIt() {
        assertThat(Grade.of(500, 500)).isEqualTo(Grade.MEETS_AT_P99);
        assertThat(Grade.of(500, 501)).isEqualTo(Grade.MEETS_AT_MEDIAN);
        assertThat(Grade.of(501, 900)).isEqualTo(Grade.MISSES);
    }

    private static Choice choose(Candidate... candidates) {
        return Choice.among(List.of(candidates), FLOOR);
    }

    private static Candidate candidate(
            String backend, double median, double medianError, double p99, double error) {
        return new Candidate(backend, new Estimate(median, medianError), new Estimate(p99, error));
    }
}
