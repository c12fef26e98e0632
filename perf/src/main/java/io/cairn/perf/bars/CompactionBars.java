package io.cairn.perf.bars;

import io.cairn.perf.Medium;
import io.cairn.perf.bars.Bar.Pick;
import io.cairn.perf.bars.Bar.Scope;
import io.cairn.perf.bars.Limit.Unit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The rows of the long run of overwrites on file. */
final class CompactionBars {
    private static final int MEASURED_FROM = 1_000_000;
    private static final double MOST_FILES = 3;
    /** A step is 1 KiB, and seven times the record of the put that makes it: at most 128 bytes. */
    private static final double MOST_STEP = 1024 + 7 * 128;
    /**
     * Puts of one length owe steps of one length; but what a put writes at the border of two
     * windows, of which a large store has more, is owed for as well: two records more in 12.
     */
    private static final double STEP_GROWTH = 1.25;

    private static final List<String> ALL = List.of(
            Percentiles.P50,
            Percentiles.P99,
            Percentiles.P999,
            Percentiles.P9999,
            Percentiles.LONGEST);

    private final List<Bar> bars = new ArrayList<>();

    private CompactionBars() {}

    /** Returns all of them. */
    static List<Bar> all() {
        CompactionBars compaction = new CompactionBars();
        compaction.addRoom();
        compaction.addCounters();
        compaction.addPuts(CompactionCourse.STEPS);
        compaction.addFlushes();
        compaction.addPuts(CompactionCourse.WHOLE);
        compaction.addPuts(CompactionCourse.NONE);
        return compaction.bars;
    }

    private void addRoom() {
        String name = CompactionCourse.STEPS + ".files";
        add(name, name, Limit.atMost(MOST_FILES, Unit.TIMES).from(MEASURED_FROM));
        add(name + ".mean", name + ".mean", Limit.none(Unit.TIMES));
        add(name + ".length", name + ".length", Limit.none(Unit.TIMES));
        String whole = CompactionCourse.WHOLE + ".files";
        add(whole, whole, Limit.none(Unit.TIMES));
    }

    private void addCounters() {
        String step = "compaction.mostStep";
        add(step, step, Limit.atMost(MOST_STEP, Unit.BYTES).growingAtMost(STEP_GROWTH));
        String completed = CompactionCourse.STEPS + ".completed";
        add(completed, completed, Limit.atLeast(1, Unit.COUNT).from(MEASURED_FROM));
        String abandoned = CompactionCourse.STEPS + ".abandoned";
        add(abandoned, abandoned, Limit.none(Unit.COUNT));
        String whole = CompactionCourse.WHOLE + ".completed";
        add(whole, whole, Limit.none(Unit.COUNT));
    }

    private void addPuts(String way) {
        for (String rank : ALL) {
            String name = way + ".put" + rank;
            add(name + ".time", name, Limit.none(Unit.NANOS));
        }
    }

    private void addFlushes() {
        for (String rank : List.of(Percentiles.P50, Percentiles.LONGEST)) {
            String name = CompactionCourse.STEPS + ".flush" + rank;
            add(name + ".time", name, Limit.none(Unit.NANOS));
        }
    }

    private void add(String name, String reading, Limit limit) {
        Scope scope = new Scope(Phase.COMPACTION, Medium.FILE);
        ToDoubleFunction<Readings> figure = readings -> readings.get(reading);
        bars.add(new Bar(name, scope, Pick.EACH, figure, limit));
    }
}
