package io.cairn.perf;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
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
        return JmhFork.run(subject.toString(), options, log(subject));
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
                .jvmArgs(JmhFork.jvmArgs(settings.directory()).toArray(String[]::new));
        if (subject.workload() != Workload.TIMER) {
            options.param("entries", String.valueOf(settings.entries()));
        }
        if (subject.workload().usesBackend()) {
            options.param("backend", subject.backend());
            options.param("medium", subject.medium().parameter());
        }
        return options;
    }
}
