package io.cairn.perf.gate;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What one pass measured, in nanoseconds an operation, as results that JMH carries out of the fork;
 * 0 where an operation was not asked for. JMH takes the public methods.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class GateCounters {
    private static final long LONGEST_NANOS = 10_000_000_000L;

    private final Map<Operation, Double> nanos = new EnumMap<>(Operation.class);
    private final Histogram samples = new Histogram(LONGEST_NANOS, 3);
    private final List<Double> chases = new ArrayList<>();
    private final List<Double> kernels = new ArrayList<>();

    /** Made by JMH. */
    public GateCounters() {}

    /** Forgets the last pass. */
    @Setup(Level.Iteration)
    public void reset() {
        nanos.clear();
        samples.reset();
        chases.clear();
        kernels.clear();
    }

    void addChase(long elapsed, int count) {
        chases.add((double) elapsed / count);
    }

    void addKernel(long elapsed, int count) {
        kernels.add((double) elapsed / count);
    }

    void set(Operation operation, double nanosEach) {
        nanos.put(operation, nanosEach);
    }

    Histogram samples() {
        return samples;
    }

    /**
     * The mean: a slice in which the thread was interrupted shows, so that {@link Steadiness} can
     * tell.
     */
    private static double mean(List<Double> slices) {
        return slices.isEmpty() ? 0 : Samples.mean(slices);
    }

    /** One step of the chase. */
    public double chase() {
        return mean(chases);
    }

    /** One operation of the kernel. */
    public double kernel() {
        return mean(kernels);
    }

    /** One lookup of a present key. */
    public double getRef() {
        return nanos.getOrDefault(Operation.GET_REF, 0.0);
    }

    /** One lookup of an absent key. */
    public double getMissing() {
        return nanos.getOrDefault(Operation.GET_MISSING, 0.0);
    }

    /** One put of a present key. */
    public double overwrite() {
        return nanos.getOrDefault(Operation.OVERWRITE, 0.0);
    }

    /** One put of a new key. */
    public double insert() {
        return nanos.getOrDefault(Operation.INSERT, 0.0);
    }

    /** One scan of 100 entries. */
    public double scan() {
        return nanos.getOrDefault(Operation.SCAN, 0.0);
    }

    /** The 10th percentile of lookups timed one by one. */
    public double p10() {
        return samples.getValueAtPercentile(10);
    }

    /** The 25th percentile of lookups timed one by one. */
    public double p25() {
        return samples.getValueAtPercentile(25);
    }

    /** The median of lookups timed one by one. */
    public double p50() {
        return samples.getValueAtPercentile(50);
    }

    /** The 75th percentile of lookups timed one by one. */
    public double p75() {
        return samples.getValueAtPercentile(75);
    }

    /** The 90th percentile of lookups timed one by one. */
    public double p90() {
        return samples.getValueAtPercentile(90);
    }

    /** The 99th percentile of lookups timed one by one. */
    public double p99() {
        return samples.getValueAtPercentile(99);
    }

    /** The 99.9th percentile of lookups timed one by one. */
    public double p999() {
        return samples.getValueAtPercentile(99.9);
    }
}
