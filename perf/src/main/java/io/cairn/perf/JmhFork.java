package io.cairn.perf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;

/** What every run of a benchmark in a JVM of its own has in common. */
public final class JmhFork {
    private static final int FIRST_JAVA_WITH_NATIVE_ACCESS = 22;
    private static final int FIRST_JAVA_WITH_UNSAFE_WARNING = 23;
    private static final String LOCK_PHRASE = "JMH lock";

    private JmhFork() {}

    /**
     * The arguments of the forked JVM: a fixed heap, and leave for the backends to do what they
     * would warn of.
     *
     * @param directory where stores on file are made
     */
    public static List<String> jvmArgs(Path directory) {
        List<String> args = new ArrayList<>(List.of("-Xms1g", "-Xmx1g"));
        args.add("-D" + ScratchFolder.PARENT_PROPERTY + "=" + directory);
        int java = Runtime.version().feature();
        if (java >= FIRST_JAVA_WITH_NATIVE_ACCESS) {
            args.add("--enable-native-access=ALL-UNNAMED");
        }
        if (java >= FIRST_JAVA_WITH_UNSAFE_WARNING) {
            args.add("--sun-misc-unsafe-memory-access=allow");
        }
        return args;
    }

    /**
     * Runs one benchmark; JMH's own report goes to a file.
     *
     * @param what what is measured, for the message of a failure
     * @param log the file; its folder is made if it is missing
     * @throws IllegalStateException if the benchmark failed, a wrong answer among the reasons, or
     *     another run of JMH holds its lock; the message says which
     */
    public static RunResult run(String what, ChainedOptionsBuilder options, Path log) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            return new Runner(options.output(log.toString()).build()).runSingle();
        } catch (RunnerException e) {
            throw new IllegalStateException(explain(what, log, e), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String explain(String what, Path log, RunnerException failure) {
        String message = String.valueOf(failure.getMessage());
        if (message.contains(LOCK_PHRASE)) {
            return "another benchmark runs on this host and holds JMH's lock (jmh.lock in "
                    + System.getProperty("java.io.tmpdir")
                    + "): two at once would measure each other; start again when it has ended";
        }
        return "the benchmark of " + what + " failed; its output is in path=" + log;
    }
}
