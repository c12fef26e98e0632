package io.cairn.perf;

import io.cairn.Backend;
import io.cairn.StateStores;
import java.util.List;
import java.util.stream.DoubleStream;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * Measures what the hot operations (of a scan each step) allocate, on every backend that can run
 * here, and fails if any of them allocates. Takes the same {@code select.*} properties as
 * {@link SelectMain}.
 */
public final class GcMain {
    /**
     * What the measuring itself may allocate: some KiB an iteration, in bytes an operation. The
     * smallest object has 16 bytes: one of them in 32 operations would be found.
     */
    private static final double NOISE_BYTES = 0.5;

    private static final String NORMALISED_RATE = "gc.alloc.rate.norm";
    private static final List<Workload> WORKLOADS =
            List.of(Workload.GET_REF, Workload.CONTAINS, Workload.OVERWRITE, Workload.SCAN);

    private GcMain() {}

    /**
     * Runs the measurements and prints a line for each; exits with 1 if anything allocates.
     *
     * @param args none
     */
    public static void main(String[] args) {
        ForkedRun forkedRun =
                new ForkedRun(SelectSettings.from(System.getProperties()), ForkShape.BRIEF);
        boolean clean = true;
        for (Workload workload : WORKLOADS) {
            for (Medium medium : Medium.values()) {
                for (Backend backend : StateStores.backends()) {
                    clean &= !backend.isAvailable()
                            || isClean(forkedRun, new Subject(workload, backend.name(), medium));
                }
            }
        }
        if (!clean) {
            System.exit(1);
        }
    }

    private static boolean isClean(ForkedRun forkedRun, Subject subject) {
        double bytes = bytesOfEach(forkedRun.measureAllocation(subject)).max().orElseThrow()
                / subject.workload().stepsPerOperation();
        boolean clean = bytes < NOISE_BYTES;
        System.out.printf(
                "%s, %s, %s: %.0f B/op (%.4f)%s%n",
                subject.workload().title(),
                subject.medium().parameter(),
                subject.backend(),
                bytes,
                bytes,
                clean ? "" : " ALLOCATES");
        return clean;
    }

    /**
     * For each iteration but the last, in which the store is also verified and closed, the bytes an
     * operation.
     */
    private static DoubleStream bytesOfEach(RunResult run) {
        List<IterationResult> iterations = run.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .toList();
        return iterations.stream()
                .limit(iterations.size() - 1)
                .mapToDouble(GcMain::bytesPerOperation);
    }

    private static double bytesPerOperation(IterationResult iteration) {
        Result<?> rate = iteration.getSecondaryResults().get(NORMALISED_RATE);
        if (rate == null) {
            throw new IllegalStateException("JMH's gc profiler gave no " + NORMALISED_RATE);
        }
        return rate.getScore();
    }
}
