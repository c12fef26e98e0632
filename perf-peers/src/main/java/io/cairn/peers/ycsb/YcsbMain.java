package io.cairn.peers.ycsb;

import io.cairn.peers.ForkResult;
import io.cairn.peers.LatencyLog;
import io.cairn.peers.Peer;
import io.cairn.peers.Peers;
import io.cairn.peers.Reading;
import io.cairn.perf.Medium;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import site.ycsb.DB;
import site.ycsb.DBException;
import site.ycsb.WorkloadException;
import site.ycsb.measurements.Measurements;
import site.ycsb.workloads.CoreWorkload;

/**
 * Loads one store with YCSB's records and runs its core workloads A, B, C, F, D and E on it, in
 * that order, since the last two insert; {@link io.cairn.peers.PeersMain} starts it in a JVM of its
 * own.
 */
public final class YcsbMain {
    /** How the names of all that is measured here begin. */
    public static final String PREFIX = "YCSB ";

    /** Bytes of a record: ten fields of 100 bytes with their names, and the key, rounded up. */
    static final int RECORD_BYTES = 1200;

    /** Records that D and E may add, as a multiple of those loaded. */
    private static final int GROWTH = 3;

    private final Peer peer;
    private final Path folder;
    private final long phaseNanos;
    private final Map<String, Reading> readings = new LinkedHashMap<>();
    private long records;

    private YcsbMain(Peer peer, long records, long phaseMillis, Path folder) {
        this.peer = peer;
        this.records = records;
        this.folder = folder;
        phaseNanos = phaseMillis * 1_000_000;
    }

    /**
     * Whether a store is measured with YCSB: the ordered ones, and of Cairn the selected one.
     *
     * @param selected the name of the selected Cairn
     */
    public static boolean takes(Peer peer, String selected) {
        return peer.ordered() && (!peer.isCairn() || peer.name().equals(selected));
    }

    /** About how many bytes a store of so many records will hold in the end. */
    public static long dataBytes(long records) {
        return records * RECORD_BYTES * GROWTH;
    }

    /**
     * Measures a store.
     *
     * @param args the store's id, how many records, milliseconds of a phase, the folder for the
     *     store's files, the file for the result
     * @throws DBException if the store cannot be opened
     * @throws WorkloadException if YCSB does not take a workload's properties
     */
    public static void main(String[] args) throws DBException, WorkloadException {
        if (args.length != 5) {
            throw new IllegalArgumentException("args=" + List.of(args)
                    + "; give store, records, phase in milliseconds, folder and result file");
        }
        YcsbMain main = new YcsbMain(
                Peers.of(args[0]),
                Long.parseLong(args[1]),
                Long.parseLong(args[2]),
                Path.of(args[3]));
        main.run().write(Path.of(args[4]));
    }

    private ForkResult run() throws DBException, WorkloadException {
        StoreClient client = client();
        client.init();
        try {
            load(client);
            List<String> settings = client.store().settings();
            for (CoreWorkloadSpec spec : CoreWorkloadSpec.values()) {
                run(spec, client);
            }
            if (Verdicts.verified() == 0 || client.store().size() != records) {
                throw new IllegalStateException("verified=" + Verdicts.verified() + ", size="
                        + client.store().size() + " instead of " + records);
            }
            return new ForkResult(settings, readings);
        } finally {
            client.cleanup();
        }
    }

    private StoreClient client() {
        if (!peer.isCairn()) {
            return new PeerClient(peer, folder, records * GROWTH);
        }
        Properties properties = new Properties();
        properties.setProperty(
                CairnClient.BACKEND, peer.name().substring(peer.name().indexOf(' ') + 1));
        properties.setProperty(CairnClient.CAPACITY, String.valueOf(dataBytes(records)));
        if (peer.medium() == Medium.FILE) {
            properties.setProperty(CairnClient.FOLDER, folder.toString());
        }
        CairnClient client = new CairnClient();
        client.setProperties(properties);
        return client;
    }

    private CoreWorkload workload(CoreWorkloadSpec spec) throws WorkloadException {
        Properties properties = spec.properties(records);
        Measurements.setProperties(properties);
        CoreWorkload workload = new CoreWorkload();
        workload.init(properties);
        return workload;
    }

    private void load(StoreClient client) throws WorkloadException {
        CoreWorkload workload = workload(CoreWorkloadSpec.A);
        LatencyLog log = new LatencyLog();
        TimedClient timed = new TimedClient(client, log);
        for (long record = 0; record < records; record++) {
            doInsert(workload, timed);
        }
        client.store().settle();
        readings.putAll(log.readings(PREFIX + "load "));
        System.gc();
    }

    private static void doInsert(CoreWorkload workload, DB client) {
        if (!workload.doInsert(client, "")) {
            throw new IllegalStateException("a record was not inserted");
        }
    }

    private void run(CoreWorkloadSpec spec, StoreClient client) throws WorkloadException {
        CoreWorkload workload = workload(spec);
        phase(workload, client, new LatencyLog());
        LatencyLog log = new LatencyLog();
        phase(workload, client, log);
        readings.putAll(log.readings(PREFIX + spec.name() + " "));
        records = client.store().size();
    }

    private void phase(CoreWorkload workload, StoreClient client, LatencyLog log) {
        TimedClient timed = new TimedClient(client, log);
        long start = System.nanoTime();
        while (System.nanoTime() - start < phaseNanos) {
            workload.doTransaction(timed, "");
            log.record("ALL", timed.takeCallNanos());
        }
    }
}
