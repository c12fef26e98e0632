package io.cairn.conformance;

import io.cairn.KeySubset;
import io.cairn.RecoveryReport;
import io.cairn.Snapshot;
import io.cairn.SnapshotChain;
import io.cairn.SnapshotInfo;
import io.cairn.StateStore;
import io.cairn.StoreOptions;
import io.cairn.StoreStats;
import io.cairn.ValueUpdater;
import io.cairn.WriteBatch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store that keeps every rule on the Java heap, but for one bug; its files are a map of this
 * process.
 */
final class ReferenceStore extends ReferenceReader implements StateStore {
    private final StoreOptions options;
    private final @Nullable Path path;
    private final ReferenceFile file;
    private final AtomicBoolean busy = new AtomicBoolean();
    private boolean open = true;
    private long stamp = 1;
    private long compactions;
    private final AtomicInteger snapshots = new AtomicInteger();

    ReferenceStore(Bug bug, StoreOptions options, @Nullable Path path, ReferenceFile file) {
        super(bug);
        this.options = options;
        this.path = path == null ? null : path.toAbsolutePath();
        this.file = file;
    }

    boolean isOpen() {
        return open;
    }

    void snapshotClosed() {
        snapshots.decrementAndGet();
    }

    @Override
    NavigableMap<byte[], byte[]> entries() {
        boolean readable = open || bug == Bug.CLOSED_STORE_IS_READ;
        if (!readable) {
            throw new IllegalStateException("the store is closed");
        }
        return file.entries;
    }

    @Override
    long stamp() {
        return open ? stamp : -1;
    }

    @Override
    <T extends @Nullable Object> T alone(Supplier<T> call) {
        if (!busy.compareAndSet(false, true)) {
            if (bug == Bug.CALLS_FROM_INSIDE_ARE_TAKEN || bug == Bug.UPDATER_MAY_CALL_THE_STORE) {
                return call.get();
            }
            throw new ConcurrentModificationException(
                    "another call is inside of the store; one at a time");
        }
        try {
            return call.get();
        } finally {
            busy.set(false);
        }
    }

    @Override
    long sizeBytesNow() {
        Objects.requireNonNull(entries());
        return file.sizeBytes;
    }

    @Override
    public boolean isPersistent() {
        return path != null;
    }

    @Override
    public @Nullable Path path() {
        return path;
    }

    @Override
    public void put(
            byte[] key,
            int keyOffset,
            int keyLength,
            byte[] value,
            int valueOffset,
            int valueLength) {
        byte[] ownKey = key(key, keyOffset, keyLength);
        boolean nothing = value == null && bug == Bug.NULL_VALUE_IS_EMPTY;
        byte[] ownValue = nothing ? new byte[0] : value(value, valueOffset, valueLength);
        change(() -> insert(ownKey, ownValue));
    }

    @Override
    public void put(byte[] key, byte[] value) {
        put(
                key,
                0,
                key.length,
                value,
                0,
                value == null && bug == Bug.NULL_VALUE_IS_EMPTY ? 0 : value.length);
    }

    @Override
    public void put(ByteBuffer key, ByteBuffer value) {
        byte[] ownKey = key(key);
        byte[] ownValue = remaining(Objects.requireNonNull(value, "value"));
        put(ownKey, 0, ownKey.length, ownValue, 0, ownValue.length);
    }

    private byte[] value(byte[] value, int offset, int length) {
        Objects.requireNonNull(value, "value");
        if (bug == Bug.ARRAYS_ARE_KEPT && offset == 0 && length == value.length) {
            return value;
        }
        if (length > MAX_VALUE_LENGTH) {
            throw new IllegalArgumentException(
                    "valueLength=" + length + " is more than " + MAX_VALUE_LENGTH);
        }
        return range(value, offset, length);
    }

    private void insert(byte[] key, byte[] value) {
        boolean dropped = (file.entries.containsKey(key) && bug == Bug.OVERWRITE_IS_DROPPED)
                || (key.length == 0 && bug == Bug.EMPTY_KEY_IS_DROPPED);
        if (dropped) {
            return;
        }
        file.put(key, value, options.maxLogBytes());
    }

    @Override
    public void putAll(byte[][] keys, byte[][] values) {
        byte[][][] pairs = ReferenceBatch.pairs(this, keys, values);
        change(() -> {
            for (byte[][] pair : pairs) {
                byte[] key = key(pair[0], 0, pair[0].length);
                insert(key, value(pair[1], 0, pair[1].length));
                stamp++;
            }
        });
    }

