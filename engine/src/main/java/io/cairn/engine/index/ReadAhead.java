package io.cairn.engine.index;

import io.cairn.engine.log.RecordFormat;
import io.cairn.engine.log.RecordLog;
import io.cairn.engine.memory.Memory;

/**
 * The next entries of a leaf in a cursor's direction, and where their records lie. They are read in
 * two tight loops, the first over the leaf, the second over the records: so the processor has as
 * many of the records' cache misses under way as it can keep.
 */
final class ReadAhead {
    /** The most entries read at once. */
    static final int MOST = 64;

    private static final int FEWEST = 8;
    /** Records that reach no further were written one after the other, in key order. */
    private static final long IN_A_ROW_BYTES = 16384;

    private final RecordLog log;
    private long[] addresses = new long[FEWEST];
    private long[] places = new long[FEWEST];
    private int[] windows = new int[FEWEST];
    private long touchedWords;

    ReadAhead(RecordLog log) {
        this.log = log;
    }

    /**
     * Reads entries of a leaf.
     *
     * @param first the position of the first
     * @param step 1, or -1 for going backward
     * @param count 1 to {@link #MOST}
     */
    void read(Memory leaf, long leafAt, int first, int step, int count) {
        if (count > addresses.length) {
            grow();
        }
        locate(leaf, leafAt, first, step, count);
        long span = Math.abs(addresses[count - 1] - addresses[0]);
        if (count == 1 || span <= IN_A_ROW_BYTES) {
            return;
        }
        touch(count);
    }

    private void grow() {
        addresses = new long[MOST];
        places = new long[MOST];
        windows = new int[MOST];
    }

    private void locate(Memory leaf, long leafAt, int first, int step, int count) {
        RecordLog records = log;
        long[] foundAddresses = addresses;
        long[] foundPlaces = places;
        int[] foundWindows = windows;
        int position = first;
        for (int i = 0; i < count; i++) {
            long address = NodeFormat.ref(leaf, leafAt, 0, position);
            foundAddresses[i] = address;
            foundPlaces[i] = records.within(address);
            foundWindows[i] = records.windowOf(address);
            position += step;
        }
    }

    private void touch(int count) {
        RecordLog records = log;
        long[] foundPlaces = places;
        int[] foundWindows = windows;
        long words = 0;
        for (int i = 0; i < count; i++) {
            Memory window = records.window(foundWindows[i]);
            long at = foundPlaces[i];
            words += RecordFormat.touch(window, at);
        }
        touchedWords = words; // a field, so that the loads are not left out
    }

    long address(int index) {
        return addresses[index];
    }

    long place(int index) {
        return places[index];
    }

    Memory window(int index) {
        return log.window(windows[index]);
    }

    /** What was read ahead; of no meaning. */
    long touchedWords() {
        return touchedWords;
    }
}
