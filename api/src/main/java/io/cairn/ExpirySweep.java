package io.cairn;

import org.jspecify.annotations.Nullable;

/**
 * Removes expired entries in steps, from the least event time on: walks the time index, tells the
 * listener, and removes each entry and its place in the index in one batch. Costs what it removes.
 */
final class ExpirySweep {
    /** A step ends with the entry that brings its keys to this many bytes. */
    private static final int MOST_BYTES = 256 << 10;

    private final StateStore store;
    private final ExpiredCount count;
    private final @Nullable ExpiryListener listener;
    private final WriteBatch batch = new WriteBatch();
    private final ExpiryKey key = new ExpiryKey();
    private final BytesView stored;
    private final PartView shownKey = new PartView(ExpiryLayout.INDEX_PREFIX, 0);
    private final PartView shownEntryKey = new PartView(ExpiryLayout.ENTRY_PREFIX, 0);
    private final TimedView shownValue = new TimedView();

    /** No stored entry has a lesser event time. */
    private long least = Long.MIN_VALUE;
    /** How many entries of the batch are among those that were counted as expired. */
    private int countedInBatch;

    ExpirySweep(StateStore store, ExpiredCount count, @Nullable ExpiryListener listener) {
        this.store = store;
        this.count = count;
        this.listener = listener;
        this.stored = store.newView();
    }

    /** An entry was stored. */
    void added(long eventTimeMillis) {
        least = Math.min(least, eventTimeMillis);
    }

    /** Nothing is known of what is stored any more. */
    void startAnew() {
        least = Long.MIN_VALUE;
        count.noneBefore(Long.MIN_VALUE);
    }

    /** Tells whether a stored entry is before an event time; exact after a step up to that time. */
    boolean isLeft(long firstLive) {
        return least < firstLive;
    }

    /** Removes at most some entries, the least event times first, before an event time. */
    void step(int most, long firstLive) {
        if (least >= firstLive) {
            return;
        }
        batch.clear();
        countedInBatch = 0;
        long next = collectOrRemoveSome(most, firstLive);
        remove();
        least = next;
        if (next >= firstLive) {
            count.noneBefore(firstLive);
        }
    }

    /** Where the listener throws, those that it was told of before are removed. */
    private long collectOrRemoveSome(int most, long firstLive) {
        try {
            return collect(most, firstLive);
        } catch (RuntimeException | Error e) {
            try {
                remove();
            } catch (RuntimeException another) {
                e.addSuppressed(another);
            }
            throw e;
        }
    }

    /** Puts what is to be removed into the batch; returns the least event time that stays. */
    private long collect(int most, long firstLive) {
        Cursor index = store.scan(ExpiryLayout.WHOLE_INDEX, Direction.FORWARD);
        for (int i = 0; index.next(); i++) {
            BytesView indexKey = index.key();
            long time = ExpiryLayout.timeOfIndexKey(indexKey);
            if (time >= firstLive || i == most || batch.bytes() >= MOST_BYTES) {
                return time;
            }
            key.setFromIndexKey(indexKey);
            requireEntry(time);
            tell(indexKey, shownKey, stored);
            key.deleteEntry(batch);
            key.deleteIndex(batch, time);
            countedInBatch += count.includes(time) ? 1 : 0;
        }
        return Long.MAX_VALUE; // an event time that never expires
    }

    /** What has not expired is never removed, whatever was written past this class. */
    private void requireEntry(long time) {
        if (!key.getEntry(store, stored) || ExpiryLayout.timeOf(stored) != time) {
            throw new CorruptStoreException("the time index has eventTimeMillis=" + time
                    + " for a key that has no entry of that time: the store was changed past the"
                    + " ExpiringStateStore, or repaired; verify() lists what does not agree, and"
                    + " the live entries can be put into a new store");
        }
    }

    private void remove() {
        store.write(batch);
        count.removed(countedInBatch);
    }

    private void tell(BytesView wholeKey, PartView shown, BytesView wholeValue) {
        if (listener != null) {
            shown.point(wholeKey);
            shownValue.point(wholeValue);
            listener.expired(shown, shownValue);
        }
    }

    /** Tells of an expired entry that is about to be replaced. */
    void tellReplaced(ExpiryKey replaced) {
        if (listener != null) {
            Cursor entry = store.scan(replaced.fromEntry(), Direction.FORWARD);
            if (entry.next()) {
                tell(entry.key(), shownEntryKey, entry.value());
            }
        }
    }
}
