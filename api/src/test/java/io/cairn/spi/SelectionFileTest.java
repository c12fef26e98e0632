package io.cairn.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cairn.spi.SelectionFile.Outcome;
import io.cairn.spi.SelectionFile.Reading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionFileTest {
    private static final HostFingerprint HERE = new HostFingerprint(
            "Linux", "amd64", "Some CPU @ 2.0GHz", 2, "OpenJDK 64-Bit Server VM", "25+36-LTS");
    private static final Selection SELECTION = new Selection(
            "chronicle",
            HERE,
            Instant.parse("2026-01-02T03:04:05Z"),
            "the lowest p99: 480 ns \u2264 500 ns",
            "{\"p99\": [1, 2], \"note\": \"a\\\\b=c:d \u00fc\ud83d\ude00\"}");

    @TempDir
    Path folder;

    @Test
    void readsWhatItWrote() throws IOException {
        Path file = folder.resolve("deep/er/selection.properties");

        SelectionFile.write(file, SELECTION);

        Reading reading = SelectionFile.read(file, HERE);
        assertThat(reading).isEqualTo(new Reading(Outcome.USABLE, SELECTION, ""));
        assertThat(Files.readString(file)).contains("format=1", "\u2264", "backend=chronicle");
    }

    @Test
    void replacesAndLeavesNothingBehind() throws IOException {
        Path file = folder.resolve("selection.properties");
        Files.writeString(file, "old");

        SelectionFile.write(file, SELECTION);

        assertThat(SelectionFile.read(file, HERE).selection()).isEqualTo(SELECTION);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aFailedWriteLeavesNothingBehind() throws IOException {
        Path full = Files.createDirectories(folder.resolve("target"));
        Files.writeString(full.resolve("occupant"), "x");

        assertThatThrownBy(() -> SelectionFile.write(full, SELECTION))
                .isInstanceOf(IOException.class);

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(full);
        }
    }

    @Test
    void refusesToWriteMoreThanItReads() {
        Selection large =
                new Selection("ffm", HERE, Instant.EPOCH, "", "x".repeat(SelectionFile.MAX_BYTES));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SelectionFile.write(folder.resolve("x"), large))
                .withMessageContaining("more than 1048576");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anAbsentFileIsNoProblem() {
        assertThat(SelectionFile.read(folder.resolve("none/none"), HERE)).isEqualTo(Reading.ABSENT);
    }

    @Test
    void aFolderIsUnreadable() {
        checkIgnored(folder, Outcome.UNREADABLE, "no regular file");
    }

    @Test
    void aPathThroughAFileHoldsNoSelection() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThat(SelectionFile.read(file.resolve("below"), HERE).selection()).isNull();
    }

    @Test
    void aTooLargeFileIsUnreadable() throws IOException {
        Path file = folder.resolve("large");
        SelectionFile.write(file, SELECTION);
        String text = Files.readString(file);
        int room = SelectionFile.MAX_BYTES - text.getBytes(StandardCharsets.UTF_8).length;

        Files.writeString(file, text + "#".repeat(room));
        assertThat(SelectionFile.read(file, HERE).outcome()).isEqualTo(Outcome.USABLE);
        Files.writeString(file, text + "#".repeat(room + 1));
        checkIgnored(file, Outcome.UNREADABLE, "larger than 1048576 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "format",
                "backend",
                "os.name",
                "os.arch",
                "cpu.model",
                "processors",
                "java.vm.name",
                "java.runtime.version",
                "written-at",
                "reason"
            })
    void aMissingLineIsDamage(String name) throws IOException {
        checkIgnored(
                written(List.of(name), List.of()),
                Outcome.UNREADABLE,
                "damaged: " + name + " is missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "backend=FFM",
                "backend=",
                "processors=many",
                "processors=0",
                "written-at=yesterday",
                "reason=\\u00zz",
                "reason=a\\nb",
                "processors=99999999999"
            })
    void aLineOfNonsenseIsDamage(String line) throws IOException {
        String name = line.substring(0, line.indexOf('='));
        Path file = written(List.of(name), List.of(line));
        checkIgnored(file, Outcome.UNREADABLE, "damaged");
    }

    @Test
    void aLineOfEndlessNonsenseStaysOutOfTheMessage() throws IOException {
        Path file = written(List.of("processors"), List.of("processors=" + "9".repeat(100_000)));

        checkIgnored(file, Outcome.UNREADABLE, "processors is longer than 1000");
        assertThat(SelectionFile.read(file, HERE).problem()).hasSizeLessThan(1_000);
    }

    @Test
    void theResultsMayBeMissing() throws IOException {
        Reading reading = SelectionFile.read(written(List.of("results"), List.of()), HERE);

        assertThat(Objects.requireNonNull(reading.selection()).results()).isEmpty();
    }

    @Test
    void anotherFormatIsNamed() throws IOException {
        Path file = written(List.of("format"), List.of("format=2"));
        checkIgnored(file, Outcome.UNREADABLE, "format=2");
    }

    @Test
    void bytesThatAreNotUtf8AreDamage() throws IOException {
        Path file = Files.write(folder.resolve("latin"), new byte[] {'a', '=', (byte) 0xFC});
        checkIgnored(file, Outcome.UNREADABLE, "not UTF-8");
    }

    @Test
    void everyTruncationIsHandled() throws IOException {
        Path file = folder.resolve("whole");
        SelectionFile.write(file, SELECTION);
        byte[] whole = Files.readAllBytes(file);
        Path cut = folder.resolve("cut");
        for (int length = 0; length < whole.length; length++) {
            Files.write(cut, Arrays.copyOf(whole, length));
            Reading reading = SelectionFile.read(cut, HERE);
            assertThat(reading.outcome()).as("length=%d", length).isNotEqualTo(Outcome.ABSENT);
            assertThat(reading.problem().isEmpty())
                    .as("length=%d", length)
                    .isEqualTo(reading.selection() != null);
        }
    }

    @Test
    void anotherHostOrJvmIsForeignAndSaysWhatDiffers() throws IOException {
        Path file = folder.resolve("selection.properties");
        SelectionFile.write(file, SELECTION);
        HostFingerprint elsewhere = new HostFingerprint(
                "Linux", "amd64", "Some CPU @ 2.0GHz", 8, "OpenJDK 64-Bit Server VM", "17.0.15+6");

        Reading reading = SelectionFile.read(file, elsewhere);

        assertThat(reading.outcome()).isEqualTo(Outcome.FOREIGN);
        assertThat(reading.selection()).isNull();
        assertThat(reading.problem())
                .contains(
                        file.toString(),
                        "processors=2 there, 8 here",
                        "java.runtime.version=25+36-LTS there, 17.0.15+6 here")
                .doesNotContain("os.name");
    }

    @Test
    void liesInTheUsersConfigurationFolder() {
        Path home = folder.resolve("home");
        String folderName = folder.toString();
        Map<String, String> linux = Map.of("os.name", "Linux", "user.home", home.toString());
        Map<String, String> mac = Map.of("os.name", "Mac OS X", "user.home", home.toString());
        Map<String, String> windows = Map.of("os.name", "Windows 11", "user.home", home.toString());
        Path end = Path.of("cairn", "selection.properties");

        assertThat(location(linux, Map.of())).contains(home.resolve(".config").resolve(end));
        assertThat(location(linux, Map.of("XDG_CONFIG_HOME", folderName)))
                .contains(folder.resolve(end));
        assertThat(location(linux, Map.of("XDG_CONFIG_HOME", "relative")))
                .contains(home.resolve(".config").resolve(end));
        assertThat(location(linux, Map.of("XDG_CONFIG_HOME", "")))
                .contains(home.resolve(".config").resolve(end));
        assertThat(location(mac, Map.of()))
                .contains(home.resolve("Library/Application Support").resolve(end));
        assertThat(location(windows, Map.of("APPDATA", folderName))).contains(folder.resolve(end));
        assertThat(location(windows, Map.of())).isEmpty();
        assertThat(location(Map.of("os.name", "Linux", "user.home", "?"), Map.of()))
                .isEmpty();
        assertThat(location(Map.of(), Map.of())).isEmpty();
    }

    @Test
    void thePropertyNamesAnotherFile() {
        Path file = folder.resolve("mine");
        Map<String, String> properties =
                Map.of("os.name", "Linux", "cairn.selection.file", file.toString());

        assertThat(location(properties, Map.of())).contains(file);
    }

    @Test
    void refusesASelectionThatItCouldNotWrite() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Selection("no name", HERE, Instant.EPOCH, "", ""))
                .withMessageContaining("backend=no name");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Selection("ffm", HERE, Instant.EPOCH, "", "{\n}"))
                .withMessageContaining("line break");
    }

    private static Optional<Path> location(
            Map<String, String> properties, Map<String, String> environment) {
        return SelectionFile.location(properties::get, environment::get);
    }

    private void checkIgnored(Path file, Outcome outcome, String why) {
        Reading reading = SelectionFile.read(file, HERE);
        assertThat(reading.outcome()).isEqualTo(outcome);
        assertThat(reading.selection()).isNull();
        assertThat(reading.problem())
                .contains(
                        "the selection file " + file + " is ignored because", why, "mvn -Pselect");
    }

    /** A good file without the lines of some names, and with others. */
    private Path written(List<String> without, List<String> with) throws IOException {
        Path file = folder.resolve("edited");
        SelectionFile.write(file, SELECTION);
        List<String> lines = Files.readAllLines(file).stream()
                .filter(line -> without.stream().noneMatch(name -> line.startsWith(name + "=")))
                .toList();
        Files.write(file, Stream.concat(lines.stream(), with.stream()).toList());
        return file;
    }
}
