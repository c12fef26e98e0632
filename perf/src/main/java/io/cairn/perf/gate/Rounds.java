package io.cairn.perf.gate;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** Measures groups in rounds, each round once each, so that a drift of the host hits all alike. */
final class Rounds {
    private final Forks forks;
    private final PrintStream out;

    Rounds(Forks forks, PrintStream out) {
        this.forks = forks;
        this.out = out;
    }

    /**
     * Measures until each group has {@code rounds} forks that count, or was tried twice as often.
     *
     * @param what what the rounds are for, for the lines that tell how far it is
     */
    Readings measure(String what, List<Group> groups, int rounds) {
        Map<Group, List<ForkReading>> steady = new LinkedHashMap<>();
        groups.forEach(group -> steady.put(group, new ArrayList<>()));
        int disturbed = 0;
        for (int round = 1; round <= 2 * rounds; round++) {
            for (Group group : inTurn(groups, round)) {
                List<ForkReading> counted = steady.getOrDefault(group, List.of());
                if (counted.size() == rounds) {
                    continue;
                }
                ForkReading reading = forks.measure(group);
                Optional<String> disturbance = Steadiness.disturbance(reading);
                if (disturbance.isEmpty()) {
                    counted.add(reading);
                } else {
                    disturbed++;
                }
                tell(what + " round " + round, group, reading, disturbance);
            }
        }
        return new Readings(steady, disturbed);
    }

    /** Each round another group begins. */
    private static List<Group> inTurn(List<Group> groups, int round) {
        List<Group> turn = new ArrayList<>(groups);
        Collections.rotate(turn, 1 - round);
        return turn;
    }

    private void tell(
            String where, Group group, ForkReading reading, Optional<String> disturbance) {
        StringJoiner figures = new StringJoiner(", ");
        group.operations()
                .forEach(operation -> figures.add(String.format(
                        Locale.ROOT, "%s %.0f", operation.title(), reading.nanos(operation))));
        out.printf(
                Locale.ROOT,
                "[%s] %s: %s ns; chase %.0f (quartiles %.0f %% apart), kernel %.0f (%.0f %%)%s%n",
                where,
                group.title(),
                figures,
                Samples.median(reading.chase()),
                Samples.spread(reading.chase()) * 100,
                Samples.median(reading.kernel()),
                Samples.spread(reading.kernel()) * 100,
                disturbance.map(why -> "; " + why + "; does not count").orElse(""));
        out.flush();
    }
}
