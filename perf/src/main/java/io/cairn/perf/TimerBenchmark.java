package io.cairn.perf;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Nothing at all: what sampling measures here is the timer's own share of every other sampled
 * figure.
 */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TimerBenchmark {
    private long calls;

    /** Made by JMH. */
    public TimerBenchmark() {}

    /** Counts its calls. */
    @Benchmark
    public long empty() {
        return calls++;
    }
}
