package io.cairn.conformance;

import io.cairn.spi.StateStoreProvider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A JVM like this one that runs a main class of the suite, with its errors in a file. */
public final class ChildJvm implements AutoCloseable {
    private static final List<String> PASSED_ON =
            List.of("--add-", "--enable-", "--illegal-", "--sun-misc-", "-XX:+Enable");

    private final Process process;
    private final Path errors;

    private ChildJvm(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
    }

    /**
     * Starts a JVM on this one's class path.
     *
     * @param capabilities say which JVM arguments the backend needs
     * @param jvmArguments further ones
     * @param main the class whose main method is run
     * @param arguments what it is given
     */
    public static ChildJvm start(
            Capabilities capabilities,
            List<String> jvmArguments,
            Class<?> main,
            Object... arguments)
            throws IOException {
        return startUnder(List.of(), capabilities, jvmArguments, main, arguments);
    }

    /**
     * Starts a JVM on this one's class path under a command that runs what follows it, with fewer
     * rights, say.
     *
     * @param under the command and its arguments
     * @param capabilities say which JVM arguments the backend needs
     * @param jvmArguments further ones
     * @param main the class whose main method is run
     * @param arguments what it is given
     */
    @SuppressWarnings("TooManyParameters")
    public static ChildJvm startUnder(
            List<String> under,
            Capabilities capabilities,
            List<String> jvmArguments,
            Class<?> main,
            Object... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(under);
        boolean windows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("windows");
        command.add(Path.of(System.getProperty("java.home"), "bin", windows ? "java.exe" : "java")
                .toString());
        for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (PASSED_ON.stream().anyMatch(argument::startsWith)) {
                command.add(argument);
            }
        }
        command.addAll(capabilities.jvmArguments());
        command.addAll(jvmArguments);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Path errors = Files.createTempFile("cairn-child", ".err");
        return new ChildJvm(
                new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
    }

    /** In the child: makes the backend whose class is named. */
    public static StateStoreProvider provider(String className) {
        try {
            return Class.forName(className)
                    .asSubclass(StateStoreProvider.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "class=" + className + " has no public constructor to call", e);
        }
    }

    public Process process() {
        return process;
    }

    /** Kills the process at once, as `kill -9` does, and waits for its end. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("process=" + process.pid() + " outlived SIGKILL");
        }
    }

    /** Reads all that the process prints and waits for its end, which must be a good one. */
    public String output() throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0) {
            throw new AssertionError(
                    "the child ended with status=" + status + "\n" + output + errors());
        }
        return output.strip();
    }

    /**
     * Returns what a process that has ended wrote, and nobody has read: a JVM that cannot start
     * says so on its standard output.
     */
    public String lastWords() {
        try {
            byte[] output = process.getInputStream().readAllBytes();
            return new String(output, StandardCharsets.UTF_8) + errors();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what the process wrote to its error stream. */
    public String errors() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        process.onExit().join();
        Files.deleteIfExists(errors);
    }
}
