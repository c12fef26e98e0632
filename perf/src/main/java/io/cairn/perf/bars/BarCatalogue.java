package io.cairn.perf.bars;

import io.cairn.perf.Medium;
import io.cairn.perf.bars.Bar.Pick;
import io.cairn.perf.bars.Bar.Scope;
import io.cairn.perf.bars.Limit.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** All rows and their limits. */
final class BarCatalogue {
    private static final int LARGE = 10_000_000;
    private static final double SPREAD_LIMIT = 1.25;
    private static final double MOST_MOVED_LIMIT = 1024;
    /**
     * The maximum over ten times as many splits may be a few slots higher without growing with the
     * store: this much.
     */
    private static final double MOST_MOVED_GROWTH = 1.1;

    private static final double HEAP_LIMIT = 1 << 20;
    /** A slot of the header and the two pages that ten records can lie in, at any size. */
    private static final double FLUSH_LIMIT = 4 * 4096;

    private final List<Bar> bars = new ArrayList<>();
    private final List<Bar> spreads = new ArrayList<>();

    private BarCatalogue() {}

    /** Returns all rows in the order in which they are shown. */
    static List<Bar> all() {
        BarCatalogue catalogue = new BarCatalogue();
        for (Medium medium : Medium.values()) {
            catalogue.addPoints(medium);
            catalogue.addWrites(medium);
            catalogue.addScans(medium);
        }
        catalogue.addAllocations();
        catalogue.addGrowth();
        catalogue.addMemory();
        catalogue.addOpenings();
        for (Medium medium : Medium.values()) {
            catalogue.bars.addAll(SnapshotBars.of(medium));
        }
        catalogue.bars.addAll(CompactionBars.all());
        catalogue.bars.addAll(catalogue.spreads);
        return catalogue.bars;
    }

    private void addPoints(Medium medium) {
        Scope reads = new Scope(Phase.READS, medium);
        addRatio("point.getRef", reads, "get", "chase", Limit.atMost(2.3, Unit.TIMES));
        addRatio("point.missing", reads, "missing", "chase", Limit.atMost(1.3, Unit.TIMES));
        addRatio("point.contains", reads, "contains", "chase", Limit.none(Unit.TIMES));
        if (medium == Medium.FILE) {
            addRatio("point.getRef.mapped", reads, "get", "chaseMapped", Limit.none(Unit.TIMES));
        }
        addRatio(
                "batch.getAll",
                reads,
                "get",
                "getAll",
                Limit.atLeast(2.5, Unit.TIMES).from(LARGE));
        addSpreads(reads, "point", "get", "missing", "contains");
        addSpreads(reads, "batch", "getAll");
    }

    private void addWrites(Medium medium) {
        boolean inMemory = medium == Medium.MEMORY;
        Limit change = Limit.atMost(inMemory ? 1.4 : 2, Unit.TIMES);
        Scope writes = new Scope(Phase.WRITES, medium);
        addRatio("write.overwrite", writes, "overwrite", "get", change);
        addRatio("write.update", writes, "update", "get", change);
        addRatio("batch.putAll", writes, "overwrite", "putAll", Limit.atLeast(1, Unit.TIMES));
        Scope counters = new Scope(Phase.COUNTERS, medium);
        addRatio("write.addLong", counters, "addLong", "get", change);
        Scope inserts = new Scope(Phase.INSERTS, medium);
        Limit insert = inMemory ? Limit.atMost(3, Unit.TIMES) : Limit.none(Unit.TIMES);
        addRatio("write.insert", inserts, "insert", "get", insert);
        addSpreads(writes, "write", "overwrite", "update");
        addSpreads(writes, "batch", "putAll");
        addSpreads(counters, "write", "addLong");
        addSpreads(inserts, "write", "insert");
    }

    private void addScans(Medium medium) {
        addScans("scan.random", new Scope(Phase.SCANS, medium), 60);
        addScans("scan.compacted", new Scope(Phase.COMPACTED, medium), 12);
    }

    private void addScans(String name, Scope scope, double nanos) {
        for (String direction : List.of("forward", "backward")) {
            String operation = operation(scope, direction);
            add(
                    name + "." + direction + suffix(scope.medium()),
                    scope,
                    Pick.BEST,
                    readings -> readings.nanos(operation) / ScanLoop.LENGTH,
                    Limit.atMost(nanos, Unit.NANOS));
            addSpreads(scope, name, direction);
        }
    }

    private void addAllocations() {
        addAllocation(Phase.READS, "get");
        addAllocation(Phase.READS, "contains");
        addAllocation(Phase.READS, "getAll");
        addAllocation(Phase.WRITES, "overwrite");
        addAllocation(Phase.WRITES, "putAll");
        addAllocation(Phase.WRITES, "update");
        addAllocation(Phase.COUNTERS, "addLong");
        addAllocation(Phase.SCANS, "forward");
        addAllocation(Phase.SCANS, "backward");
    }

