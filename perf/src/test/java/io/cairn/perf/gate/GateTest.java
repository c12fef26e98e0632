package io.cairn.perf.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.perf.Medium;
import io.cairn.perf.gate.Outcome.Kind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateTest {
    private static final HostKey HOST = new HostKey("a processor", 2, 25);
    private static final List<Operation> OPERATIONS = List.of(Operation.values());
    private static final int ROUNDS = 6;
    private static final GateSubject GET_REF =
            new GateSubject("ffm", Medium.MEMORY, Operation.GET_REF);

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void unchangedCodePassesAHundredTimes() {
        for (int seed = 0; seed < 100; seed++) {
            assertThat(judge(seed, new SyntheticForks(1000 + seed)))
                    .as("seed=" + seed)
                    .extracting(Outcome::kind)
                    .doesNotContain(Kind.SLOWER);
        }
    }

    @Test
    void unchangedCodePassesWhereForksScatterWidely() {
        for (int seed = 0; seed < 100; seed++) {
            assertThat(judge(seed, new SyntheticForks(2000 + seed).scattering(0.12)))
                    .as("seed=" + seed)
                    .extracting(Outcome::kind)
                    .doesNotContain(Kind.SLOWER);
        }
    }

    @Test
    void aQuarterSlowerIsFoundOnEveryOperationAHundredTimes() {
        for (int seed = 0; seed < 100; seed++) {
            Operation slow = OPERATIONS.get(seed % OPERATIONS.size());
            SyntheticForks forks =
                    new SyntheticForks(3000 + seed).slower(slow, 1.25).scattering(0.04);

            List<Outcome> outcomes = judge(seed, forks);

            for (Outcome outcome : outcomes) {
                assertThat(outcome.kind() == Kind.SLOWER)
                        .as("seed=" + seed + " " + outcome)
                        .isEqualTo(outcome.subject().operation() == slow);
            }
        }
    }

    @Test
    void aSlowerHostMovesNothing() {
        assertThat(judge(1, new SyntheticForks(2).onSlowHost(1.6)))
                .extracting(Outcome::kind)
                .containsOnly(Kind.SAME);
    }

    @Test
    void oneForkWithBadLuckProvesNothing() {
        assertThat(judge(1, new SyntheticForks(2).withSlowFork(3)))
                .extracting(Outcome::kind)
                .containsOnly(Kind.SAME);
    }

    @Test
    void aSuspectThatIsFastTheSecondTimeIsCleared() {
        SyntheticForks forks =
                new SyntheticForks(2).slower(Operation.GET_REF, 1.4).slowerOnlyUntil(ROUNDS);

        List<Outcome> outcomes = judge(1, forks);

        assertThat(outcomes)
                .filteredOn(outcome -> outcome.subject().operation() == Operation.GET_REF)
                .extracting(Outcome::kind)
                .containsOnly(Kind.CLEARED);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("Seem slower and are measured again: getRef memory bytebuffer");
    }

    @Test
    void onlyTheGroupsOfSuspectsAreMeasuredAgain() {
        SyntheticForks forks = new SyntheticForks(2).slower(Operation.SCAN, 1.5);

        judge(1, forks);

        assertThat(forks.count(Group.all().get(0))).isEqualTo(ROUNDS * 3);
        assertThat(forks.count(Group.all().get(1))).isEqualTo(ROUNDS);
    }

    @Test
    void disturbedForksAreRepeatedAndDoNotCount() {
        SyntheticForks forks = new SyntheticForks(2).disturbed(2);
        Gate gate = gate(forks);

        Readings first = gate.measure(ROUNDS);

        assertThat(first.disturbed()).isEqualTo(2 * Group.all().size());
        assertThat(first.ratios().get(GET_REF)).hasSize(ROUNDS);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("does not count");
    }

    @Test
    void whereEveryForkIsDisturbedNothingIsJudged() {
        assertThat(judge(1, new SyntheticForks(2).disturbed(1000).slower(Operation.SCAN, 9)))
                .extracting(Outcome::kind)
                .containsOnly(Kind.NOT_COMPARED);
    }

    @Test
    void whatTheBaselineLacksIsNotCompared() {
        Readings first = gate(new SyntheticForks(2)).measure(ROUNDS);
        HostBaseline empty =
                new HostBaseline(HOST, 1000, "2026-11-22T20:00:00Z", java.util.Map.of());

        assertThat(gate(new SyntheticForks(3)).judge(empty, first, ROUNDS))
                .hasSize(11)
                .extracting(Outcome::kind)
                .containsOnly(Kind.NOT_COMPARED);
    }

    @Test
    void aThirdFasterIsSaidWithTheCommandForANewBaseline() {
        List<Outcome> outcomes = judge(1, new SyntheticForks(2).slower(Operation.INSERT, 0.66));

        assertThat(outcomes)
                .filteredOn(outcome -> outcome.kind() == Kind.FASTER)
                .singleElement()
                .extracting(outcome -> outcome.subject().operation())
                .isEqualTo(Operation.INSERT);
        assertThat(GateText.lines(outcomes))
                .anyMatch(line -> line.startsWith("faster: insert memory ffm takes 0.6"))
                .anyMatch(line -> line.contains("mvn -Pgate -Dgate.update"));
    }

    private List<Outcome> judge(long seed, SyntheticForks now) {
        Readings before = gate(new SyntheticForks(seed)).measure(2 * ROUNDS);
        HostBaseline baseline = HostBaseline.of(HOST, 1000, "2026-11-22T20:00:00Z", before);
        Gate gate = gate(now);
        return gate.judge(baseline, gate.measure(ROUNDS), ROUNDS);
    }

    private Gate gate(Forks forks) {
        return new Gate(Group.all(), forks, new PrintStream(printed, true, StandardCharsets.UTF_8));
    }
}
