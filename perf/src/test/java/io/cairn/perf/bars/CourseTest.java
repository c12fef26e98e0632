package io.cairn.perf.bars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cairn.CompactionTrigger;
import io.cairn.StateStore;
import io.cairn.StateStores;
import io.cairn.StoreOptions;
import io.cairn.perf.Dataset;
import io.cairn.perf.Medium;
import io.cairn.perf.bars.ForkSettings.Effort;
import io.cairn.perf.bars.ForkSettings.Store;
import io.cairn.perf.bars.ForkSettings.Task;
import io.cairn.perf.report.ReportPage;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The work of forks, done in this JVM with a small store: what counts here is that all is done. */
class CourseTest {
    private static final String BACKEND = "bytebuffer";
    private static final int ENTRIES = 3000;
    private static final double SECONDS = 0.02;
    /** Enough for logs of 4 MiB, from which on they are compacted. */
    private static final int OVERWRITES = 100;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @ParameterizedTest
    @EnumSource
    void aForkMeasuresWhateverItsRowsNeed(Medium medium) {
        Observations observations = observe(medium, phases(Task.MEASURE));

        List<Bar> bars = bars(Task.MEASURE, medium);
        assertThat(bars).hasSizeGreaterThan(30);
        verifyMeasured(bars, medium, observations);
        bars.stream()
                .filter(bar -> bar.name().startsWith("backends."))
                .forEach(bar -> assertThat(figure(bar, medium, observations))
                        .as(bar.name())
                        .isPositive());
    }

    @ParameterizedTest
    @EnumSource
    void snapshotsAreTakenAndReadBesidePuts(Medium medium) {
        Readings readings = new Readings();

        new SnapshotCourse(settings(Task.SNAPSHOT, medium, phases(Task.SNAPSHOT)), readings).run();

        List<Bar> bars = bars(Task.SNAPSHOT, medium);
        assertThat(bars).hasSize(22);
        verifyMeasured(bars, medium, observed(medium, readings));
        assertThat(readings.get("snapshot.put.serialised")).isGreaterThanOrEqualTo(3);
        assertThat(readings.get("delta.size")).isBetween(74_000.0, 90_000.0);
        assertThat(readings.get("delta.full.size")).isGreaterThan(ENTRIES * 80.0);
        assertThat(readings.histograms("snapshot.time").get(0).getTotalCount())
                .isGreaterThanOrEqualTo(20_000);
    }

    @Test
    void aLongRunOverwritesWithCompactionAndWithout() {
        Readings readings = new Readings();

        new CompactionCourse(settings(Task.COMPACT, Medium.FILE, phases(Task.COMPACT)), readings)
                .run();

        List<Bar> bars = bars(Task.COMPACT, Medium.FILE);
        assertThat(bars).hasSize(25);
        verifyMeasured(bars, Medium.FILE, observed(Medium.FILE, readings));
        assertThat(readings.get("compaction.steps.completed")).isPositive();
        assertThat(readings.get("compaction.whole.completed")).isPositive();
        assertThat(readings.get("compaction.mostStep")).isBetween(1024.0, 1920.0);
        assertThat(readings.histograms("compaction.steps.put").get(0).getTotalCount())
                .isEqualTo(ENTRIES * (long) OVERWRITES);
    }

    @Test
    void aStoreIsCompactedWholeWhereThreeTenthsOfItsLogAreGarbage() {
        try (StateStore store = StateStores.backend(BACKEND)
                .openInMemory(StoreOptions.defaults().withCompaction(CompactionTrigger.OFF))) {
            fill(store);
            WholeCompaction target = new WholeCompaction(store, new CompactionTrigger(0.3, 0));
            for (int i = 0; i < ENTRIES; i++) {
                byte[] longer = new byte[Dataset.VALUE_BYTES];
                byte[] key = new byte[Dataset.KEY_BYTES];
                Dataset.fillKey(i, key);
                target.put(key, longer);
            }

            assertThat(target.completed()).isEqualTo(2);
        }
    }

    private static Set<Phase> phases(Task task) {
        Set<Phase> phases = EnumSet.allOf(Phase.class);
        phases.removeIf(phase -> phase.task() != task);
        return phases;
    }

    /** Rows of no phase in particular are measured in all forks that load a store. */
    private static List<Bar> bars(Task task, Medium medium) {
        return BarCatalogue.all().stream()
                .filter(bar -> bar.scope().wants(medium))
                .filter(bar -> bar.scope().phase() == null
                        ? task == Task.MEASURE
                        : bar.scope().phase().task() == task)
                .toList();
    }

    private static void verifyMeasured(List<Bar> bars, Medium medium, Observations observations) {
        bars.forEach(bar ->
                assertThat(figure(bar, medium, observations)).as(bar.name()).isFinite());
    }

    private static double figure(Bar bar, Medium medium, Observations observations) {
        return observations.median(observations.lanes().get(0), medium, ENTRIES, bar.figure());
    }

    @Test
    void aForkMeasuresNoPhaseThatIsNotAskedFor() {
        Observations observations = observe(Medium.MEMORY, Set.of(Phase.COUNTERS));

        assertThat(observations.timedOperations(Medium.MEMORY, ENTRIES))
                .containsExactlyInAnyOrder("counters.get", "counters.addLong");
    }

