package io.cairn.engine.index;

import io.cairn.WindowSizes;
import io.cairn.engine.log.RecordFormat;
import io.cairn.engine.log.RecordLog;
import io.cairn.engine.memory.Memory;
import io.cairn.engine.memory.MemoryFactory;
import io.cairn.engine.memory.PrefaultAhead;
import io.cairn.engine.memory.Shared;
import io.cairn.engine.memory.Windows;

import java.util.function.LongConsumer;

/**
 * A hash table from key to record address: pages of 512 slots of eight bytes, probed linearly
 * inside of one page from a cache line that the hash chooses. A hit costs two dependent cache
 * misses, the slot and the record.
 *
 * <p>It grows by linear hashing (Litwin, VLDB 1980): one page at a time is split in two, so that no
 * operation moves more than a few pages' slots. The page is chosen by the hash's low bits, of which
 * {@code level} are in use, and one more for pages that were split in the current round. A slot
 * holds a tag of 22 bits, six for the cache line and 16 taken from the hash at the multiple of
 * eight at or below the page's level. So most splits need nothing but the tags; where the level
 * crosses a multiple of eight, the keys are read and hashed again.
 */
public final class PointIndex extends Shared {
    /** What {@link #find} answers for an absent key. */
    public static final long ABSENT = -1;

    static final int PAGE_SHIFT = 12;
    private static final int SLOTS = 1 << (PAGE_SHIFT - 3);
    private static final int PAGE_MASK = (1 << PAGE_SHIFT) - 1;
    /** Of both indexes: small enough that little of the last one is unused. */
    static final WindowSizes WINDOWS = new WindowSizes(16 << 10, 8 << 20);

    private static final int REF_BITS = 42;
    private static final long REF_MASK = (1L << REF_BITS) - 1;
    private static final int FINGERPRINT_BITS = 16;
    private static final long FINGERPRINT_MASK = (1L << FINGERPRINT_BITS) - 1;
    private static final int LINE_BITS = 6;
    private static final int ADDRESS_SHIFT = 3;

    private static final long EMPTY = 0;
    /** A slot whose key was deleted: a tag, but the address 0, which no record has. */
    private static final long TOMBSTONE = -1L << REF_BITS;

    /**
     * Pages begin to split when this share of their slots is in use, and all are split by
     * {@link #SPLIT_END}.
     */
    private static final double SPLIT_BEGIN = 0.60;

    private static final double SPLIT_END = 0.75;
    /** A probe as long as this on a page with tombstones makes the page be rewritten. */
    private static final int LONG_PROBE = 64;

    /** How far a probe is followed when it is read ahead: two cache lines. */
    private static final int TOUCHED_SLOTS = 16;

    private final MemoryFactory factory;
    private final RecordLog log;
    private final long seed;
    private final Windows windows = new Windows(WINDOWS);
    private final PageRewriter rewriter;
    private final Overflow overflow = new Overflow();
    /** Goes before the new pages of the last window, unless that came from an image. */
    private PrefaultAhead ahead = PrefaultAhead.NONE;

    private int level;
    private long pages;
    private long lowMask;
    private long highMask;
    private int splitTagShift;
    private int wholeTagShift;
    private long size;
    private long nextSplitAt;
    private long foundAt;
    private long mostMoved;
    private long touchedWords;

    private PointIndex(RecordLog log, long seed, MemoryFactory factory) {
        this.factory = factory;
        this.log = log;
        this.seed = seed;
        this.rewriter = new PageRewriter(log, seed);
    }

    /** Makes an empty table over a log. */
    public PointIndex(MemoryFactory factory, RecordLog log, long seed) {
        this(log, seed, factory);
        addPage(0);
        setGeometry(0, 1);
    }

    /** Makes a table to which {@link #windows()} and {@link #restore} are to give its content. */
    static PointIndex toRestore(MemoryFactory factory, RecordLog log, long seed) {
        return new PointIndex(log, seed, factory);
    }

    /** Returns the hash of a key. */
    public long hash(byte[] key, int offset, int length) {
        return KeyHash.of(seed, key, offset, length);
    }

    /**
     * Returns the address of a key's record, or {@link #ABSENT}; {@link #replace} and
     * {@link #remove} then act on it.
     */
    public long find(long hash, byte[] key, int offset, int length) {
        long page = pageOf(hash);
        long wanted = tag(hash, tagShift(page)) << REF_BITS;
        Memory window = windows.at(page << PAGE_SHIFT);
        long base = windows.within(page << PAGE_SHIFT);
        int at = line(hash);
        for (int probe = 0; probe < SLOTS; probe++) {
            long slot = window.getLong(base + at);
            if (slot == EMPTY) {
                return ABSENT;
            }
            if ((slot ^ wanted) >>> REF_BITS == 0 && slot != TOMBSTONE) {
                long address = (slot & REF_MASK) << ADDRESS_SHIFT;
                if (RecordFormat.hasKey(
                        log.at(address), log.within(address), key, offset, length)) {
                    foundAt = (page << PAGE_SHIFT) + at;
                    return address;
                }
            }
            at = (at + Long.BYTES) & PAGE_MASK;
        }
        return findInOverflow(hash, key, offset, length);
    }

