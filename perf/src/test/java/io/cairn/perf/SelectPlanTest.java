package io.cairn.perf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;

class SelectPlanTest {
    private static final List<String> BACKENDS = List.of("ffm", "chronicle", "bytebuffer");

    @Test
    void theFirstRoundHasEveryWorkload() {
        SelectPlan plan = new SelectPlan(BACKENDS, false);

        assertThat(Stream.concat(plan.core(1).stream(), plan.context(1).stream())
                        .map(SelectPlan.Group::workload))
                .contains(Workload.values());
    }

    @Test
    void everyRoundHasWhatTheChoiceDependsOn() {
        assertThat(new SelectPlan(BACKENDS, false).core(2).stream().map(SelectPlan.Group::workload))
                .containsOnly(Workload.GET_REF, Workload.FLOOR);
    }

    @Test
    void onlyThoroughRoundsRepeatTheContextInFull() {
        SelectPlan thorough = new SelectPlan(BACKENDS, true);

        assertThat(new SelectPlan(BACKENDS, false)
                        .context(2).stream().map(SelectPlan.Group::workload))
                .containsOnly(Workload.TREE_MAP, Workload.GET_REF);
        assertThat(thorough.context(5)).hasSameSizeAs(thorough.context(1));
    }

    @Test
    void everyBackendIsMeasuredInEveryRoundAndEachRoundAnotherBegins() {
        SelectPlan plan = new SelectPlan(BACKENDS, false);

        assertThat(backendsOf(plan, 1)).containsExactly("ffm", "chronicle", "bytebuffer");
        assertThat(backendsOf(plan, 2)).containsExactly("chronicle", "bytebuffer", "ffm");
        assertThat(backendsOf(plan, 3)).containsExactly("bytebuffer", "ffm", "chronicle");
        assertThat(backendsOf(plan, 4)).containsExactly("ffm", "chronicle", "bytebuffer");
    }

    private static List<String> backendsOf(SelectPlan plan, int round) {
        return plan.core(round).stream()
                .filter(group ->
                        group.workload() == Workload.GET_REF && group.mode() == Mode.SampleTime)
                .findFirst()
                .orElseThrow()
                .subjects()
                .stream()
                .map(Subject::backend)
                .toList();
    }
}
