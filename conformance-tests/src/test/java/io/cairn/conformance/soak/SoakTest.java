package io.cairn.conformance.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.cairn.conformance.ChildJvm;
import io.cairn.conformance.host.SmallFileSystem;
import io.cairn.conformance.soak.SoakFigures.Figure;
import io.cairn.spi.StateStoreProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the soak over the backends in turn, for {@code -Dminutes=N} of {@code mvn -Psoak}; in other
 * builds some seconds, so that it is known to run.
 */
class SoakTest {
    private static final long MINUTES = Long.getLong("minutes", 0);
    private static final int GENERATIONS_AT_LEAST = 3;
    private static final long SEED = Long.getLong("soak.seed", System.nanoTime());
    private static final String ONLY = System.getProperty("soak.backend", "");
    private static final long TOLD_EACH_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final List<String> PROVIDERS = List.of(
            "io.cairn.ffm.FfmStateStoreProvider",
            "io.cairn.chronicle.ChronicleStateStoreProvider",
            "io.cairn.bytebuffer.ByteBufferStateStoreProvider");

    @TempDir
    Path folder = Path.of("");

    private final List<SoakBackend> backends = new ArrayList<>();

    @Test
    void s8_nothingIsLostWhateverHappensForHowLong() throws Exception {
        System.out.println("[cairn] soak minutes=" + MINUTES + " seed=" + SEED + skipped());
        try {
            open();
            assumeFalse(backends.isEmpty(), "soak.backend=" + ONLY + " is not available here");
            soak();
            for (SoakBackend backend : backends) {
                System.out.println(line(backend) + "LOST=0 seed=" + SEED);
                assertThat(backend.figures().of(Figure.OPERATIONS)).isPositive();
                assertThat(backend.figures().of(Figure.KILLS)
                                + backend.figures().of(Figure.ENDED_BY_THEMSELVES))
                        .isEqualTo(backend.figures().of(Figure.GENERATIONS));
            }
        } finally {
            for (SoakBackend backend : backends) {
                backend.close();
            }
        }
    }

    private void open() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        for (String name : PROVIDERS) {
            SplittableRandom own = random.split();
            if (!name.contains("." + ONLY + (ONLY.isEmpty() ? "" : ".")) || !runsHere(name)) {
                continue;
            }
            StateStoreProvider provider = ChildJvm.provider(name);
            Path place = Files.createDirectory(folder.resolve(provider.name()));
            backends.add(new SoakBackend(provider, place, own));
        }
    }

    private static boolean runsHere(String provider) {
        return !provider.contains(".ffm.") || Runtime.version().feature() >= 22;
    }

    private void soak() throws InterruptedException {
        long start = System.nanoTime();
        long end = start + TimeUnit.MINUTES.toNanos(MINUTES);
        long told = start;
        for (int round = 0; round < GENERATIONS_AT_LEAST || System.nanoTime() < end; round++) {
            for (SoakBackend backend : backends) {
                generation(backend);
            }
            if (System.nanoTime() - told > TOLD_EACH_NANOS) {
                told = System.nanoTime();
                backends.forEach(backend -> System.out.println(line(backend) + "so far"));
            }
        }
    }

    private static void generation(SoakBackend backend) throws InterruptedException {
        try {
            backend.generation();
        } catch (IOException | RuntimeException | AssertionError wrong) {
            throw new AssertionError(
                    line(backend) + "failed; repeat with -Dsoak.seed=" + SEED, wrong);
        }
    }

    private static String line(SoakBackend backend) {
        return "[cairn] suite=soak backend=" + backend.provider().name() + " java="
                + System.getProperty("java.version") + " " + backend.figures();
    }

    private static String skipped() {
        StringBuilder reasons = new StringBuilder();
        for (SmallFileSystem.Kind kind : SmallFileSystem.Kind.values()) {
            String reason = SmallFileSystem.whyNot(kind);
            reasons.append(reason.isEmpty() ? "" : " skipped=" + kind + " (" + reason + ")");
        }
        return reasons.toString();
    }
}