    @Test
    void theReportShowsRowsAndCurves() {
        Observations observations = observe(Medium.MEMORY, Set.of(Phase.READS, Phase.SAMPLES));
        List<BarResult> results =
                new Evaluation(observations, ENTRIES).of(BarCatalogue.all(), ENTRIES);

        String page = ReportPage.html(BarsReport.of(results, observations));

        assertThat(page)
                .contains("point.getRef.memory")
                .contains("Lookup against size")
                .contains("put of a present key, n = 3,000");
    }

    @Test
    void readingsSurviveTheWayThroughAFile() {
        Readings readings = measure(Medium.MEMORY, Set.of(Phase.SAMPLES));
        Path file = folder.resolve("copy.json");
        readings.write(file);

        Readings copy = Readings.read(file);

        assertThat(copy.get("load.p50")).isEqualTo(readings.get("load.p50"));
        assertThat(copy.histograms("get").get(0).getTotalCount())
                .isEqualTo(readings.histograms("get").get(0).getTotalCount())
                .isPositive();
        assertThat(copy.histograms("unknown")).isEmpty();
        assertThat(copy.get("unknown")).isNaN();
    }

    @Test
    void aStoreIsOpenedWithItsImageAndWithout() {
        Readings readings = new Readings();
        ForkSettings settings = settings(Task.OPEN, Medium.FILE, Set.of());
        OpenCourse.make(settings, readings);
        assertThat(readings.get("flush.tenRecords")).isBetween(3 * 4096.0, 4 * 4096.0);

        new OpenCourse(settings, readings).run();
        new OpenCourse(settings, readings).run();

        assertThat(readings.get("open.clean.fresh.millis")).isPositive();
        assertThat(readings.get("open.clean.warm.millis")).isPositive();
        assertThat(readings.get("open.rebuild.perSecond")).isPositive();
    }

    @Test
    void changesThatTheStoreLosesAreFound() {
        try (StateStore store = StateStores.backend(BACKEND).openInMemory(0)) {
            fill(store);
            WriteWalk walk = new WriteWalk(ENTRIES);
            OverwriteLoop loop = new OverwriteLoop(store, ENTRIES, walk);
            loop.begin();
            loop.run(10);
            loop.verify();
            loop.run(1);
            put(store, 0, 77);

            assertThatThrownBy(loop::verify)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("entry index=0 does not hold version=");
        }
    }

    @Test
    void aWalkThatReadAWrongValueIsFound() {
        try (StateStore store = StateStores.backend(BACKEND).openInMemory(0)) {
            fill(store);
            byte[] key = new byte[Dataset.KEY_BYTES];
            byte[] other = new byte[Dataset.VALUE_BYTES];
            Dataset.fillKey(0, key);
            Dataset.fillValue(1, 0, other);
            store.put(key, other);
            GetLoop get = new GetLoop(store, ENTRIES);
            GetAllLoop getAll = new GetAllLoop(store, ENTRIES);
            get.run(1000);
            for (int i = 0; i < 100; i++) {
                getAll.run(getAll.chunk());
            }

            assertThatThrownBy(get::verify).hasMessageContaining("a walk of steps=1000");
            assertThatThrownBy(getAll::verify).hasMessageContaining("read a wrong value");
        }
    }

    @Test
    void aCounterThatLostAnAdditionIsFound() {
        try (StateStore store = StateStores.backend(BACKEND).openInMemory(0)) {
            Counters.begin(store, ENTRIES);
            AddLongLoop loop = new AddLongLoop(store, ENTRIES);
            loop.run(1000);
            loop.verify();
            byte[] key = new byte[Dataset.KEY_BYTES];
            Dataset.fillKey(0, key);
            store.addLong(key, -Counters.DELTA);

            assertThatThrownBy(loop::verify).hasMessageContaining("counter index=0 is not");
        }
    }

    private static void fill(StateStore store) {
        for (int index = 0; index < ENTRIES; index++) {
            put(store, index, 0);
        }
    }

    private static void put(StateStore store, long index, long version) {
        byte[] key = new byte[Dataset.KEY_BYTES];
        byte[] value = new byte[Dataset.VALUE_BYTES];
        Dataset.fillKey(index, key);
        Dataset.fillValue(index, version, value);
        store.put(key, value);
    }

    private Observations observe(Medium medium, Set<Phase> phases) {
        return observed(medium, measure(medium, phases));
    }

    private static Observations observed(Medium medium, Readings readings) {
        Observations observations = new Observations();
        observations.add(new Observation(Lane.here(BACKEND), medium, ENTRIES, 1, readings));
        return observations;
    }

    private Readings measure(Medium medium, Set<Phase> phases) {
        Readings readings = new Readings();
        new StoreCourse(settings(Task.MEASURE, medium, phases), readings).run();
        return readings;
    }

    private ForkSettings settings(Task task, Medium medium, Set<Phase> phases) {
        Store store = new Store(BACKEND, medium, ENTRIES);
        Effort effort = new Effort(SECONDS, OVERWRITES);
        return new ForkSettings(task, store, phases, effort, folder.resolve("readings.json"));
    }
}
