package io.cairn.perf.bars;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * A backend on a Java: what takes its turn in each round.
 *
 * @param backend the backend's name
 * @param jdk the home of the Java that it runs on
 * @param release the feature release of that Java: 17, 25
 * @param isMain whether that is the Java for which the bars are set
 */
record Lane(String backend, Path jdk, int release, boolean isMain) {
    private static final int FIRST_JAVA_WITH_UNSAFE_WARNING = 23;

    /** The lane of a backend on the Java that runs this. */
    static Lane here(String backend) {
        return new Lane(
                backend,
                Path.of(System.getProperty("java.home", "")),
                Runtime.version().feature(),
                true);
    }

    /**
     * The lane of a backend on another Java.
     *
     * @throws IllegalArgumentException if {@code jdk} is the home of none
     */
    static Lane on(Path jdk, String backend) {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(jdk.resolve("release"))) {
            properties.load(in);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "bars.jdk=" + jdk + " is no JDK's home: it has no file release", e);
        }
        String version = properties.getProperty("JAVA_VERSION", "").replace("\"", "");
        try {
            int release = Runtime.Version.parse(version).feature();
            return new Lane(backend, jdk, release, false);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "bars.jdk=" + jdk + " has no usable JAVA_VERSION=" + version, e);
        }
    }

    /** How it is called in tables. */
    String label() {
        return isMain ? backend : backend + "@" + release;
    }

    /** Starts the command line of a fork: java and what its JVM is given. */
    List<String> command(Path directory) {
        List<String> command = new ArrayList<>(List.of(
                jdk.resolve("bin").resolve("java").toString(),
                "-Xms256m",
                "-Xmx256m",
                "-D" + io.cairn.perf.ScratchFolder.PARENT_PROPERTY + "=" + directory,
                "--enable-native-access=ALL-UNNAMED"));
        if (release >= FIRST_JAVA_WITH_UNSAFE_WARNING) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of("-cp", classPath(), ForkMain.class.getName()));
        return command;
    }

    private static String classPath() {
        try {
            List<String> parts = new ArrayList<>();
            String separator = System.getProperty("path.separator", ":");
            for (String part : System.getProperty("java.class.path", "").split(separator, -1)) {
                parts.add(part.isEmpty() ? "" : Path.of(part).toRealPath().toString());
            }
            return String.join(separator, parts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
