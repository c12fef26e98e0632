package io.cairn.perf.bars;

import io.cairn.perf.Dataset;
import io.cairn.perf.Medium;
import io.cairn.perf.bars.Bar.Pick;
import io.cairn.perf.bars.Bar.Scope;
import io.cairn.perf.bars.Limit.Unit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The rows of snapshots in one medium: of taking them, putting beside them, and their streams. */
final class SnapshotBars {
    /** The smallest store whose snapshots are timed, besides those of the sizes asked for. */
    static final int SMALLEST = 1_000;

    private static final double MOST_NANOS = 2_000;
    /** The same work, but a few of its cache lines are cold where the store is large. */
    private static final double TIME_GROWTH = 2;

    private static final double MOST_SLOWED = 2;
    /** The changes' own bytes, 6 more for each of them, and 8 for each block of 64 KiB. */
    private static final double MOST_OVERHEAD = 1.25;
    /** A level more of the tree, and each node read with a miss. */
    private static final double DELTA_GROWTH = 3;

    private static final double CHANGED_BYTES = DeltaCourse.CHANGED * Dataset.KEY_BYTES
            + (DeltaCourse.CHANGED - DeltaCourse.CHANGED / DeltaCourse.DELETED_EVERY)
                    * Dataset.VALUE_BYTES;
    private static final List<String> PUTS = List.of("alone", "open", "serialising");

    private final Medium medium;
    private final List<Bar> bars = new ArrayList<>();

    private SnapshotBars(Medium medium) {
        this.medium = medium;
    }

    /** Returns the rows of a medium. */
    static List<Bar> of(Medium medium) {
        SnapshotBars snapshots = new SnapshotBars(medium);
        snapshots.addTaking();
        snapshots.addPuts();
        snapshots.addStreams();
        return snapshots.bars;
    }

    private void addTaking() {
        add(
                "snapshot.time",
                Phase.SNAPSHOTS,
                Limit.atMost(MOST_NANOS, Unit.NANOS).growingAtMost(TIME_GROWTH),
                readings -> readings.get("snapshot.time" + Percentiles.P50));
        addReading("snapshot.time" + Percentiles.P99, Phase.SNAPSHOTS, Unit.NANOS);
        for (String rank : List.of(Percentiles.P50, Percentiles.P99)) {
            addReading("snapshot.settled" + rank, Phase.SNAPSHOTS, ".time", Unit.NANOS);
        }
    }

    private void addPuts() {
        addSlowing("snapshot.put", "serialising", "alone", Limit.atMost(MOST_SLOWED, Unit.TIMES));
        addSlowing("snapshot.put.open", "open", "alone", Limit.none(Unit.TIMES));
        addSlowing("snapshot.put.reader", "serialising", "open", Limit.none(Unit.TIMES));
        for (String puts : PUTS) {
            for (String rank : List.of(Percentiles.P50, Percentiles.P99, Percentiles.P999)) {
                addReading("snapshot.put." + puts + rank, Phase.SERIALISING, ".time", Unit.NANOS);
            }
        }
        addReading("snapshot.put.serialised", Phase.SERIALISING, Unit.COUNT);
    }

    private void addSlowing(String name, String over, String under, Limit limit) {
        String slowed = "snapshot.put." + over + Percentiles.P999;
        String base = "snapshot.put." + under + Percentiles.P999;
        add(
                name + Percentiles.P999,
                Phase.SERIALISING,
                limit,
                readings -> readings.get(slowed) / readings.get(base));
    }

    private void addStreams() {
        add(
                "delta.overhead",
                Phase.DELTAS,
                Limit.atMost(MOST_OVERHEAD, Unit.TIMES),
                readings -> readings.get("delta.size") / CHANGED_BYTES);
        add(
                "delta.millis",
                Phase.DELTAS,
                Limit.none(Unit.MILLIS).growingAtMost(DELTA_GROWTH),
                readings -> readings.get("delta.millis"));
        addReading("delta.size", Phase.DELTAS, Unit.BYTES);
        addReading("delta.full.millis", Phase.DELTAS, Unit.MILLIS);
        addReading("delta.full.size", Phase.DELTAS, Unit.BYTES);
    }

    private void addReading(String reading, Phase phase, Unit unit) {
        addReading(reading, phase, "", unit);
    }

    private void addReading(String reading, Phase phase, String ending, Unit unit) {
        add(reading + ending, phase, Limit.none(unit), readings -> readings.get(reading));
    }

    /** What is promised is promised of each backend. */
    private void add(String name, Phase phase, Limit limit, ToDoubleFunction<Readings> figure) {
        Scope scope = new Scope(phase, medium);
        bars.add(new Bar(name + BarCatalogue.suffix(medium), scope, Pick.EACH, figure, limit));
    }
}