    @Override
    public void write(WriteBatch batch) {
        var operations = ReferenceBatch.operations(batch, bug);
        if (operations.isEmpty()) {
            alone(() -> Objects.requireNonNull(entries()).size());
            return;
        }
        change(() -> file.allOrNothing(
                bug, () -> operations.forEach(operation -> operation.accept(file, options))));
        if (bug == Bug.WRITE_CLEARS_THE_BATCH) {
            batch.clear();
        }
    }

    @Override
    public boolean update(byte[] key, ValueUpdater updater) {
        byte[] ownKey = key(key, 0, key.length);
        Objects.requireNonNull(updater, "updater");
        return alone(() -> {
            requireOpen();
            byte[] value = entries().get(ownKey);
            if (value == null) {
                return bug == Bug.UPDATE_ANSWERS_TRUE;
            }
            insert(ownKey, ReferenceMutableView.update(this, value, updater));
            stamp++;
            return true;
        });
    }

    @Override
    public long addLong(byte[] key, long delta) {
        byte[] ownKey = key(key, 0, key.length);
        return alone(() -> {
            requireOpen();
            long sum = ReferenceCounter.add(entries().get(ownKey), delta, bug);
            insert(ownKey, ReferenceCounter.bytes(sum, bug));
            stamp++;
            return sum;
        });
    }

    @Override
    public boolean delete(byte[] key, int offset, int length) {
        byte[] ownKey = key(key, offset, length);
        return alone(() -> {
            requireOpen();
            byte[] old = file.remove(ownKey, bug);
            stamp += old == null ? 0 : 1;
            return old != null || bug == Bug.DELETE_ANSWERS_TRUE;
        });
    }

    @Override
    public boolean delete(ByteBuffer key) {
        byte[] ownKey = key(key);
        return delete(ownKey, 0, ownKey.length);
    }

    @Override
    public byte[] getOrInsert(byte[] key, byte[] value) {
        byte[] present = get(key);
        Objects.requireNonNull(value, "value");
        if (present != null && bug != Bug.GET_OR_INSERT_OVERWRITES) {
            return present;
        }
        if (bug != Bug.GET_OR_INSERT_STORES_NOTHING) {
            put(key, value);
        }
        return value.clone();
    }

    @Override
    public void clear() {
        change(() -> {
            var last = bug == Bug.CLEAR_KEEPS_THE_LAST_ENTRY ? file.entries.lastEntry() : null;
            file.clear();
            if (last != null) {
                insert(last.getKey(), last.getValue());
            }
        });
    }

    @Override
    public void flush() {
        alone(() -> {
            requireOpen();
            file.flush(bug == Bug.FLUSH_DROPS_THE_TAG ? new byte[0] : file.tag);
            return compactInSteps();
        });
    }

    @Override
    public void flush(byte[] tag) {
        if (tag.length > 4_096 && bug != Bug.LONG_TAGS_ARE_CUT) {
            throw new IllegalArgumentException("tagLength=" + tag.length + " is more than 4096");
        }
        alone(() -> {
            requireOpen();
            file.flush(tag.clone());
            return compactInSteps();
        });
    }

    @Override
    public byte[] flushedTag() {
        return alone(() -> {
            Objects.requireNonNull(entries());
            return file.tag.clone();
        });
    }

    /** As {@link #flushedTag}, for a call that is under way. */
    byte[] flushedTagNow() {
        return file.tag.clone();
    }

    @Override
    public void compact() {
        change(() -> {
            if (bug == Bug.COMPACT_DROPS_AN_ENTRY) {
                file.entries.pollFirstEntry();
            }
            if (bug != Bug.COMPACT_KEEPS_THE_GARBAGE) {
                file.usedBytes = file.liveRecordBytes;
            }
        });
    }

    @Override
    public boolean tick(long budgetNanos) {
        boolean more = bug != Bug.TICK_TAKES_ANY_TIME && StateStore.super.tick(budgetNanos);
        alone(() -> {
            requireOpen();
            stamp += bug == Bug.TICK_IS_ALWAYS_A_CHANGE ? 1 : 0;
            return bug != Bug.TICK_DOES_NOTHING && compactInSteps();
        });
        return more;
    }

