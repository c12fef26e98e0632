package io.cairn.perf.gate;

import io.cairn.perf.gate.Outcome.Kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the gate says, in words and as rows of a table. */
final class GateText {
    /** The table's columns. */
    static final List<String> HEADINGS = List.of(
            "operation",
            "where",
            "backend",
            "ns",
            "x chase",
            "x kernel",
            "forks",
            "slowdown",
            "at least",
            "at most",
            "outcome");

    private static final String NONE = "-";

    private GateText() {}

    /** The sentence that sums a judged run up. */
    static String summary(List<Outcome> outcomes, Readings first) {
        long slower = count(outcomes, Kind.SLOWER);
        long compared = outcomes.size() - count(outcomes, Kind.NOT_COMPARED);
        return String.format(
                Locale.ROOT,
                "%s: %d of %d operations compared with the baseline, %d slower by more than %.0f %%,"
                        + " %d suspects cleared, %d undecided, %d faster; %d disturbed forks left out.",
                compared == 0 ? "NOT JUDGED" : slower > 0 ? "FAILED" : "passed",
                compared,
                outcomes.size(),
                slower,
                (Comparison.MARGIN - 1) * 100,
                count(outcomes, Kind.CLEARED),
                count(outcomes, Kind.UNDECIDED),
                count(outcomes, Kind.FASTER),
                first.disturbed());
    }

    /** How many outcomes are of a kind. */
    static long count(List<Outcome> outcomes, Kind kind) {
        return outcomes.stream().filter(outcome -> outcome.kind() == kind).count();
    }

    /** A line for each subject that is not simply the same. */
    static List<String> lines(List<Outcome> outcomes) {
        List<String> lines = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            Comparison decisive = outcome.decisive();
            if (decisive != null && outcome.kind() != Kind.SAME) {
                lines.add(line(outcome, decisive));
            } else if (decisive == null) {
                lines.add(outcome.subject().title()
                        + " is not compared: too few forks in the baseline or in this run count");
            }
        }
        if (count(outcomes, Kind.FASTER) > 0) {
            lines.add("If it is to stay that fast, write a new baseline: mvn -Pgate -Dgate.update");
        }
        return lines;
    }

    private static String line(Outcome outcome, Comparison decisive) {
        return String.format(
                Locale.ROOT,
                "%s: %s takes %.2f times as long as in the baseline, with %.0f %% confidence at %s",
                outcome.kind().phrase(),
                outcome.subject().title(),
                decisive.slowdown(),
                Comparison.CONFIDENCE * 100,
                outcome.kind() == Kind.FASTER
                        ? String.format(Locale.ROOT, "most %.2f times", decisive.upper())
                        : String.format(Locale.ROOT, "least %.2f times", decisive.lower()));
    }

    /** The table's rows: figures of the first rounds, comparison by those that decided. */
    static List<List<String>> rows(Readings first, List<Outcome> outcomes) {
        Map<GateSubject, List<Ratio>> ratios = first.ratios();
        List<List<String>> rows = new ArrayList<>();
        ratios.forEach((subject, forks) -> {
            Outcome outcome = outcomes.stream()
                    .filter(one -> one.subject().equals(subject))
                    .findFirst()
                    .orElse(new Outcome(subject, null, null));
            rows.add(row(first, outcome, forks));
        });
        return rows;
    }

    private static List<String> row(Readings first, Outcome outcome, List<Ratio> forks) {
        GateSubject subject = outcome.subject();
        List<String> row = new ArrayList<>(List.of(
                subject.operation().title(), subject.medium().parameter(), subject.backend()));
        if (forks.isEmpty()) {
            row.addAll(List.of(NONE, NONE, NONE));
        } else {
            row.add(String.format(Locale.ROOT, "%.0f", first.nanos(subject)));
            row.add(factor(forks.stream().map(Ratio::toChase).toList()));
            row.add(factor(forks.stream().map(Ratio::toKernel).toList()));
        }
        row.add(String.valueOf(forks.size()));
        Comparison decisive = outcome.decisive();
        if (decisive == null) {
            row.addAll(List.of(NONE, NONE, NONE));
        } else {
            row.add(times(decisive.slowdown()));
            row.add(times(decisive.lower()));
            row.add(times(decisive.upper()));
        }
        row.add(outcome.kind().phrase());
        return row;
    }

    private static String factor(List<Double> logs) {
        return times(Math.exp(Samples.median(logs)));
    }

    private static String times(double factor) {
        return String.format(Locale.ROOT, "%.2f", factor);
    }

    /** Rows under headings, in columns of plain text. */
    static List<String> table(List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>();
        all.add(HEADINGS);
        all.addAll(rows);
        List<String> lines = new ArrayList<>();
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int place = column;
                int width = all.stream()
                        .mapToInt(one -> one.get(place).length())
                        .max()
                        .orElse(1);
                line.append(String.format(
                        Locale.ROOT, "%-" + Math.max(1, width) + "s  ", row.get(column)));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
