package io.cairn.peers;

import io.cairn.StateStores;
import io.cairn.peers.ycsb.YcsbMain;
import io.cairn.perf.Dataset;
import io.cairn.perf.report.ReportFile;
import io.cairn.spi.HostFingerprint;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/**
 * Measures Cairn beside its peers, prints the tables and where Cairn is not ahead, and writes the
 * results as JSON and as a page. {@code mvn -Ppeers} runs it.
 */
public final class PeersMain {
    private static final double NANOS_PER_SECOND = 1e9;
    /** How much longer than planned the rounds may take. */
    private static final double PATIENCE = 1.15;

    private final PeerSettings settings;
    private final PrintStream out;
    private final PeerForks forks;
    private final Results results;
    private final List<String> failures = new ArrayList<>();
    private final long start = System.nanoTime();

    private PeersMain(PeerSettings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
        forks = new PeerForks(settings.directory());
        results = new Results(StateStores.selected().name());
    }

    /**
     * Runs the comparison; ends the JVM with code 1 if a store failed.
     *
     * @param args none
     * @throws IOException if the folder for the results cannot be made
     */
    public static void main(String[] args) throws IOException {
        if (args.length > 0) {
            throw new IllegalArgumentException(
                    "args=" + List.of(args) + "; give system properties, peers.* instead");
        }
        PeersMain main = new PeersMain(PeerSettings.from(System.getProperties()), System.out);
        if (!main.run()) {
            System.exit(1);
        }
    }

    private boolean run() throws IOException {
        Files.createDirectories(settings.directory());
        List<Peer> peers = Peers.all().stream()
                .filter(peer -> settings.wants(peer, results.selected()))
                .toList();
        List<Peer> ofYcsb = peers.stream()
                .filter(peer -> YcsbMain.takes(peer, results.selected()))
                .toList();
        Schedule schedule = new Schedule(settings, peers.size(), ofYcsb.size());
        introduce(peers, schedule);
        measureEntries(peers, schedule);
        if (settings.records() > 0) {
            measureYcsb(ofYcsb, schedule);
        }
        report();
        return failures.isEmpty();
    }

    /** Every other round goes backwards, so that drift hits all alike. */
    private static List<Peer> inTurn(List<Peer> peers, int round) {
        List<Peer> turn = new ArrayList<>(peers);
        if (round % 2 == 0) {
            Collections.reverse(turn);
        }
        return turn;
    }

    private void introduce(List<Peer> peers, Schedule schedule) {
        HostFingerprint host = HostFingerprint.current();
        out.printf(
                "Host: %s, %d processors, %s %s%nJVM: %s %s%n",
                host.cpuModel(),
                host.processors(),
                host.osName(),
                host.osArch(),
                host.vmName(),
                host.runtimeVersion());
        out.printf(
                Locale.ROOT,
                "Measuring %d stores, %,d entries, keys of %d and values of %d bytes, %d rounds, %d ms a"
                        + " phase; compared with %s; the JVMs' own output is in %s%n",
                peers.size(),
                settings.entries(),
                Dataset.KEY_BYTES,
                Dataset.VALUE_BYTES,
                settings.rounds(),
                schedule.phaseMillis(),
                results.selected(),
                settings.directory());
        out.flush();
    }

    private void measureEntries(List<Peer> peers, Schedule schedule) {
        List<String> arguments =
                List.of(String.valueOf(settings.entries()), String.valueOf(schedule.phaseMillis()));
        long bytes = StoreLoops.Insert.mostEntries(settings.entries()) * Dataset.ENTRY_BYTES;
        measureRounds(
                peers,
                schedule.seconds(),
                (peer, round) -> measure(ForkMain.class, peer, bytes, arguments, round));
    }

    private void measureYcsb(List<Peer> peers, Schedule schedule) {
        List<String> arguments = List.of(
                String.valueOf(settings.records()), String.valueOf(schedule.ycsbPhaseMillis()));
        long bytes = YcsbMain.dataBytes(settings.records());
        measureRounds(
                peers,
                schedule.ycsbSeconds(),
                (peer, round) -> measure(YcsbMain.class, peer, bytes, arguments, round));
    }

    /** Measures in rounds, as many as asked for, but none that would take too long. */
    private void measureRounds(
            List<Peer> peers, double seconds, BiConsumer<Peer, Integer> measurement) {
        long begin = System.nanoTime();
        double longest = 0;
        for (int round = 1; round <= settings.rounds(); round++) {
            double before = secondsSince(begin);
            if (round > 1 && before + longest > seconds * PATIENCE) {
                out.printf(
                        Locale.ROOT,
                        "Round %d and later are left out: after %.0f s there is no time for one more;"
                                + " give more with -Dpeers.seconds=N%n",
                        round,
                        before);
                return;
            }
            int number = round;
            inTurn(peers, round).forEach(peer -> measurement.accept(peer, number));
            longest = Math.max(longest, secondsSince(begin) - before);
        }
    }

    private static double secondsSince(long begin) {
        return (System.nanoTime() - begin) / NANOS_PER_SECOND;
    }

    private void measure(Class<?> main, Peer peer, long bytes, List<String> arguments, int round) {
        long before = System.nanoTime();
        String outcome = "done";
        try {
            results.add(peer, forks.run(main, peer, bytes, arguments));
        } catch (IllegalStateException e) {
            outcome = "FAILED: " + e.getMessage();
            failures.add(peer.id());
        }
        out.printf(
                Locale.ROOT,
                "[%4.0f s] round %d of %d, %s%s: %s in %.1f s%n",
                secondsSince(start),
                round,
                settings.rounds(),
                main.equals(YcsbMain.class) ? "YCSB, " : "",
                peer.id(),
                outcome,
                secondsSince(before));
        out.flush();
    }

    private void report() {
        Findings findings = Findings.of(settings, results);
        for (PeerTable table : findings.tables()) {
            out.println();
            table.lines().forEach(out::println);
        }
        out.printf("%nSettings%n");
        findings.settings().forEach(line -> out.println("  " + line));
        out.println();
        findings.behind().forEach(out::println);
        out.println(findings.summary());
        Path target = Path.of("target").toAbsolutePath();
        out.printf(
                "Results: %s%n",
                PeerResultsJson.write(target.resolve("peers-results.json"), settings, results));
        out.printf(
                "Page: %s%n", ReportFile.write(PeerReport.of(settings, results, findings), target));
        if (!failures.isEmpty()) {
            out.printf("FAILED: %s%n", failures);
        }
    }
}
