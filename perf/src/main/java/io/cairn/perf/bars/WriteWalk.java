package io.cairn.perf.bars;

import io.cairn.BytesView;
import io.cairn.StateStore;
import io.cairn.perf.Dataset;

import java.util.ArrayList;
import java.util.List;

/**
 * The one random walk that all changing loops share, and what every entry holds after it. A put
 * writes the number of its step as the version; an update adds {@link #UPDATE} to the version that
 * is there. The walk is done again, without the store, to verify it.
 */
final class WriteWalk {
    /** What an update adds to a version. */
    static final long UPDATE = 1L << 32;

    private static final long PUT_MASK = UPDATE - 1;
    private static final int MOST_VERIFIED = 250_000;
    private static final int LAST_OFFSET = Dataset.VALUE_BYTES - Long.BYTES;

    /** Entries that are changed in a row by the same kind of change. */
    private static final class Segment {
        private final boolean isPut;
        private long steps;

        Segment(boolean isPut) {
            this.isPut = isPut;
        }
    }

    private final int entries;
    private final List<Segment> segments = new ArrayList<>();
    private Segment current = new Segment(true);
    private long index;
    private long step;
    private long verifiedSteps = -1;

    WriteWalk(int entries) {
        this.entries = entries;
    }

    /** Begins a row of puts, or of updates. */
    void begin(boolean puts) {
        current = new Segment(puts);
        segments.add(current);
    }

    /** Returns the entry to change next. */
    long index() {
        return index;
    }

    /** Steps from the present entry, with the salt of its value, to the next one. */
    void step(long salt) {
        index = Dataset.next(salt, step++, entries);
        current.steps++;
    }

    /** Returns the number of steps so far: the version of the put that was last. */
    long steps() {
        return step;
    }

    /**
     * Verifies the entries, or a quarter of a million of them. Does nothing if nothing was changed
     * since the last time.
     *
     * @throws IllegalStateException if one does not hold what it ought to
     */
    void verify(StateStore store) {
        if (verifiedSteps == step) {
            return;
        }
        int stride = Math.max(1, entries / MOST_VERIFIED);
        long[] versions = replay(stride);
        BytesView view = store.newView();
        byte[] key = new byte[Dataset.KEY_BYTES];
        for (int place = 0; place < versions.length; place++) {
            long entry = (long) place * stride;
            Dataset.fillKey(entry, key);
            if (!store.getRef(key, view) || !holds(view, entry, versions[place])) {
                throw new IllegalStateException(
                        "entry index=" + entry + " does not hold version=" + versions[place]);
            }
        }
        verifiedSteps = step;
    }

    private static boolean holds(BytesView view, long entry, long version) {
        long salt = Dataset.salt(entry);
        return view.length() == Dataset.VALUE_BYTES
                && view.getLong(Dataset.INDEX_OFFSET) == entry
                && view.getLong(Dataset.SALT_OFFSET) == salt
                && view.getLong(Dataset.VERSION_OFFSET) == version
                && view.getLong(LAST_OFFSET) == salt + (version & PUT_MASK) * LAST_OFFSET;
    }

    private long[] replay(int stride) {
        long[] versions = new long[(entries - 1) / stride + 1];
        long at = 0;
        long number = 0;
        for (Segment segment : segments) {
            for (long i = 0; i < segment.steps; i++) {
                long next = Dataset.next(Dataset.salt(at), number++, entries);
                if (at % stride == 0) {
                    int place = (int) (at / stride);
                    versions[place] = segment.isPut ? number : versions[place] + UPDATE;
                }
                at = next;
            }
        }
        if (at != index) {
            throw new IllegalStateException("the walk of steps=" + step + " ended at index=" + index
                    + " instead of index=" + at + ": a value read on the way was wrong");
        }
        return versions;
    }
}
