package io.cairn.perf.gate;

import io.cairn.perf.JmhFork;
import io.cairn.perf.report.Series.Point;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * JVMs that JMH starts, one backend each.
 *
 * @param settings how large the stores are, and what is slowed down on purpose
 */
record JmhForks(GateSettings settings) implements Forks {
    private static final int WARM_UP_PASSES = BurdenControl.PASSES + 3;
    private static final int PASSES = 40;
    private static final Map<String, Double> PERCENTILES = Map.of(
            "p10", 10.0, "p25", 25.0, "p50", 50.0, "p75", 75.0, "p90", 90.0, "p99", 99.0, "p999",
            99.9);

    @Override
    public ForkReading measure(Group group) {
        String name = group.title().replace(' ', '-');
        Path log = settings.directory().resolve(name + ".log");
        RunResult run = JmhFork.run(group.title(), options(group), log);
        List<IterationResult> passes = run.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .toList();
        Map<Operation, List<Double>> operations = new EnumMap<>(Operation.class);
        group.operations()
                .forEach(operation -> operations.put(operation, column(passes, operation.title())));
        return new ForkReading(
                column(passes, "chase"), column(passes, "kernel"), operations, curve(passes));
    }

    private ChainedOptionsBuilder options(Group group) {
        List<String> jvmArgs = new ArrayList<>(JmhFork.jvmArgs(settings.directory()));
        jvmArgs.add("-D" + Slowdown.PROPERTY + "=" + settings.slow());
        return new OptionsBuilder()
                .include("^" + Pattern.quote(GateBenchmark.class.getName() + ".pass") + "$")
                .forks(1)
                .warmupIterations(WARM_UP_PASSES)
                .measurementIterations(PASSES)
                .shouldFailOnError(true)
                .param("backend", group.backend())
                .param("medium", group.medium().parameter())
                .param("entries", String.valueOf(settings.entries()))
                .param(
                        "operations",
                        group.operations().stream()
                                .map(Operation::title)
                                .collect(Collectors.joining(",")))
                .jvmArgs(jvmArgs.toArray(String[]::new));
    }

    private static List<Point> curve(List<IterationResult> passes) {
        return PERCENTILES.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(entry ->
                        new Point(entry.getValue(), Samples.median(column(passes, entry.getKey()))))
                .toList();
    }

    private static List<Double> column(List<IterationResult> passes, String name) {
        return passes.stream().map(pass -> secondary(pass, name)).toList();
    }

    private static double secondary(IterationResult pass, String name) {
        Result<?> result = pass.getSecondaryResults().get(name);
        if (result == null) {
            throw new IllegalStateException("JMH gave no result name=" + name);
        }
        return result.getScore();
    }
}
