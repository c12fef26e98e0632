package io.cairn.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * The snapshots of one store that are open, and what they keep from being changed. Owner's thread
 * only.
 */
final class OpenSnapshots {
    private final List<EngineSnapshot> snapshots = new ArrayList<>();
    private long protectedEnd;

    void add(EngineSnapshot snapshot) {
        snapshots.add(snapshot);
        protectedEnd = snapshot.pin().logEnd();
    }

    /** Forgets those that were closed since, and tells the order index what is still pinned. */
    void refresh(Contents contents) {
        if (snapshots.isEmpty() || !snapshots.removeIf(snapshot -> !snapshot.isOpen())) {
            return;
        }
        recount(contents);
    }

    /** Finds out anew what is pinned: the store has other contents. */
    void recount(Contents contents) {
        long newest = 0;
        long oldest = Long.MAX_VALUE;
        protectedEnd = 0;
        for (EngineSnapshot snapshot : snapshots) {
            if (snapshot.isOf(contents)) {
                newest = Math.max(newest, snapshot.pin().epoch());
                oldest = Math.min(oldest, snapshot.pin().epoch());
                protectedEnd = Math.max(protectedEnd, snapshot.pin().logEnd());
            }
        }
        contents.setPins(newest, oldest);
    }

    /** Returns the address up to which records must not be changed in place. */
    long protectedEnd() {
        return protectedEnd;
    }

    int count() {
        int open = 0;
        for (EngineSnapshot snapshot : snapshots) {
            open += snapshot.isOpen() ? 1 : 0;
        }
        return open;
    }

    void closeAll() {
        snapshots.forEach(EngineSnapshot::close);
        snapshots.clear();
    }
}