    /**
     * Reads ahead what {@link #find} will read for each of the first {@code count} hashes: all the
     * slots, then all the records. Their cache misses overlap, instead of following one upon the
     * other.
     *
     * @param candidates is filled with the address that each hash most likely leads to, or
     *     {@link #ABSENT} where nothing was found so quickly; the record's key was not compared
     */
    public void touch(long[] hashes, int count, long[] candidates) {
        long words = 0;
        for (int i = 0; i < count; i++) {
            long page = pageOf(hashes[i]) << PAGE_SHIFT;
            words += windows.at(page).getLong(windows.within(page) + line(hashes[i]));
        }
        for (int i = 0; i < count; i++) {
            candidates[i] = firstWithTag(hashes[i]);
        }
        for (int i = 0; i < count; i++) { // as good as no branch, which would end the overlap
            long address = candidates[i];
            if (address != ABSENT) {
                words += RecordFormat.touch(log.at(address), log.within(address));
            }
        }
        touchedWords = words; // a field, so that the loads are not left out
    }

    /** What was read ahead; of no meaning. */
    long touchedWords() {
        return touchedWords;
    }

    /** Reads ahead the slot at which the search for a hash begins. */
    public void touchSlot(long hash) {
        long page = pageOf(hash) << PAGE_SHIFT;
        touchedWords = windows.at(page).getLong(windows.within(page) + line(hash));
    }

    /** Reads ahead the record that a hash most likely leads to; its slot was read ahead. */
    public void touchRecord(long hash) {
        long address = firstWithTag(hash);
        if (address != ABSENT) {
            touchedWords = RecordFormat.touch(log.at(address), log.within(address));
        }
    }

    private long firstWithTag(long hash) {
        long page = pageOf(hash);
        long wanted = tag(hash, tagShift(page)) << REF_BITS;
        Memory window = windows.at(page << PAGE_SHIFT);
        long base = windows.within(page << PAGE_SHIFT);
        int at = line(hash);
        for (int probe = 0; probe < TOUCHED_SLOTS; probe++) {
            long slot = window.getLong(base + at);
            if (slot == EMPTY) {
                return ABSENT;
            }
            if ((slot ^ wanted) >>> REF_BITS == 0 && slot != TOMBSTONE) {
                return (slot & REF_MASK) << ADDRESS_SHIFT;
            }
            at = (at + Long.BYTES) & PAGE_MASK;
        }
        return ABSENT;
    }

    private long findInOverflow(long hash, byte[] key, int offset, int length) {
        int index = overflow.find(log, hash, key, offset, length);
        if (index < 0) {
            return ABSENT;
        }
        foundAt = -1L - index;
        return overflow.address(index);
    }

    /** Gives the key that was found another address. */
    public void replace(long address) {
        if (foundAt < 0) {
            overflow.setAddress((int) (-1 - foundAt), address);
            return;
        }
        Memory window = windows.at(foundAt);
        long at = windows.within(foundAt);
        window.putLong(at, (window.getLong(at) & ~REF_MASK) | address >>> ADDRESS_SHIFT);
    }

    /** Removes the key that was found. */
    public void remove() {
        size--;
        if (foundAt < 0) {
            overflow.remove((int) (-1 - foundAt));
            return;
        }
        long page = foundAt & ~(long) PAGE_MASK;
        Memory window = windows.at(page);
        long base = windows.within(page);
        int at = (int) (foundAt & PAGE_MASK);
        if (!overflow.isEmpty()
                || window.getLong(base + ((at + Long.BYTES) & PAGE_MASK)) != EMPTY) {
            window.putLong(base + at, TOMBSTONE);
            return;
        }
        do {
            window.putLong(base + at, EMPTY);
            at = (at - Long.BYTES) & PAGE_MASK;
        } while (window.getLong(base + at) == TOMBSTONE);
    }

    /**
     * Makes sure that a few more keys can be inserted; {@link #insert} cannot fail then.
     *
     * @param more how many, far less than a page has slots
     * @throws io.cairn.StoreFullException if the memory cannot be had
     */
    public void ensureRoom(int more) {
        if (size + more > nextSplitAt) {
            grow();
        }
        overflow.ensureRoom(more);
    }

    /** Adds a key that is absent. */
    public void insert(long hash, long address) {
        size++;
        place(hash, address);
    }

