package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.engine.EngineStores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Nothing in the engine is decided by a clock, so that one which jumps changes no answer. No test
 * can make the clock jump for others than itself; so it is shown of the classes: these read it, and
 * each only tells what it read.
 */
class ClockTest {
    private static final Set<String> TELL_THE_TIME = Set.of(
            "LogFile.class", // the file's creation, in its header
            "MmapStateStore.class", // how long a tick has taken
            "OpenSnapshots.class", // when a snapshot was taken
            "Opening.class", // how long an opening took
            "Findings.class"); // how long a verification took
    private static final Set<String> CLOCKS =
            Set.of("currentTimeMillis", "nanoTime", "java/time/Instant", "java/time/Clock");

    @Test
    void onlyWhatTellsTheTimeAsksForIt() throws Exception {
        Path classes = Path.of(EngineStores.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        assertThat(found(classes)).containsExactlyInAnyOrderElementsOf(TELL_THE_TIME);
    }

    /** In a folder of classes, or in a jar. */
    private static Set<String> found(Path classes) throws IOException {
        if (Files.isDirectory(classes)) {
            return foundBelow(classes);
        }
        try (FileSystem jar = FileSystems.newFileSystem(classes)) {
            return foundBelow(jar.getPath("/"));
        }
    }

    private static Set<String> foundBelow(Path folder) throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                if (asksForTheTime(file)) {
                    found.add(Objects.requireNonNull(file.getFileName()).toString());
                }
            }
        }
        return found;
    }

    private static boolean asksForTheTime(Path file) throws IOException {
        String constants = Files.readString(file, StandardCharsets.ISO_8859_1);
        return CLOCKS.stream().anyMatch(constants::contains);
    }
}
