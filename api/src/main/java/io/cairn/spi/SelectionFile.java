package io.cairn.spi;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The file that carries a {@link Selection} from the process that measured to those that open
 * stores: {@link Properties} in UTF-8, at most {@value #MAX_BYTES} bytes, replaced atomically. This
 * class owns its place, its format and its checks. Safe for any thread.
 */
public final class SelectionFile {
    /**
     * The system property that names the file, instead of the one in the user's configuration
     * folder.
     */
    public static final String LOCATION_PROPERTY = "cairn.selection.file";

    /** The most bytes that are read or written: 1 MiB. */
    public static final int MAX_BYTES = 1 << 20;

    private static final String FORMAT = "1";

    /** Any value but the results: these end up in log messages. */
    private static final int MAX_VALUE_LENGTH = 1000;

    private static final String COMMENT =
            "The memory backend that was measured as the best on this host and JVM. Delete the file"
                    + " to undo the choice.";

    private SelectionFile() {}

    /** What became of reading a file. */
    public enum Outcome {
        /** It holds a selection for this host and JVM. */
        USABLE,
        /** There is no file. */
        ABSENT,
        /** It is intact, but for another host or JVM. */
        FOREIGN,
        /** It cannot be read, is damaged, or is of another format. */
        UNREADABLE
    }

    /**
     * The answer to {@link #read}.
     *
     * @param outcome what became of it
     * @param selection the selection, or null unless the file is usable
     * @param problem why the file is ignored, in a sentence that names it; empty if it is usable or
     *     absent
     */
    public record Reading(Outcome outcome, @Nullable Selection selection, String problem) {
        /** The reading of a file that does not exist. */
        public static final Reading ABSENT = new Reading(Outcome.ABSENT, null, "");
    }

    /**
     * Returns where the file is: the path in the system property {@value #LOCATION_PROPERTY};
     * without one, {@code cairn/selection.properties} in the user's configuration folder, which is
     * {@code %APPDATA%} on Windows, {@code ~/Library/Application Support} on macOS, and
     * {@code $XDG_CONFIG_HOME} or {@code ~/.config} elsewhere.
     *
     * @return the path; empty if the user has no such folder (in a container without a home, say)
     * @throws java.nio.file.InvalidPathException if the property or the folder's name is no path
     */
    public static Optional<Path> location() {
        return location(System::getProperty, System::getenv);
    }

    static Optional<Path> location(
            Function<String, @Nullable String> properties,
            Function<String, @Nullable String> environment) {
        String explicit = properties.apply(LOCATION_PROPERTY);
        if (explicit != null && !explicit.isBlank()) {
            return Optional.of(Path.of(explicit).toAbsolutePath());
        }
        String os = Objects.requireNonNullElse(properties.apply("os.name"), "");
        Optional<Path> home = absolute(properties.apply("user.home"));
        Optional<Path> folder;
        if (os.startsWith("Windows")) {
            folder = absolute(environment.apply("APPDATA"));
        } else if (os.startsWith("Mac")) {
            folder = home.map(path -> path.resolve("Library").resolve("Application Support"));
        } else {
            folder = absolute(environment.apply("XDG_CONFIG_HOME"))
                    .or(() -> home.map(path -> path.resolve(".config")));
        }
        return folder.map(path -> path.resolve("cairn").resolve("selection.properties"));
    }

    /** A relative folder would mean another file in every working directory. */
    private static Optional<Path> absolute(@Nullable String folder) {
        return Optional.ofNullable(folder).map(Path::of).filter(Path::isAbsolute);
    }

    /**
     * Reads a file and checks that it was written on this host and JVM. Never throws for what is in
     * the file or for how the system refuses it.
     *
     * @param path the file; need not exist
     * @param here this host's fingerprint
     * @return the selection, or why there is none
     */
    public static Reading read(Path path, HostFingerprint here) {
        Selection selection;
        try {
            selection = parse(readText(path));
        } catch (NoSuchFileException e) {
            return Reading.ABSENT;
        } catch (CharacterCodingException e) {
            return ignored(Outcome.UNREADABLE, path, "it is damaged: it is not UTF-8");
        } catch (IOException e) {
            return ignored(Outcome.UNREADABLE, path, "it cannot be read: " + e);
        } catch (IllegalArgumentException e) {
            return ignored(Outcome.UNREADABLE, path, "it is damaged: " + e.getMessage());
        }
        List<String> differences = selection.host().differencesTo(here);
        return differences.isEmpty()
                ? new Reading(Outcome.USABLE, selection, "")
                : ignored(
                        Outcome.FOREIGN,
                        path,
                        "it was measured elsewhere: " + String.join("; ", differences));
    }

    /**
     * Writes a file in place of what is there: a reader sees the old one or the new one, whole.
     * Makes its folder if need be.
     *
     * @param path the file
     * @param selection what to write
     * @throws IOException if the system refuses; the old file is then as before
     * @throws IllegalArgumentException if the file would be larger than {@value #MAX_BYTES} bytes
     */
    public static void write(Path path, Selection selection) throws IOException {
        byte[] bytes = format(selection).getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("the selection takes "
                    + bytes.length
                    + " bytes, more than "
                    + MAX_BYTES
                    + "; shorten its results");
        }
        Path target = path.toAbsolutePath();
        Path folder = Objects.requireNonNullElse(target.getParent(), target);
        Files.createDirectories(folder);
        Path temporary = Files.createTempFile(folder, "selection", ".tmp");
        try {
            writeForced(temporary, bytes);
            Files.move(
                    temporary,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void writeForced(Path path, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            ByteBuffer source = ByteBuffer.wrap(bytes);
            while (source.hasRemaining()) {
                channel.write(source);
            }
            channel.force(true);
        }
    }

    private static Reading ignored(Outcome outcome, Path path, String why) {
        return new Reading(
                outcome,
                null,
                "the selection file "
                        + path
                        + " is ignored because "
                        + why
                        + "; run the selection again (mvn -Pselect) or delete the file");
    }

    private static String readText(Path path) throws IOException {
        if (!Files.readAttributes(path, BasicFileAttributes.class).isRegularFile()) {
            throw new IOException("it is no regular file");
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw new IOException("it is larger than " + MAX_BYTES + " bytes");
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private static Selection parse(String text) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(text));
        String format = required(properties, "format");
        if (!format.equals(FORMAT)) {
            throw new IOException(
                    "format=" + format + " is not the one this version reads, format=" + FORMAT);
        }
        HostFingerprint host = new HostFingerprint(
                required(properties, "os.name"),
                required(properties, "os.arch"),
                required(properties, "cpu.model"),
                number(properties, "processors"),
                required(properties, "java.vm.name"),
                required(properties, "java.runtime.version"));
        return new Selection(
                required(properties, "backend"),
                host,
                instant(properties, "written-at"),
                required(properties, "reason"),
                properties.getProperty("results", ""));
    }

    private static String format(Selection selection) {
        HostFingerprint host = selection.host();
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "format", FORMAT,
                "os.name", host.osName(),
                "os.arch", host.osArch(),
                "cpu.model", host.cpuModel(),
                "processors", String.valueOf(host.processors()),
                "java.vm.name", host.vmName(),
                "java.runtime.version", host.runtimeVersion(),
                "backend", selection.backend(),
                "written-at", selection.writtenAt().toString(),
                "reason", selection.reason()));
        properties.setProperty("results", selection.results());
        StringWriter text = new StringWriter();
        try {
            properties.store(text, COMMENT);
        } catch (IOException e) {
            throw new IllegalStateException("a StringWriter failed", e);
        }
        return text.toString();
    }

    private static String required(Properties properties, String name) {
        String value = properties.getProperty(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        if (value.length() > MAX_VALUE_LENGTH || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(name
                    + " is longer than "
                    + MAX_VALUE_LENGTH
                    + " characters or has control characters");
        }
        return value;
    }

    private static int number(Properties properties, String name) {
        String value = required(properties, name);
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + "=" + value + " is no number", e);
        }
    }

    private static Instant instant(Properties properties, String name) {
        String value = required(properties, name);
        try {
            return Instant.parse(value);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(name + "=" + value + " is no time", e);
        }
    }
}
