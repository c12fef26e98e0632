package io.cairn.perf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs one benchmark in one JVM of its own, which loads one backend.
 *
 * @param settings entries and folders
 * @param shape how long
 */
record ForkedRun(SelectSettings settings, ForkShape shape) {
    private static final int FIRST_JAVA_WITH_NATIVE_ACCESS = 22;
    private static final int FIRST_JAVA_WITH_UNSAFE_WARNING = 23;

    /**
     * Measures a subject; JMH's own report goes to a file.
     *
     * @throws IllegalStateException if the benchmark failed, a wrong answer among the reasons; the
     *     message names the file
     */
    RunResult measure(Subject subject, Mode mode) {
        return run(subject, options(subject, mode));
    }

    /** Measures a subject's average time, and what it allocates. */
    RunResult measureAllocation(Subject subject) {
        return run(subject, options(subject, Mode.AverageTime).addProfiler(GCProfiler.class));
    }

    private RunResult run(Subject subject, ChainedOptionsBuilder options) {
        Path log = log(subject);
        try {
            Files.createDirectories(settings.directory());
            return new Runner(options.output(log.toString()).build()).runSingle();
        } catch (RunnerException e) {
            throw new IllegalStateException(
                    "the benchmark of " + subject + " failed; its output is in path=" + log, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path log(Subject subject) {
        String name =
                subject.workload() + "-" + subject.backend() + "-" + subject.medium() + ".log";
        return settings.directory().resolve(name.toLowerCase(Locale.ROOT));
    }

    private ChainedOptionsBuilder options(Subject subject, Mode mode) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + Pattern.quote(subject.workload().benchmarkName()) + "$")
                .mode(mode)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(1)
                .warmupIterations(shape.warmups())
                .warmupTime(TimeValue.milliseconds(shape.warmupMillis()))
                .measurementIterations(shape.iterations())
                .measurementTime(TimeValue.milliseconds(shape.iterationMillis()))
                .shouldFailOnError(true)
                .jvmArgs(jvmArgs().toArray(String[]::new));
        if (subject.workload() != Workload.TIMER) {
            options.param("entries", String.valueOf(settings.entries()));
        }
        if (subject.workload().usesBackend()) {
            options.param("backend", subject.backend());
            options.param("medium", subject.medium().parameter());
        }
        return options;
    }

    private List<String> jvmArgs() {
        List<String> args = new ArrayList<>(List.of("-Xms1g", "-Xmx1g"));
        args.add("-D" + ScratchFolder.PARENT_PROPERTY + "=" + settings.directory());
        int java = Runtime.version().feature();
        if (java >= FIRST_JAVA_WITH_NATIVE_ACCESS) {
            args.add("--enable-native-access=ALL-UNNAMED");
        }
        if (java >= FIRST_JAVA_WITH_UNSAFE_WARNING) {
            args.add("--sun-misc-unsafe-memory-access=allow");
        }
        return args;
    }
}
