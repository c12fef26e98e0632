package io.cairn.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Runs each kept seed, among them all inputs that ever showed a bug. */
@Timeout(120)
class SeedsTest {
    static final List<Target> TARGETS = Target.ALL;

    @ParameterizedTest
    @FieldSource("TARGETS")
    void everySeedIsReadRightly(Target target) throws Exception {
        List<Path> seeds = seeds(target);
        assertThat(seeds).isNotEmpty();
        for (Path seed : seeds) {
            try {
                target.entry().run(Files.readAllBytes(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed=" + seed, e);
            }
        }
        System.out.println("[cairn] suite=fuzz-seeds target=" + target + " java="
                + System.getProperty("java.version") + " seeds=" + seeds.size());
    }

    private static List<Path> seeds(Target target) throws IOException {
        Path folder = FuzzingTest.seedsOf(target);
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
