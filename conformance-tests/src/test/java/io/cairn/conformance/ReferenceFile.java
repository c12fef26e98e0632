package io.cairn.conformance;

import io.cairn.StoreFullException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a reference store keeps, and what is left of it when it is closed and opened again. */
final class ReferenceFile {
    private static final int CUT = 104;
    private static final int HEADER = 16;

    final NavigableMap<byte[], byte[]> entries;
    byte[] tag = {};
    long sizeBytes;
    long usedBytes;
    long liveRecordBytes;

    private boolean open;
    private NavigableMap<byte[], byte[]> flushed;

    ReferenceFile(Bug bug) {
        entries = new TreeMap<>(order(bug));
        flushed = new TreeMap<>(entries);
    }

    private static Comparator<byte[]> order(Bug bug) {
        return switch (bug) {
            case ORDER_IS_SIGNED -> Arrays::compare;
            case ORDER_STOPS_AT_104_BYTES ->
                (a, b) -> Arrays.compareUnsigned(
                        a, 0, Math.min(CUT, a.length), b, 0, Math.min(CUT, b.length));
            default -> Arrays::compareUnsigned;
        };
    }

    @SuppressWarnings("unchecked") // the map was made with it
    Comparator<byte[]> order() {
        return (Comparator<byte[]>) entries.comparator();
    }

    /** Marks the file as open; answers whether it was not. */
    boolean lock() {
        boolean free = !open;
        open = true;
        return free;
    }

    void flush(byte[] newTag) {
        tag = newTag;
        flushed = new TreeMap<>(entries);
    }

    void put(byte[] key, byte[] value, long maxLogBytes) {
        byte[] old = entries.get(key);
        long record = record(key, value);
        if (usedBytes + record > maxLogBytes) {
            throw new StoreFullException(
                    "maxLogBytes=" + maxLogBytes + " is reached; delete and compact");
        }
        usedBytes += record;
        liveRecordBytes += record - (old == null ? 0 : record(key, old));
        sizeBytes += old == null ? key.length + value.length : value.length - old.length;
        entries.put(key, value);
    }

    byte @Nullable [] remove(byte[] key, Bug bug) {
        byte[] old = bug == Bug.DELETE_KEEPS_THE_ENTRY ? entries.get(key) : entries.remove(key);
        if (old != null) {
            liveRecordBytes -= record(key, old);
            sizeBytes -= bug == Bug.SIZE_BYTES_IGNORES_DELETES ? 0 : key.length + old.length;
        }
        return old;
    }

    /** Makes changes; if they fail in the middle, none of them is left. */
    void allOrNothing(Bug bug, Runnable changes) {
        NavigableMap<byte[], byte[]> entriesBefore = new TreeMap<>(entries);
        long[] counts = {sizeBytes, usedBytes, liveRecordBytes};
        try {
            changes.run();
        } catch (StoreFullException e) {
            if (bug != Bug.BATCH_IS_HALF_DONE_IF_IT_FAILS) {
                entries.clear();
                entries.putAll(entriesBefore);
                sizeBytes = counts[0];
                usedBytes = counts[1];
                liveRecordBytes = counts[2];
            }
            throw e;
        }
    }

    static long record(byte[] key, byte[] value) {
        return (HEADER + key.length + value.length + 7L) & -8;
    }

    void clear() {
        entries.clear();
        sizeBytes = 0;
        liveRecordBytes = 0;
    }

    void recoverToLastFlush() {
        NavigableMap<byte[], byte[]> last = new TreeMap<>(flushed);
        clear();
        entries.putAll(last);
        entries.forEach((key, value) -> {
            sizeBytes += key.length + value.length;
            liveRecordBytes += record(key, value);
        });
        usedBytes = Math.max(usedBytes, liveRecordBytes);
    }

    void closed(Bug bug) {
        open = false;
        if (bug == Bug.REOPEN_LOSES_THE_LAST_ENTRY && !entries.isEmpty()) {
            entries.pollLastEntry();
        }
        if (bug == Bug.REOPEN_IGNORES_CLEAR && entries.isEmpty()) {
            entries.put(new byte[0], new byte[0]);
        }
        if (bug == Bug.REOPEN_DROPS_THE_TAG) {
            tag = new byte[0];
        }
    }
}
