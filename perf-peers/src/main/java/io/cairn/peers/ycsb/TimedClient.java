package io.cairn.peers.ycsb;

import io.cairn.peers.LatencyLog;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.Vector;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import site.ycsb.ByteIterator;
import site.ycsb.DB;
import site.ycsb.Status;

/**
 * Times the calls of a client in nanoseconds, where YCSB's own wrapper has microseconds, and
 * verifies scans, which YCSB does not.
 */
@SuppressWarnings({"JdkObsolete", "NonApiType"}) // YCSB wants a Vector of HashMaps
final class TimedClient extends DB {
    private final DB client;
    private final LatencyLog log;
    private long callNanos;

    TimedClient(DB client, LatencyLog log) {
        this.client = client;
        this.log = log;
    }

    /** The time in calls since it was last asked. */
    long takeCallNanos() {
        long nanos = callNanos;
        callNanos = 0;
        return nanos;
    }

    private Status timed(String operation, Supplier<Status> call) {
        long start = System.nanoTime();
        Status status = call.get();
        long nanos = System.nanoTime() - start;
        if (!status.isOk()) {
            throw new IllegalStateException(operation + " answered status=" + status.getName());
        }
        callNanos += nanos;
        log.record(operation, nanos);
        return status;
    }

    @Override
    public Status read(
            String table,
            String key,
            @Nullable Set<String> fields,
            Map<String, ByteIterator> result) {
        return timed("READ", () -> client.read(table, key, fields, result));
    }

    @Override
    public Status scan(
            String table,
            String startKey,
            int count,
            @Nullable Set<String> fields,
            Vector<HashMap<String, ByteIterator>> result) {
        Status status = timed("SCAN", () -> client.scan(table, startKey, count, fields, result));
        ScanCheck.verify(startKey, count, result);
        return status;
    }

    @Override
    public Status update(String table, String key, Map<String, ByteIterator> changes) {
        return timed("UPDATE", () -> client.update(table, key, changes));
    }

    @Override
    public Status insert(String table, String key, Map<String, ByteIterator> record) {
        return timed("INSERT", () -> client.insert(table, key, record));
    }

    @Override
    public Status delete(String table, String key) {
        return timed("DELETE", () -> client.delete(table, key));
    }
}