    private boolean compactInSteps() {
        boolean done = file.compactPast(options.compaction(), bug);
        stamp += done ? 1 : 0;
        compactions += done ? 1 : 0;
        return done;
    }

    @Override
    public double fragmentation() {
        return alone(() -> {
            Objects.requireNonNull(entries());
            double share =
                    file.usedBytes == 0 ? 0 : 1.0 - (double) file.liveRecordBytes / file.usedBytes;
            return bug == Bug.FRAGMENTATION_IS_ABOVE_ONE ? share * 2 : share;
        });
    }

    @Override
    public void saveIndex() {
        alone(() -> {
            requireOpen();
            return true;
        });
    }

    @Override
    public Snapshot snapshot() {
        return alone(() -> {
            requireOpen();
            snapshots.incrementAndGet();
            return new ReferenceSnapshot(this, file.entries, file.sizeBytes);
        });
    }

    @Override
    public void restore(Snapshot snapshot) {
        Objects.requireNonNull(snapshot, "snapshot");
        NavigableMap<byte[], byte[]> restored = new TreeMap<>(file.order());
        if (bug != Bug.RESTORE_TAKES_CLOSED_SNAPSHOTS) {
            Objects.requireNonNull(snapshot.newView());
        } else if (snapshot instanceof ReferenceSnapshot reference && reference.stamp() < 0) {
            return;
        }
        snapshot.entries(io.cairn.KeyRange.all(), io.cairn.Direction.FORWARD)
                .forEachRemaining(entry -> restored.put(entry.key(), entry.value()));
        change(() -> replaceBy(restored));
    }

    @Override
    public void restore(InputStream in) throws IOException {
        restore(SnapshotChain.of(in));
    }

    @Override
    public List<SnapshotInfo> restore(List<SnapshotChain> parts, KeySubset subset)
            throws IOException {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("there are no parts");
        }
        NavigableMap<byte[], byte[]> restored = new TreeMap<>(file.order());
        boolean entered = busy.compareAndSet(false, true);
        if (!entered && bug != Bug.UPDATER_MAY_CALL_THE_STORE) {
            throw new ConcurrentModificationException(
                    "another call is inside of the store; one at a time");
        }
        List<SnapshotInfo> infos = new ArrayList<>();
        try {
            requireOpen();
            for (SnapshotChain part : parts) {
                infos.add(ReferenceStream.read(part, restored, subset, bug));
            }
        } catch (IOException e) {
            if (bug == Bug.RESTORE_IS_HALF_DONE_IF_IT_FAILS) {
                replaceBy(restored);
            }
            throw e;
        } finally {
            busy.set(!entered);
        }
        change(() -> replaceBy(restored));
        return infos;
    }

    private void replaceBy(NavigableMap<byte[], byte[]> restored) {
        if (bug != Bug.RESTORE_KEEPS_OLD_ENTRIES) {
            file.clear();
        }
        restored.forEach(this::insert);
    }

    @Override
    public StoreStats stats() {
        return alone(() -> new StoreStats(
                ReferenceProvider.NAME,
                new StoreStats.Live(entries().size(), file.sizeBytes),
                new StoreStats.Log(
                        file.usedBytes,
                        file.liveRecordBytes,
                        Math.max(file.usedBytes, options.initialCapacityBytes()),
                        new StoreStats.Snapshots(snapshots.get(), 0, 0),
                        0),
                new StoreStats.Index(0, 0, 0, 0),
                compactionStats()));
    }

    private StoreStats.Compaction compactionStats() {
        StoreStats.Compaction none = StoreStats.Compaction.NONE;
        return new StoreStats.Compaction(
                none.state(), none.copied(), compactions, none.abandoned(), none.mostStepBytes());
    }

    @Override
    public RecoveryReport recoveryReport() {
        return alone(() -> {
            Objects.requireNonNull(entries());
            return RecoveryReport.NOTHING;
        });
    }

    @Override
    public void close() {
        alone(() -> {
            if (open) {
                open = false;
                file.closed(bug);
            }
            return true;
        });
    }

    private void change(Runnable change) {
        alone(() -> {
            requireOpen();
            if (bug == Bug.SCAN_SEES_NO_LATER_KEYS && file.entries.size() > 250) {
                return true;
            }
            change.run();
            stamp++;
            return true;
        });
    }

    private void requireOpen() {
        if (!open && bug != Bug.CLOSED_STORE_IS_CHANGED) {
            throw new IllegalStateException("the store is closed");
        }
    }
}
