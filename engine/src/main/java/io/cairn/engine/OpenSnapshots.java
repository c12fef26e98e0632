package io.cairn.engine;

import io.cairn.KeySubset;
import io.cairn.SnapshotInfo;
import io.cairn.StoreStats;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The snapshots of one store that are open, and what they keep from being changed. Owner's thread
 * only. Knows a snapshot itself only as long as somebody else does.
 */
final class OpenSnapshots {
    private final List<Held> snapshots = new ArrayList<>();
    /** The store's part of its snapshots' identities: version 8, variant 2 of RFC 9562. */
    private final long idHigh = (Seeds.next() & ~0xF000L) | 0x8000L;

    private long idLow = (Seeds.next() >>> 2) | Long.MIN_VALUE;
    private long protectedEnd;

    private record Held(SnapshotHold hold, WeakReference<EngineSnapshot> snapshot) {}

    /**
     * Takes a snapshot of contents whose order index was just pinned.
     *
     * @param tag of the store's last flush
     */
    EngineSnapshot take(Contents contents, long epoch, byte[] tag) {
        long end = contents.log().end();
        SnapshotHold hold = new SnapshotHold(
                contents, new SnapshotHold.Pin(epoch, end, contents.size(), contents.liveBytes()));
        SnapshotInfo info = new SnapshotInfo(
                new UUID(idHigh, idLow++), System.currentTimeMillis(), tag, KeySubset.all());
        EngineSnapshot snapshot = new EngineSnapshot(hold, info);
        snapshots.add(new Held(hold, new WeakReference<>(snapshot)));
        protectedEnd = end;
        return snapshot;
    }

    /** Forgets those that were closed since, and tells the order index what is still pinned. */
    void refresh(Contents contents) {
        if (snapshots.isEmpty() || !snapshots.removeIf(held -> !held.hold.isOpen())) {
            return;
        }
        recount(contents);
    }

    /** Finds out anew what is pinned: the store has other contents. */
    void recount(Contents contents) {
        long newest = 0;
        long oldest = Long.MAX_VALUE;
        protectedEnd = 0;
        for (Held held : snapshots) {
            SnapshotHold.Pin pin = held.hold.pin();
            if (held.hold.isOf(contents)) {
                newest = Math.max(newest, pin.epoch());
                oldest = Math.min(oldest, pin.epoch());
                protectedEnd = Math.max(protectedEnd, pin.logEnd());
            }
        }
        contents.setPins(newest, oldest);
    }

    /** Returns the address up to which records must not be changed in place. */
    long protectedEnd() {
        return protectedEnd;
    }

    /** Returns how many are open, and what they hold back. */
    @SuppressWarnings("ReferenceEquality") // the same log and index, not equal ones
    StoreStats.Snapshots stats(Contents contents) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        int open = 0;
        long logBytes = 0;
        long indexBytes = contents.order().retainedBytes();
        for (Held held : snapshots) {
            SnapshotHold hold = held.hold;
            if (hold.isOpen()) {
                open++;
                boolean left = hold.log() != contents.log() && seen.add(hold.log());
                logBytes += left ? hold.log().mappedBytes() : 0;
                boolean leftIndex = !hold.isOf(contents) && seen.add(hold.order());
                indexBytes += leftIndex ? hold.order().bytes() : 0;
            }
        }
        return new StoreStats.Snapshots(open, logBytes, indexBytes);
    }

    void closeAll() {
        for (Held held : snapshots) {
            EngineSnapshot snapshot = held.snapshot.get();
            if (snapshot != null) {
                snapshot.close();
            } else if (held.hold.close()) {
                held.hold.release();
            }
        }
        snapshots.clear();
    }
}