    private void addAllocation(Phase phase, String operation) {
        String reading = phase.group() + "." + operation + Readings.BYTES;
        String name = "gc." + (phase == Phase.SCANS ? "scan." : "") + shown(operation);
        Limit none = Limit.atMost(1, Unit.BYTES);
        add(name, new Scope(phase, null), Pick.EACH, readings -> readings.get(reading), none);
    }

    private void addGrowth() {
        add(
                "growth.mostMoved",
                new Scope(null, null),
                Pick.EACH,
                readings -> readings.get("growth.mostMoved"),
                Limit.atMost(MOST_MOVED_LIMIT, Unit.COUNT).growingAtMost(MOST_MOVED_GROWTH));
        for (Medium medium : Medium.values()) {
            Limit limit = medium == Medium.MEMORY
                    ? Limit.atMost(100, Unit.TIMES)
                    : Limit.none(Unit.TIMES);
            add(
                    "growth.p9999" + suffix(medium),
                    new Scope(null, medium),
                    Pick.BEST,
                    readings -> readings.get("load.p9999") / readings.get("load.p50"),
                    limit);
            addTime("growth.p9999", medium, "load.p9999");
            addTime("growth.p50", medium, "load.p50");
            addTime("growth.timer.p9999", medium, "timer.p9999");
        }
    }

    private void addTime(String name, Medium medium, String reading) {
        add(
                name + ".time" + suffix(medium),
                new Scope(null, medium),
                Pick.BEST,
                readings -> readings.get(reading),
                Limit.none(Unit.NANOS));
    }

    private void addMemory() {
        Scope both = new Scope(null, null);
        addBytes("memory.index", both, Limit.atMost(40, Unit.BYTES).from(LARGE));
        addBytes("memory.record", both, Limit.atMost(16, Unit.BYTES));
        addBytes("memory.heap", both, Limit.atMost(HEAP_LIMIT, Unit.BYTES));
    }

    private void addBytes(String name, Scope scope, Limit limit) {
        add(name, scope, Pick.EACH, readings -> readings.get(name), limit);
    }

    private void addOpenings() {
        Scope scope = new Scope(Phase.OPENS, Medium.FILE);
        add(
                "open.imageByClose",
                scope,
                Pick.EACH,
                readings -> readings.get("open.imageByClose"),
                Limit.atLeast(1, Unit.COUNT).from(1_000_000));
        addBytes("flush.tenRecords", scope, Limit.atMost(FLUSH_LIMIT, Unit.BYTES));
        for (String way : List.of("fresh", "warm")) {
            add(
                    "open.clean." + way,
                    scope,
                    Pick.BEST,
                    readings -> readings.get("open.clean." + way + ".millis"),
                    Limit.atMost(200, Unit.MILLIS).from(LARGE));
        }
        add(
                "open.rebuild",
                scope,
                Pick.BEST,
                readings -> readings.get("open.rebuild.perSecond"),
                Limit.atLeast(2_000_000, Unit.PER_SECOND));
        addSpread("open.clean.warm", scope, readings -> readings.get("open.clean.warm.millis"));
        addSpread("open.rebuild", scope, readings -> readings.nanos("open.rebuild"));
    }

    private void addRatio(String name, Scope scope, String over, String under, Limit limit) {
        String numerator = operation(scope, over);
        String denominator = operation(scope, under);
        add(
                name + suffix(scope.medium()),
                scope,
                Pick.BEST,
                readings -> readings.nanos(numerator) / readings.nanos(denominator),
                limit);
    }

    private void addSpreads(Scope scope, String family, String... operations) {
        for (String name : operations) {
            String operation = operation(scope, name);
            addSpread(
                    family + "." + shown(name) + suffix(scope.medium()),
                    scope,
                    readings -> readings.nanos(operation));
        }
    }

    private void addSpread(String name, Scope scope, ToDoubleFunction<Readings> figure) {
        Limit limit = Limit.atMost(SPREAD_LIMIT, Unit.TIMES);
        spreads.add(new Bar("backends." + name, scope, Pick.SPREAD, figure, limit));
    }

    private void add(
            String name, Scope scope, Pick pick, ToDoubleFunction<Readings> figure, Limit limit) {
        bars.add(new Bar(name, scope, pick, figure, limit));
    }

    private static String operation(Scope scope, String name) {
        return (scope.phase() == null ? "" : scope.phase().group() + ".") + name;
    }

    private static String shown(String operation) {
        return operation.equals("get") ? "getRef" : operation;
    }

    /** Ends the names of rows of one medium. */
    static String suffix(@Nullable Medium medium) {
        return medium == null ? "" : "." + medium.name().toLowerCase(Locale.ROOT);
    }
}
