package io.cairn.perf.bars;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.perf.Medium;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs with real forks, of small stores. */
class BarsRunTest {
    private static final int ENTRIES = 1000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @Test
    void justTheWantedRowsAreMeasuredAndNothingIsLeftBehind() throws Exception {
        BarsRun run = run("^point.missing.memory$|^open.rebuild$", "bytebuffer");

        run.measureCurve();
        run.measure(ENTRIES);

        assertThat(run.failures()).as(output()).isZero();
        assertThat(new Evaluation(run.observations(), ENTRIES).of(run.bars(), ENTRIES))
                .extracting(BarResult::name)
                .containsExactlyInAnyOrder("point.missing.memory", "open.rebuild");
        assertThat(run.observations().timedOperations(Medium.FILE, ENTRIES))
                .containsExactly("open.rebuild");
        assertThat(output()).contains("[n=1000, round 1, memory, bytebuffer");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .containsExactlyInAnyOrder("fork.log", "readings.json");
        }
    }

    @Test
    void snapshotsAndTheLongRunHaveForksOfTheirOwn() {
        int twice = 2 * ENTRIES;
        BarsRun run = run("^snapshot.time.memory$|^compaction.mostStep$", "bytebuffer", twice);

        run.measureSmallSnapshots();
        run.measure(twice);

        assertThat(run.failures()).as(output()).isZero();
        Evaluation evaluation = new Evaluation(run.observations(), twice);
        assertThat(evaluation.of(run.snapshotBars(), ENTRIES))
                .extracting(BarResult::name)
                .containsExactly("snapshot.time.memory");
        assertThat(evaluation.of(run.bars(), twice))
                .extracting(BarResult::name)
                .containsExactly(
                        "snapshot.time.memory",
                        "snapshot.time.memory.growth",
                        "compaction.mostStep");
        assertThat(output().lines().filter(line -> line.startsWith("[n="))).hasSize(3);
    }

    @Test
    void aForkThatFailsIsCountedAndShownWithItsReason() {
        BarsRun run = run("^point.missing.memory$", "unknown");

        run.measure(ENTRIES);

        assertThat(run.failures()).isEqualTo(1);
        assertThat(output()).contains("FAILED: unknown").contains("ended with code=1");
        assertThat(run.observations().lanes()).isEmpty();
    }

    private BarsRun run(String rows, String backend) {
        return run(rows, backend, ENTRIES);
    }

    private BarsRun run(String rows, String backend, int entries) {
        Properties properties = new Properties();
        properties.setProperty("bars.entries", String.valueOf(entries));
        properties.setProperty("bars.overwrites", "1");
        properties.setProperty("bars.rounds", "1");
        properties.setProperty("bars.seconds", "0.01");
        properties.setProperty("bars.rows", rows);
        properties.setProperty("bars.directory", folder.toString());
        return new BarsRun(
                BarsSettings.from(properties),
                List.of(Lane.here(backend)),
                new PrintStream(output, true, StandardCharsets.UTF_8));
    }

    private String output() {
        return output.toString(StandardCharsets.UTF_8);
    }
}
