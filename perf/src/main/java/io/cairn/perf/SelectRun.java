package io.cairn.perf;

import java.io.PrintStream;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;

/** Carries out a plan, round after round, and tells how far it is. */
final class SelectRun {
    private static final int LEAST_ROUNDS = 2;
    private static final int MOST_ROUNDS = 10;

    private final SelectPlan plan;
    private final SelectSettings settings;
    private final ForkedRun coreRun;
    private final ForkedRun contextRun;
    private final PrintStream out;
    private final Measurements measurements = new Measurements();
    private final long startNanos = System.nanoTime();
    private double longestForkSeconds;

    SelectRun(SelectPlan plan, SelectSettings settings, PrintStream out) {
        this.plan = plan;
        this.settings = settings;
        this.coreRun =
                new ForkedRun(settings, settings.thorough() ? ForkShape.THOROUGH : ForkShape.BRIEF);
        this.contextRun = new ForkedRun(
                settings, settings.thorough() ? ForkShape.THOROUGH : ForkShape.GLANCE);
        this.out = out;
    }

    /** Measures for as many rounds as fit into the budget, but at least two. */
    Measurements run() {
        double coreSeconds = 0;
        for (int round = 1;
                round <= LEAST_ROUNDS || (round <= MOST_ROUNDS && isTimeFor(coreSeconds));
                round++) {
            double before = elapsedSeconds();
            for (SelectPlan.Group group : plan.core(round)) {
                measure(round, group, coreRun);
            }
            coreSeconds = elapsedSeconds() - before;
            double reserve = round < LEAST_ROUNDS ? coreSeconds : 0;
            for (SelectPlan.Group group : plan.context(round)) {
                if (isTimeFor(reserve + longestForkSeconds * group.subjects().size())) {
                    measure(round, group, isCompared(group) ? coreRun : contextRun);
                } else {
                    out.printf(
                            "left out for want of time: %s, %s%n",
                            group.workload().title(), group.medium().parameter());
                }
            }
        }
        return measurements;
    }

    /** Lookups here and in the TreeMap get the longer forks: the ratio of the two is a target. */
    private static boolean isCompared(SelectPlan.Group group) {
        return group.workload() == Workload.GET_REF || group.workload() == Workload.TREE_MAP;
    }

    private boolean isTimeFor(double seconds) {
        return elapsedSeconds() + seconds <= settings.budgetSeconds();
    }

    private void measure(int round, SelectPlan.Group group, ForkedRun forkedRun) {
        StringJoiner results = new StringJoiner("  ");
        for (Subject subject : group.subjects()) {
            double before = elapsedSeconds();
            results.add(measure(subject, group.mode(), forkedRun));
            longestForkSeconds = Math.max(longestForkSeconds, elapsedSeconds() - before);
        }
        report(round, group, results.toString());
    }

    private String measure(Subject subject, Mode mode, ForkedRun forkedRun) {
        Figures ofThisFork = new Figures();
        RunResult run = forkedRun.measure(subject, mode);
        ofThisFork.add(mode, run);
        measurements.of(subject).add(mode, run);
        String figure = mode == Mode.SampleTime
                ? String.format(
                        Locale.ROOT,
                        "p50 %.0f p99 %.0f",
                        ofThisFork.percentile(50),
                        ofThisFork.percentile(99))
                : String.format(Locale.ROOT, "mean %.0f", ofThisFork.mean().value());
        return (subject.backend().equals(Subject.NO_BACKEND) ? "" : subject.backend() + " ")
                + figure;
    }

    private void report(int round, SelectPlan.Group group, String results) {
        double left = Math.max(0, settings.budgetSeconds() - elapsedSeconds());
        out.printf(
                Locale.ROOT,
                "[round %d, %d:%02d left] %s, %s: %s ns%n",
                round,
                (int) left / 60,
                (int) left % 60,
                group.workload().title(),
                group.medium().parameter(),
                results);
        out.flush();
    }

    private double elapsedSeconds() {
        return (System.nanoTime() - startNanos) / (double) TimeUnit.SECONDS.toNanos(1);
    }
}