    void place(long hash, long address) {
        long page = pageOf(hash);
        int shift = tagShift(page);
        long slot = tag(hash, shift) << REF_BITS | address >>> ADDRESS_SHIFT;
        Memory window = windows.at(page << PAGE_SHIFT);
        long base = windows.within(page << PAGE_SHIFT);
        int at = line(hash);
        for (int probe = 0; probe < SLOTS; probe++) {
            long present = window.getLong(base + at);
            if ((present & REF_MASK) == 0) {
                window.putLong(base + at, slot);
                if (present == TOMBSTONE && probe > LONG_PROBE) {
                    rewriter.rewrite(window, base);
                    mostMoved = Math.max(mostMoved, SLOTS);
                    overflow.drainInto(this);
                }
                return;
            }
            at = (at + Long.BYTES) & PAGE_MASK;
        }
        overflow.add(hash, address);
    }

    /** Takes the addresses of all keys' records, in no order; O(n). */
    void forEachAddress(LongConsumer action) {
        for (long at = 0; at < pageBytes(); at += Long.BYTES) {
            long slot = windows.at(at).getLong(windows.within(at));
            if ((slot & REF_MASK) != 0) {
                action.accept((slot & REF_MASK) << ADDRESS_SHIFT);
            }
        }
        for (int i = 0; i < overflow.count(); i++) {
            action.accept(overflow.address(i));
        }
    }

    /** Returns the number of keys. */
    public long size() {
        return size;
    }

    /** Returns the bytes of memory taken. */
    public long bytes() {
        return windows.totalBytes();
    }

    /** Returns the most slots that one operation has moved. */
    public long mostMoved() {
        return mostMoved;
    }

    private long pageOf(long hash) {
        long page = hash & highMask;
        return page < pages ? page : page & lowMask;
    }

    /** Pages below the split pointer, and those they were split into, are one level further. */
    private boolean isSplit(long page) {
        return page < pages - lowMask - 1 || page > lowMask;
    }

    private int tagShift(long page) {
        return isSplit(page) ? splitTagShift : wholeTagShift;
    }

    static int tagShiftOfLevel(int level) {
        return level & -8;
    }

    static long tag(long hash, int tagShift) {
        return hash >>> (Long.SIZE - LINE_BITS) << FINGERPRINT_BITS
                | (hash >>> tagShift & FINGERPRINT_MASK);
    }

    private static int line(long hash) {
        return (int) (hash >>> (Long.SIZE - LINE_BITS)) << LINE_BITS;
    }

    private void setGeometry(int newLevel, long newPages) {
        level = newLevel;
        pages = newPages;
        lowMask = (1L << level) - 1;
        highMask = (2L << level) - 1;
        wholeTagShift = tagShiftOfLevel(level);
        splitTagShift = tagShiftOfLevel(level + 1);
        double splitShare = (double) (pages - lowMask - 1) / (lowMask + 1);
        double load = SPLIT_BEGIN + (SPLIT_END - SPLIT_BEGIN) * splitShare;
        nextSplitAt = (long) (load * SLOTS * (lowMask + 1));
    }

    private void grow() {
        addPage(pages);
        long from = pages - lowMask - 1;
        splitPage(from, pages);
        mostMoved = Math.max(mostMoved, SLOTS);
        boolean roundIsOver = pages == highMask;
        setGeometry(roundIsOver ? level + 1 : level, pages + 1);
        overflow.drainInto(this);
    }

    private void splitPage(long from, long to) {
        long source = from << PAGE_SHIFT;
        long target = to << PAGE_SHIFT;
        rewriter.split(
                new PageRewriter.Page(windows.at(source), windows.within(source)),
                new PageRewriter.Page(windows.at(target), windows.within(target)),
                level);
    }

    private void addPage(long page) {
        long address = page << PAGE_SHIFT;
        int index = windows.indexOf(address);
        if (!windows.has(index)) {
            Memory window = factory.allocate(windows.sizeOf(index));
            windows.set(index, window);
            ahead = PrefaultAhead.of(factory, window);
        }
        ahead.reached(windows.within(address));
        windows.at(address).fill(windows.within(address), 1 << PAGE_SHIFT, (byte) 0);
    }

    /** Takes over a saved table, whose windows were put into {@link #windows()}. */
    void restore(int savedLevel, long savedPages, long savedSize) {
        setGeometry(savedLevel, savedPages);
        size = savedSize;
    }

    int level() {
        return level;
    }

    /** Returns the address in the slot at a byte position of the pages; 0 if there is none. */
    long addressInSlot(long at) {
        return (windows.at(at).getLong(windows.within(at)) & REF_MASK) << ADDRESS_SHIFT;
    }

    long pageBytes() {
        return pages << PAGE_SHIFT;
    }

    Windows windows() {
        return windows;
    }

    Overflow overflow() {
        return overflow;
    }

    @Override
    protected void free() {
        windows.close();
    }
}
