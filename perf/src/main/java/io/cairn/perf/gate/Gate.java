package io.cairn.perf.gate;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares a run with the baseline of its host, and measures the suspects again. */
final class Gate {
    /** Fewer forks than that say nothing. */
    private static final int LEAST_FORKS = 3;
    /** How many times as many rounds a suspect gets. */
    private static final int ROUNDS_FOR_SUSPECTS = 2;

    private final List<Group> groups;
    private final Rounds rounds;
    private final PrintStream out;

    Gate(List<Group> groups, Forks forks, PrintStream out) {
        this.groups = List.copyOf(groups);
        this.rounds = new Rounds(forks, out);
        this.out = out;
    }

    /** Measures every group in as many rounds. */
    Readings measure(int count) {
        return rounds.measure("first", groups, count);
    }

    /**
     * Judges a run; suspects are measured again, in twice as many rounds, which alone decide.
     *
     * @param baseline of this host
     * @param first the run
     * @param count how many rounds it had
     * @return an outcome for each subject that was measured
     */
    List<Outcome> judge(HostBaseline baseline, Readings first, int count) {
        List<Outcome> outcomes = new ArrayList<>();
        first.ratios()
                .forEach((subject, ratios) -> outcomes.add(
                        new Outcome(subject, compare(baseline, subject, ratios), null)));
        List<GateSubject> suspects = outcomes.stream()
                .filter(outcome -> outcome.kind() == Outcome.Kind.UNDECIDED)
                .map(Outcome::subject)
                .toList();
        if (suspects.isEmpty()) {
            return outcomes;
        }
        out.printf(
                "Seem slower and are measured again: %s%n",
                String.join(", ", suspects.stream().map(GateSubject::title).toList()));
        Map<GateSubject, List<Ratio>> again = rounds.measure(
                        "again", groupsOf(suspects), count * ROUNDS_FOR_SUSPECTS)
                .ratios();
        return outcomes.stream()
                .map(outcome -> suspects.contains(outcome.subject())
                        ? withSecond(outcome, baseline, again)
                        : outcome)
                .toList();
    }

    private static Outcome withSecond(
            Outcome outcome, HostBaseline baseline, Map<GateSubject, List<Ratio>> again) {
        GateSubject subject = outcome.subject();
        return new Outcome(
                subject,
                outcome.first(),
                compare(baseline, subject, again.getOrDefault(subject, List.of())));
    }

    private List<Group> groupsOf(List<GateSubject> subjects) {
        TreeSet<GateSubject> wanted = new TreeSet<>(subjects);
        return groups.stream()
                .filter(group -> group.subjects().stream().anyMatch(wanted::contains))
                .toList();
    }

    private static @Nullable Comparison compare(
            HostBaseline baseline, GateSubject subject, List<Ratio> now) {
        List<Ratio> before = baseline.ratios(subject);
        if (before.size() < LEAST_FORKS || now.size() < LEAST_FORKS) {
            return null;
        }
        return Comparison.of(logs(subject, before), logs(subject, now));
    }

    private static List<Double> logs(GateSubject subject, List<Ratio> ratios) {
        return ratios.stream().map(ratio -> ratio.toYardstick(subject)).toList();
    }
}
