package io.cairn.engine.log;

import io.cairn.StoreFullException;
import io.cairn.StoreOptions;
import io.cairn.engine.memory.Memory;
import io.cairn.engine.memory.MemoryFactory;
import io.cairn.engine.memory.PrefaultAhead;
import io.cairn.engine.memory.Shared;
import io.cairn.engine.memory.Windows;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * The append-only log of records, in memory or on a file. A record is appended in three steps:
 * {@link #ensureRoom}, which may fail and then has changed nothing; {@link #begin} and the writing
 * of the value; {@link #commit}.
 *
 * <p>It is shared between the store and its snapshots, and closed when the last of them lets go.
 */
public final class RecordLog extends Shared {
    /** The address of the first record in memory: not 0, which means none. */
    static final long FIRST_IN_MEMORY = 64;

    private static final long PAGE = 4096;

    private final MemoryFactory factory;
    private final @Nullable LogFile file;
    private final Windows windows;
    private final long maxBytes;
    private long end;
    /**
     * The address after the window that holds {@link #end}: equal to {@code end} if there is no
     * such window yet.
     */
    private long limit;

    /** A record that ends here or before has room, and nobody need be asked for more. */
    private long roomTo;

    private final @Nullable Reservation blocks;
    private PrefaultAhead ahead = PrefaultAhead.NONE;
    private @Nullable Memory aheadIn;
    private long usedBytes;
    private long flushedBytes;
    /** Records before this address were forced ahead of a flush. */
    private long forcedTo;

    private RecordLog(
            MemoryFactory factory, @Nullable LogFile file, Windows windows, long maxBytes) {
        this.factory = factory;
        this.file = file;
        this.windows = windows;
        this.maxBytes = maxBytes;
        this.blocks = file == null ? null : new Reservation(file, factory.growth());
        startAt(file == null ? FIRST_IN_MEMORY : FileFormat.HEADER_BYTES);
    }

    /** Makes an empty log in memory. */
    public static RecordLog inMemory(MemoryFactory factory, StoreOptions options) {
        RecordLog log =
                new RecordLog(factory, null, new Windows(options.windows()), options.maxLogBytes());
        try {
            log.prepare(options.initialCapacityBytes());
        } catch (RuntimeException e) {
            log.release();
            throw e;
        }
        return log;
    }

    /**
     * Makes a log over a file, whose records are then walked by a {@link LogReader}, or which is
     * new.
     */
    public static RecordLog onFile(MemoryFactory factory, LogFile file, StoreOptions options) {
        Windows windows = new Windows(file.identity().windows());
        return new RecordLog(factory, file, windows, options.maxLogBytes());
    }

    /** Sets windows aside for {@code bytes} more of records. */
    public void prepare(long bytes) {
        long target = Math.min(end + bytes, maxBytes);
        int index = windows.indexOf(end);
        do {
            openIfAbsent(index, windows.sizeOf(index));
            index++;
        } while (windows.baseOf(index) < target);
        startAt(end);
        if (file != null && bytes > 0) {
            reserve(Math.min(end + bytes, limit));
        }
    }

    /** Returns the file, or null in memory. */
    public @Nullable LogFile file() {
        return file;
    }

    /** Returns the window that holds the record at an address. */
    public Memory at(long address) {
        return windows.at(address);
    }

    /** Copies a record's key into {@code reused}, or into a longer array if it does not fit. */
    public byte[] copyOfKey(long address, byte[] reused) {
        Memory window = at(address);
        long at = within(address);
        int length = RecordFormat.keyLength(window, at);
        byte[] target =
                length <= reused.length ? reused : new byte[Math.max(length, 2 * reused.length)];
        window.copyOut(RecordFormat.keyAt(at), target, 0, length);
        return target;
    }

    /** Returns the length of a record's key. */
    public int keyLength(long address) {
        return RecordFormat.keyLength(at(address), within(address));
    }

    /** Returns the length of a record's value. */
    public int valueLength(long address) {
        return RecordFormat.valueLength(at(address), within(address));
    }

    /** Copies a record's value to a place in a window, of this log or of another. */
    public void copyValueTo(long address, int keyLength, Memory target, long at, int valueLength) {
        at(address)
                .copyTo(RecordFormat.valueAt(within(address), keyLength), target, at, valueLength);
    }

    /** Returns the place of an address in its window. */
    public long within(long address) {
        return windows.within(address);
    }

    /** Returns the number of the window that holds an address. */
    public int windowOf(long address) {
        return windows.indexOf(address);
    }

    /** Returns the window with a number. */
    public Memory window(int index) {
        return windows.get(index);
    }

    /** Returns the address after the last record. */
    public long end() {
        return end;
    }

    /** Returns the bytes of all records appended, live or not. */
    public long usedBytes() {
        return usedBytes;
    }

    /** Returns the bytes of all windows. */
    public long mappedBytes() {
        return windows.totalBytes();
    }

    /**
     * Makes sure that a record of this size can be appended; the next {@link #begin} cannot fail
     * then.
     *
     * @throws StoreFullException if the log's limit is reached
     * @throws io.cairn.StoreIoException if the disk is full
     */
    public void ensureRoom(long size) {
        if (end + size > roomTo) {
            makeRoom(size, maxBytes);
        }
    }

    /**
     * Makes sure that a record which removes entries can be appended: that may go beyond the log's
     * limit, or a full log would stay full.
     */
    public void ensureRoomToRemove(long size) {
        if (end + size > roomTo) {
            makeRoom(size, StoreOptions.MAX_LOG_BYTES);
        }
    }

    private void makeRoom(long size, long maximum) {
        while (end + size > limit) {
            int next = windows.indexOf(limit);
            if (file == null || limit > end) {
                jump(windowFor(next, size), size, maximum);
            } else {
                requireBelow(maximum, windows.baseOf(next), Math.min(size, windows.sizeOf(next)));
                openIfAbsent(next, windows.sizeOf(next));
                startAt(Math.max(
                        end,
                        windows.baseOf(next))); // a file's first record lies inside of a window
            }
        }
        requireBelow(maximum, end, size);
        roomTo = reserve(end + size);
    }

    /**
     * The first window from {@code index} on that can hold a record; one of the largest can always
     * be made wide.
     */
    private int windowFor(int index, long size) {
        int found = index;
        while (windows.sizeOf(found) < size && !windows.isLargest(found)) {
            found++;
        }
        return found;
    }

    private void jump(int target, long size, long maximum) {
        long base = windows.baseOf(target);
        requireBelow(maximum, base, size);
        openIfAbsent(target, windowBytes(base, size));
        if (file != null) {
            reserve(end + RecordFormat.JUMP_BYTES);
            putJump(base);
        }
        startAt(base);
    }

    private void putJump(long target) {
        long at = begin(RecordFormat.JUMP, new byte[0], 0, 0, Long.BYTES);
        at(at).putLong(RecordFormat.valueAt(within(at), 0), target);
        usedBytes += seal(at);
    }

    private static void requireBelow(long maximum, long address, long size) {
        if (address + size > maximum) {
            throw new StoreFullException("a record of size=" + size + " bytes at address=" + address
                    + " would go beyond maxLogBytes=" + maximum
                    + "; delete entries and compact, or open the store with a larger maxLogBytes");
        }
    }

    private void openIfAbsent(int index, long bytes) {
        if (!windows.has(index) || windows.at(windows.baseOf(index)).size() < bytes) {
            open(index, bytes);
        }
    }

    void open(int index, long bytes) {
        windows.set(
                index,
                file == null ? factory.allocate(bytes) : file.map(windows.baseOf(index), bytes));
    }

    /** Returns up to where there is room without a further call. */
    private long reserve(long to) {
        Reservation reservation = blocks;
        if (reservation != null) {
            return reservation.ensure(end, to);
        }
        long base = windows.baseOf(windows.indexOf(end));
        long calm = ahead.reached(to - base);
        return calm < limit - base ? base + calm : limit;
    }

    /**
     * A wide window on file takes whole windows, so that the file reaches to where the next record
     * will be.
     */
    long windowBytes(long base, long size) {
        long whole = windows.sizeOf(windows.indexOf(base));
        return size <= whole
                ? whole
                : file == null ? (size + PAGE - 1) & -PAGE : endOf(base, size) - base;
    }

    /** Sets the end of the log, and what follows from it. */
    void startAt(long address) {
        end = address;
        int index = windows.indexOf(address);
        long base = windows.baseOf(index);
        if (!windows.has(index)) {
            limit = address;
        } else {
            limit = base + (address == base ? windows.at(base).size() : windows.sizeOf(index));
        }
        roomTo = address;
        followTo(windows.has(index) ? windows.at(base) : null, base);
    }

    /** Lets those who work ahead go on to the window that holds the log's end. */
    @SuppressWarnings("ReferenceEquality") // the same memory, not an equal one
    private void followTo(@Nullable Memory window, long base) {
        if (blocks != null) {
            blocks.moveTo(end, window, base, limit);
        } else if (window != aheadIn) {
            aheadIn = window;
            ahead = window == null ? PrefaultAhead.NONE : PrefaultAhead.of(factory, window);
        }
    }

    /**
     * Drops all records from {@code address} on; the file is cut there, so that nothing beyond is
     * ever read again.
     */
    void cutAt(long address) {
        if (blocks != null) {
            blocks.cutAt(address);
        }
        startAt(address);
    }

    void addUsed(long bytes) {
        usedBytes += bytes;
    }

    /** Sets the used bytes, when an index image stands for records that are not walked. */
    public void setUsedBytes(long bytes) {
        usedBytes = bytes;
    }

    /**
     * Writes the header and key of a record for which {@link #ensureRoom} was called, and returns
     * its address.
     */
    public long begin(int kind, byte[] key, int offset, int keyLength, int valueLength) {
        Memory window = at(end);
        long at = within(end);
        RecordFormat.putHeader(window, at, kind, keyLength, valueLength);
        window.copyIn(RecordFormat.keyAt(at), key, offset, keyLength);
        return end;
    }

    /** Writes a record's value, or a part of it. */
    public void putValue(
            long address, int keyLength, int valueOffset, byte[] source, int offset, int length) {
        at(address)
                .copyIn(
                        RecordFormat.valueAt(within(address), keyLength) + valueOffset,
                        source,
                        offset,
                        length);
    }

    /** Ends the record that was begun: it is now in the log. */
    public void commit(long address) {
        long size = seal(address);
        usedBytes += size;
        moveBehind(address, size);
    }

    /** Lets the log's end be behind a record. */
    void moveBehind(long address, long size) {
        end = endOf(address, size);
        if (limit - end < RecordFormat.JUMP_BYTES || windows.isWide(address)) {
            startAt(end);
        }
    }

    /** Forgets the record that was begun: nothing may look like one behind the log's end. */
    public void abandon(long address) {
        RecordFormat.blank(at(address), within(address));
    }

    /** Returns what {@link #backTo} needs to know of the present. */
    long reservedTo() {
        return blocks == null ? 0 : blocks.reservedTo();
    }

    /** Goes back to where the log's end was; nothing may look like a record behind it. */
    void backTo(long address, long reservedTo, long newUsedBytes) {
        if (blocks != null) {
            blocks.backTo(reservedTo);
        }
        usedBytes = newUsedBytes;
        startAt(address);
    }

    /** Makes what was begun at an address a record. */
    long seal(long address) {
        Memory window = at(address);
        long at = within(address);
        long size = RecordFormat.size(window, at);
        if (file == null) {
            RecordFormat.putRoom(window, at, size);
        } else {
            RecordFormat.putChecksum(window, at, file.identity().saltAt(address));
        }
        return size;
    }

    /**
     * The address after a record. After one that needs a wide window, where the next whole window
     * begins; and where too little is left of a window even for a jump, also there.
     */
    long endOf(long address, long size) {
        return endOf(windows, address, size);
    }

    static long endOf(Windows windows, long address, long size) {
        int index = windows.indexOf(address);
        long whole = windows.sizeOf(index);
        if (size > whole) {
            return address + (size + whole - 1) / whole * whole;
        }
        long windowEnd = windows.baseOf(index) + whole;
        return windowEnd - address - size < RecordFormat.JUMP_BYTES ? windowEnd : address + size;
    }

    /** The address at which the log goes on after the record or the jump at an address. */
    long following(long address) {
        Memory window = at(address);
        long at = within(address);
        return RecordFormat.kind(window, at) == RecordFormat.JUMP
                ? window.getLong(RecordFormat.valueAt(at, 0))
                : endOf(address, RecordFormat.size(window, at));
    }

    Windows windows() {
        return windows;
    }

    /** Returns how many windows there are, those that were jumped over included. */
    public int windowCount() {
        return windows.count();
    }

    /** Returns the bytes of a window, 0 if it was jumped over. */
    public long windowBytes(int index) {
        return windows.has(index) ? windows.at(windows.baseOf(index)).size() : 0;
    }

    /**
     * Maps the windows that an index image speaks of, before any record in them is read.
     *
     * @param bytes the bytes of each, 0 for one that was jumped over
     * @return whether the file and the windows' sizes allow it; if not, nothing was mapped
     */
    public boolean openWindows(long[] bytes) {
        LogFile source = file;
        for (int index = 0; index < bytes.length; index++) {
            if (source == null || (bytes[index] != 0 && !isWindow(source, index, bytes[index]))) {
                return false;
            }
        }
        for (int index = 0; index < bytes.length; index++) {
            if (bytes[index] > 0) {
                openIfAbsent(index, bytes[index]);
            }
        }
        return true;
    }

    /** Tells whether a window may have such a size; a wide one lies in the file as a whole. */
    private boolean isWindow(LogFile source, int index, long bytes) {
        long base = windows.baseOf(index);
        if (bytes == windows.sizeOf(index)) {
            return base < source.length();
        }
        return windows.isLargest(index)
                && bytes > 0
                && bytes % windows.sizeOf(index) == 0
                && bytes <= MemoryFactory.MAX_MEMORY_BYTES
                && base + bytes <= source.length();
    }

    /**
     * Makes all records durable, and stores a tag with them. Costs what was appended since the last
     * time.
     *
     * @throws io.cairn.StoreIoException if it fails; the file is then in an unknown state
     */
    public void flush(long entries, byte[] tag) {
        LogFile target = file;
        if (target == null) {
            return;
        }
        long forced = force();
        flushedBytes = forced + target.flushed(end, entries, tag);
        if (blocks != null) {
            blocks.flushed(end);
        }
    }

    /** Returns the bytes of the pages that the last flush forced; 0 if there was none. */
    public long flushedBytes() {
        return flushedBytes;
    }

    /**
     * Makes all records durable without calling it a flush.
     *
     * @return the bytes of the pages that were forced
     */
    public long force() {
        LogFile target = file;
        if (target == null) {
            return 0;
        }
        try {
            return forceRange(Math.max(target.lastFlush().end(), forcedTo), end);
        } catch (UncheckedIOException e) {
            throw IoFailures.poisoned("force the records of", target.path(), e);
        }
    }

    /** Takes note that the records before an address were forced. */
    public void forcedTo(long address) {
        forcedTo = address;
    }

    /** Forces some records, on whatever thread; the log must not be released meanwhile. */
    void forceAhead(long from, long to) {
        LogFile target = file;
        if (target != null) {
            try {
                forceRange(from, to);
            } catch (UncheckedIOException e) {
                throw IoFailures.unchanged("force the records of", target.path(), e);
            }
        }
    }

    private long forceRange(long from, long to) {
        long forced = 0;
        for (int index = windows.indexOf(from); windows.baseOf(index) < to; index++) {
            if (windows.has(index)) {
                long base = windows.baseOf(index);
                Memory window = windows.at(base);
                long first = Math.max(from, base) - base;
                long last = Math.min(to - base, window.size());
                if (first < last) {
                    window.force(first, last - first);
                    forced += LogFile.pageBytes(first, last);
                }
            }
        }
        return forced;
    }

    @Override
    protected void free() {
        if (blocks != null) {
            blocks.stop();
        }
        windows.close();
        if (file != null) {
            file.close();
        }
    }
}
