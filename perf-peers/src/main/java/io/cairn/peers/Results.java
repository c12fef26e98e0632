package io.cairn.peers;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that was measured: a row for each workload and store. */
final class Results {
    private final String selected;
    private final Map<String, Map<String, Row>> rows = new LinkedHashMap<>();
    private final Map<Peer, List<String>> settings = new LinkedHashMap<>();

    /**
     * Starts without rows.
     *
     * @param backend the backend of Cairn with which all others are compared
     */
    Results(String backend) {
        selected = Peer.CAIRN + backend;
    }

    /** The name of the Cairn with which all others are compared. */
    String selected() {
        return selected;
    }

    /** Adds what one JVM measured. */
    void add(Peer peer, ForkResult result) {
        settings.put(peer, result.settings());
        result.readings()
                .forEach((workload, reading) -> rows.computeIfAbsent(
                                workload, name -> new LinkedHashMap<>())
                        .computeIfAbsent(peer.id(), id -> new Row(peer))
                        .add(reading));
    }

    /** The workloads, in the order in which they were first added. */
    Set<String> workloads() {
        return rows.keySet();
    }

    /** The rows of a workload; empty if it was not measured. */
    Collection<Row> rows(String workload) {
        return rows.getOrDefault(workload, Map.of()).values();
    }

    /** How each store was set. */
    Map<Peer, List<String>> settings() {
        return settings;
    }

    /** The row of the selected Cairn, of the same workload and in the same place. */
    Optional<Row> cairn(String workload, Row other) {
        return rows(workload).stream()
                .filter(row -> row.peer().name().equals(selected)
                        && row.peer().medium() == other.peer().medium())
                .findFirst();
    }

    /** How many times as long the mean of a row is as that of Cairn; null without a Cairn. */
    @Nullable
    Double timesCairn(String workload, Row row) {
        return cairn(workload, row).map(cairn -> row.mean() / cairn.mean()).orElse(null);
    }
}
