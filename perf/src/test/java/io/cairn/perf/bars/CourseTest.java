package io.cairn.perf.bars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cairn.StateStore;
import io.cairn.StateStores;
import io.cairn.perf.Dataset;
import io.cairn.perf.Medium;
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

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @ParameterizedTest
    @EnumSource
    void aForkMeasuresWhateverItsRowsNeed(Medium medium) {
        Observations observations = observe(medium, EnumSet.complementOf(EnumSet.of(Phase.OPENS)));
        List<Bar> bars = BarCatalogue.all().stream()
                .filter(bar -> bar.scope().phase() != Phase.OPENS && bar.scope().wants(medium))
                .toList();

        assertThat(bars).hasSizeGreaterThan(30);
        for (Bar bar : bars) {
            double figure =
                    observations.median(observations.lanes().get(0), medium, ENTRIES, bar.figure());
            assertThat(figure).as(bar.name()).isFinite();
            if (bar.name().startsWith("backends.")) {
                assertThat(figure).as(bar.name()).isPositive();
            }
        }
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
        Observations observations = new Observations();
        observations.add(
                new Observation(Lane.here(BACKEND), medium, ENTRIES, 1, measure(medium, phases)));
        return observations;
    }

    private Readings measure(Medium medium, Set<Phase> phases) {
        Readings readings = new Readings();
        new StoreCourse(settings(Task.MEASURE, medium, phases), readings).run();
        return readings;
    }

    private ForkSettings settings(Task task, Medium medium, Set<Phase> phases) {
        Store store = new Store(BACKEND, medium, ENTRIES);
        return new ForkSettings(task, store, phases, SECONDS, folder.resolve("readings.json"));
    }
}
