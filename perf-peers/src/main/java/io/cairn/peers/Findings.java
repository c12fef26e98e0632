package io.cairn.peers;

import io.cairn.peers.ycsb.YcsbMain;
import io.cairn.perf.Dataset;
import io.cairn.perf.report.Section;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What there is to say about the results.
 *
 * @param tables the tables, in order
 * @param behind a line for each row in which Cairn is not ahead
 * @param compared how many rows of peers were compared
 * @param settings how the stores were set, and what every JVM got
 */
record Findings(List<PeerTable> tables, List<String> behind, int compared, List<String> settings) {
    /** Looks through the results. */
    static Findings of(PeerSettings run, Results results) {
        List<PeerTable> tables = new ArrayList<>();
        List<String> behind = new ArrayList<>();
        int compared = 0;
        for (PeerWorkload workload : PeerWorkload.values()) {
            String name = workload.name();
            if (!results.rows(name).isEmpty()) {
                tables.add(
                        workload.isSingle()
                                ? PeerTable.ofSingles(results, name, workload.title())
                                : PeerTable.ofOperations(results, name, workload.title()));
                behind.addAll(Behind.lines(results, name, workload.title()));
                compared += peers(results, name);
            }
        }
        for (String name : new TreeSet<>(results.workloads())) {
            if (!name.startsWith(YcsbMain.PREFIX)) {
                continue;
            }
            tables.add(PeerTable.ofOperations(results, name, name));
            behind.addAll(Behind.lines(results, name, name));
            compared += peers(results, name);
        }
        return new Findings(tables, behind, compared, settings(run, results));
    }

    private static int peers(Results results, String workload) {
        return Math.toIntExact(results.rows(workload).stream()
                .filter(row -> !row.peer().isCairn())
                .filter(row -> results.cairn(workload, row).isPresent())
                .count());
    }

    private static List<String> settings(PeerSettings run, Results results) {
        List<String> lines = new ArrayList<>();
        lines.add("every JVM: "
                + String.join(" ", PeerForks.commonArgs((long) run.entries() * Dataset.ENTRY_BYTES))
                + ", GLIBC_TUNABLES=glibc.malloc.hugetlb=1");
        results.settings().forEach((peer, settings) -> {
            lines.add(peer.name() + ", " + peer.medium().parameter() + ":");
            settings.forEach(setting -> lines.add("  " + setting));
            if (!peer.jvmArgs().isEmpty()) {
                lines.add("  " + String.join(" ", peer.jvmArgs()));
            }
        });
        return lines;
    }

    /** The outcome in a sentence. */
    Section.Verdict verdict() {
        return new Section.Verdict(
                behind.isEmpty() ? "Ahead on every row" : "Not ahead on every row",
                behind.isEmpty() ? Section.Mood.GOOD : Section.Mood.OPEN,
                summary());
    }

    /** The outcome in a line. */
    String summary() {
        return "Cairn is ahead of its peers in mean, p50 and p99 on " + (compared - behind.size())
                + " of " + compared + " rows";
    }
}
