package io.cairn.engine.index;

import io.cairn.WindowSizes;
import io.cairn.engine.memory.Memory;
import io.cairn.engine.memory.MemoryFactory;
import io.cairn.engine.memory.Windows;

import java.util.Arrays;

/**
 * Pairs of a key's head and its record's address, outside of the heap, that are sorted by head. In
 * place: by their first bytes into ever smaller ranges (American flag sort: McIlroy, Bostic and
 * McIlroy, 1993), and a small range by packing the next bits of each head with its place into one
 * number. Owner's thread only.
 */
final class SortedEntries implements AutoCloseable {
    private static final WindowSizes WINDOWS = new WindowSizes(64 << 10, 64 << 20);
    private static final int ENTRY_SHIFT = 4;
    private static final int PLACE_BITS = 14;
    /** Ranges of at most so many entries are sorted at once. */
    private static final int SMALL = 1 << PLACE_BITS;

    private static final int BYTE_VALUES = 256;

    private final MemoryFactory factory;
    private final Windows windows = new Windows(WINDOWS);
    private final long[] packed = new long[SMALL];
    private final long[] heads = new long[SMALL];
    private final long[] addresses = new long[SMALL];
    private long count;

    SortedEntries(MemoryFactory factory) {
        this.factory = factory;
    }

    long count() {
        return count;
    }

    /**
     * Adds an entry.
     *
     * @throws io.cairn.StoreFullException if the memory cannot be had
     */
    void add(long head, long address) {
        long at = count << ENTRY_SHIFT;
        int index = windows.indexOf(at);
        if (!windows.has(index)) {
            windows.set(index, factory.allocate(windows.sizeOf(index)));
        }
        set(count++, head, address);
    }

    long head(long index) {
        long at = index << ENTRY_SHIFT;
        return windows.at(at).getLong(windows.within(at));
    }

    long address(long index) {
        long at = index << ENTRY_SHIFT;
        return windows.at(at).getLong(windows.within(at) + Long.BYTES);
    }

    private void set(long index, long head, long address) {
        long at = index << ENTRY_SHIFT;
        Memory window = windows.at(at);
        long within = windows.within(at);
        window.putLong(within, head);
        window.putLong(within + Long.BYTES, address);
    }

    /** Sorts all entries by the signed order of their heads. */
    void sort() {
        sort(0, count, Long.SIZE - Byte.SIZE);
    }

    private void sort(long from, long to, int shift) {
        if (to - from <= SMALL) {
            sortSmall(from, (int) (to - from), Long.SIZE - Byte.SIZE - shift);
            return;
        }
        if (shift < 0) {
            return; // all heads are equal
        }
        long[] ends = distribute(from, to, shift);
        long begin = from;
        for (long end : ends) {
            if (end - begin > 1) {
                sort(begin, end, shift - Byte.SIZE);
            }
            begin = end;
        }
    }

    /** Moves entries into the ranges of their heads' bytes, and returns where each range ends. */
    private long[] distribute(long from, long to, int shift) {
        long[] ends = new long[BYTE_VALUES];
        for (long i = from; i < to; i++) {
            ends[byteOf(head(i), shift)]++;
        }
        long[] next = new long[BYTE_VALUES];
        long begin = from;
        for (int value = 0; value < BYTE_VALUES; value++) {
            next[value] = begin;
            begin += ends[value];
            ends[value] = begin;
        }
        for (int value = 0; value < BYTE_VALUES; value++) {
            while (next[value] < ends[value]) {
                place(next, value, shift);
            }
        }
        return ends;
    }

    /** Follows a chain of displaced entries until one belongs into the range of {@code value}. */
    private void place(long[] next, int value, int shift) {
        long head = head(next[value]);
        long address = address(next[value]);
        for (int range = byteOf(head, shift); range != value; range = byteOf(head, shift)) {
            long target = next[range]++;
            long displacedHead = head(target);
            long displacedAddress = address(target);
            set(target, head, address);
            head = displacedHead;
            address = displacedAddress;
        }
        set(next[value]++, head, address);
    }

    private static int byteOf(long head, int shift) {
        return (int) ((head ^ Long.MIN_VALUE) >>> shift) & (BYTE_VALUES - 1);
    }

    /** Sorts a range whose heads agree in the first {@code equalBits} bits. */
    private void sortSmall(long from, int length, int equalBits) {
        if (equalBits >= Long.SIZE) {
            return;
        }
        boolean isExact = true;
        for (int i = 0; i < length; i++) {
            heads[i] = head(from + i);
            addresses[i] = address(from + i);
            long rest = (heads[i] ^ Long.MIN_VALUE) << equalBits;
            isExact &= (rest & (SMALL - 1)) == 0;
            packed[i] = ((rest & -SMALL) | i) ^ Long.MIN_VALUE;
        }
        Arrays.sort(packed, 0, length);
        for (int i = 0; i < length; i++) {
            int place = (int) packed[i] & (SMALL - 1);
            set(from + i, heads[place], addresses[place]);
        }
        if (!isExact) {
            orderLowBits(from, length);
        }
    }

    /** By insertion: the bits that were not packed decide only where all others are equal. */
    private void orderLowBits(long from, int length) {
        for (long i = from + 1; i < from + length; i++) {
            long head = head(i);
            if (head(i - 1) <= head) {
                continue;
            }
            long address = address(i);
            long hole = i;
            while (hole > from && head(hole - 1) > head) {
                set(hole, head(hole - 1), address(hole - 1));
                hole--;
            }
            set(hole, head, address);
        }
    }

    @Override
    public void close() {
        windows.close();
    }
}
