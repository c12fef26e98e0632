package io.cairn.perf.bars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.cairn.perf.Medium;
import io.cairn.perf.bars.Bar.Pick;
import io.cairn.perf.bars.Bar.Scope;
import io.cairn.perf.bars.Limit.Unit;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static final int ENTRIES = 1000;
    private static final Lane FFM = lane("ffm", 25);
    private static final Lane CHRONICLE = lane("chronicle", 25);
    private static final Lane OLD = lane("chronicle", 17);

    private final Observations observations = new Observations();

    @Test
    void aRatioIsTakenInsideOfEachRoundAndTheMedianOverRounds() {
        add(FFM, 1, 200, 100);
        add(FFM, 2, 900, 300);
        add(FFM, 3, 500, 200);

        BarResult result = evaluate(bar(Pick.BEST, Limit.atMost(2.3, Unit.TIMES)));

        assertThat(result.measured()).isEqualTo(2.5, within(1e-9));
        assertThat(result.isOk()).isFalse();
        assertThat(result.line()).isEqualTo("bar: point n=1000 limit=2.30x measured=2.50x short");
    }

    @Test
    void theBestBackendCountsOrTheWorstWhereEachHasToKeepTheLimit() {
        add(FFM, 1, 200, 100);
        add(CHRONICLE, 1, 300, 100);

        assertThat(evaluate(bar(Pick.BEST, Limit.atMost(2.3, Unit.TIMES))).measured())
                .isEqualTo(2);
        assertThat(evaluate(bar(Pick.BEST, Limit.atLeast(2.3, Unit.TIMES))).measured())
                .isEqualTo(3);
        assertThat(evaluate(bar(Pick.EACH, Limit.atMost(2.3, Unit.TIMES))).measured())
                .isEqualTo(3);
        assertThat(evaluate(bar(Pick.EACH, Limit.atLeast(2.3, Unit.TIMES))).measured())
                .isEqualTo(2);
    }

    @Test
    void whatIsMeasuredAfterTheEvaluationWasMadeCounts() {
        Evaluation evaluation = new Evaluation(observations, ENTRIES);
        add(FFM, 1, 200, 100);

        assertThat(evaluation.of(List.of(bar(Pick.BEST, Limit.none(Unit.TIMES))), ENTRIES))
                .hasSize(1);
    }

    @Test
    void anotherJavaCountsForNoBar() {
        add(FFM, 1, 300, 100);
        add(OLD, 1, 100, 100);

        BarResult result = evaluate(bar(Pick.BEST, Limit.atMost(2.3, Unit.TIMES)));

        assertThat(result.figures()).containsOnlyKeys("ffm");
    }

    @Test
    void aSpreadComparesTheSlowestWithTheBestOfTheSameRound() {
        add(FFM, 1, 100, 1);
        add(CHRONICLE, 1, 120, 1);
        add(FFM, 2, 200, 1);
        add(CHRONICLE, 2, 260, 1);
        add(FFM, 3, 100, 1);
        add(CHRONICLE, 3, 125, 1);
        Bar bar = new Bar(
                "spread",
                new Scope(Phase.READS, Medium.MEMORY),
                Pick.SPREAD,
                readings -> readings.nanos("get"),
                Limit.atMost(1.25, Unit.TIMES));

        BarResult result = evaluate(bar);

        assertThat(result.measured()).isEqualTo(1.25, within(1e-9));
        assertThat(result.isOk()).isTrue();
    }

    @Test
    void whatWasNotMeasuredHasNoResult() {
        add(FFM, 1, 200, 100);
        Bar bar = new Bar(
                "unknown",
                new Scope(Phase.READS, Medium.MEMORY),
                Pick.BEST,
                readings -> readings.nanos("unknown"),
                Limit.none(Unit.TIMES));

        assertThat(new Evaluation(observations, ENTRIES).of(List.of(bar), ENTRIES))
                .isEmpty();
    }

    @Test
    void ofTwoMediaTheLargerFigureCounts() {
        add(FFM, 1, 200, 100);
        Readings onFile = new Readings();
        onFile.put("get.nanos", 400);
        onFile.put("chase.nanos", 100);
        observations.add(new Observation(FFM, Medium.FILE, ENTRIES, 1, onFile));
        Bar bar = new Bar(
                "both",
                new Scope(Phase.READS, null),
                Pick.EACH,
                readings -> readings.nanos("get") / readings.nanos("chase"),
                Limit.none(Unit.TIMES));

        assertThat(evaluate(bar).measured()).isEqualTo(4);
        assertThat(evaluate(bar).line()).isEqualTo("row: both n=1000 measured=4.00x");
    }

    @Test
    void mostMovedIsAlsoComparedWithTheSmallestStore() {
        addMoved(1000, 500);
        addMoved(10_000, 600);
        Bar bar = BarCatalogue.all().stream()
                .filter(one -> one.name().equals("growth.mostMoved"))
                .findFirst()
                .orElseThrow();

        Evaluation evaluation = new Evaluation(observations, 1000);

        assertThat(evaluation.of(List.of(bar), 1000)).hasSize(1);
        assertThat(evaluation.of(List.of(bar), 10_000))
                .extracting(BarResult::name, BarResult::measured, BarResult::isOk)
                .containsExactly(
                        tuple("growth.mostMoved", 600.0, true),
                        tuple("growth.mostMoved.growth", 1.2, false));
    }

    @Test
    void snapshotsAreComparedWithThoseOfTheSmallestStore() {
        addSnapshots(1000, 300);
        addSnapshots(1_000_000, 450);
        addSnapshots(10_000_000, 900);
        Bar bar = BarCatalogue.all().stream()
                .filter(one -> one.name().equals("snapshot.time.memory"))
                .findFirst()
                .orElseThrow();

        Evaluation evaluation = new Evaluation(observations, 1_000_000);

        assertThat(evaluation.of(List.of(bar), 1000)).hasSize(1);
        assertThat(evaluation.of(List.of(bar), 1_000_000))
                .extracting(BarResult::name, BarResult::measured, BarResult::isOk)
                .containsExactly(
                        tuple("snapshot.time.memory", 450.0, true),
                        tuple("snapshot.time.memory.growth", 1.5, true));
        assertThat(evaluation.of(List.of(bar), 10_000_000))
                .extracting(BarResult::name, BarResult::measured, BarResult::isOk)
                .containsExactly(
                        tuple("snapshot.time.memory", 900.0, true),
                        tuple("snapshot.time.memory.growth", 3.0, false));
    }

    @Test
    void theTableSetsEachJavaAgainstItsOwnChronicle() {
        add(CHRONICLE, 1, 100, 1);
        add(FFM, 1, 150, 1);
        add(OLD, 1, 80, 1);

        assertThat(LaneTable.markdown(observations, ENTRIES))
                .contains(
                        "| Operation | chronicle, JDK 25 | ffm, JDK 25 | chronicle, JDK 17 |",
                        "| get, memory | 100 | 150 (1.50 x) | 80 |");
    }

    private BarResult evaluate(Bar bar) {
        return new Evaluation(observations, ENTRIES).of(List.of(bar), ENTRIES).get(0);
    }

    private static Bar bar(Pick pick, Limit limit) {
        return new Bar(
                "point",
                new Scope(Phase.READS, Medium.MEMORY),
                pick,
                readings -> readings.nanos("get") / readings.nanos("chase"),
                limit);
    }

    private void add(Lane lane, int round, double get, double chase) {
        Readings readings = new Readings();
        readings.put("get.nanos", get);
        readings.put("chase.nanos", chase);
        observations.add(new Observation(lane, Medium.MEMORY, ENTRIES, round, readings));
    }

    private void addMoved(int entries, double moved) {
        Readings readings = new Readings();
        readings.put("growth.mostMoved", moved);
        observations.add(new Observation(FFM, Medium.MEMORY, entries, 1, readings));
    }

    private void addSnapshots(int entries, double median) {
        Readings readings = new Readings();
        readings.put("snapshot.time.p50", median);
        observations.add(new Observation(FFM, Medium.MEMORY, entries, 1, readings));
    }

    private static Lane lane(String backend, int release) {
        return new Lane(backend, Path.of("jdk"), release, release == 25);
    }
}
