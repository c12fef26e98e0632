package io.cairn.engine.index;

import io.cairn.engine.log.RecordFormat;
import io.cairn.engine.log.RecordLog;
import io.cairn.engine.memory.Memory;

import java.util.ConcurrentModificationException;

/**
 * Rewrites pages of a {@link PointIndex}: without their tombstones, or split in two. Work is
 * bounded by one page's slots.
 */
final class PageRewriter {
    private static final int SLOTS = 512;
    private static final int PAGE_BYTES = SLOTS * Long.BYTES;
    private static final int REF_BITS = 42;
    private static final long REF_MASK = (1L << REF_BITS) - 1;

    private final RecordLog log;
    private final long seed;
    private final long[] live = new long[SLOTS];
    private byte[] key = new byte[256];
    private long touchedWords;

    /** A page in its window. */
    record Page(Memory window, long base) {}

    PageRewriter(RecordLog log, long seed) {
        this.log = log;
        this.seed = seed;
    }

    /** Puts a page's live slots back as if they had just been inserted. */
    void rewrite(Memory window, long base) {
        int count = takeLive(window, base);
        window.fill(base, PAGE_BYTES, (byte) 0);
        for (int i = 0; i < count; i++) {
            place(window, base, live[i]);
        }
    }

    /**
     * Moves the slots whose hash has the bit {@code level} from one page to another, which is
     * empty.
     */
    void split(Page source, Page target, int level) {
        int count = takeLive(source.window, source.base);
        source.window.fill(source.base, PAGE_BYTES, (byte) 0);
        int oldShift = PointIndex.tagShiftOfLevel(level);
        int newShift = PointIndex.tagShiftOfLevel(level + 1);
        if (newShift != oldShift) {
            touchRecords(count);
        }
        for (int i = 0; i < count; i++) {
            long slot = live[i];
            long bit = slot >>> REF_BITS >>> (level - oldShift);
            if (newShift != oldShift) {
                slot = PointIndex.tag(hashOf(slot), newShift) << REF_BITS | (slot & REF_MASK);
            }
            Page page = (bit & 1) == 0 ? source : target;
            place(page.window, page.base, slot);
        }
    }

    /** Reads ahead the keys that are to be hashed again, so that their cache misses overlap. */
    private void touchRecords(int count) {
        long words = 0;
        for (int i = 0; i < count; i++) {
            long address = (live[i] & REF_MASK) << 3;
            words += RecordFormat.touch(log.at(address), log.within(address));
        }
        touchedWords = words; // a field, so that the loads are not left out
    }

    /** What was read ahead; of no meaning. */
    long touchedWords() {
        return touchedWords;
    }

    private int takeLive(Memory window, long base) {
        int count = 0;
        for (int at = 0; at < PAGE_BYTES; at += Long.BYTES) {
            long slot = window.getLong(base + at);
            if ((slot & REF_MASK) != 0) {
                live[count++] = slot;
            }
        }
        return count;
    }

    private static void place(Memory window, long base, long slot) {
        int at = (int) (slot >>> (Long.SIZE - 6)) << 6;
        for (int probed = 0; probed < PAGE_BYTES; probed += Long.BYTES) {
            if (window.getLong(base + at) == 0) {
                window.putLong(base + at, slot);
                return;
            }
            at = (at + Long.BYTES) & (PAGE_BYTES - 1);
        }
        throw new ConcurrentModificationException(
                "a page of the index is full that was half empty: two threads use the store at once");
    }

    private long hashOf(long slot) {
        long address = (slot & REF_MASK) << 3;
        key = log.copyOfKey(address, key);
        return KeyHash.of(seed, key, 0, log.keyLength(address));
    }
}
