package io.cairn.engine.index;

import io.cairn.engine.log.RecordFormat;
import io.cairn.engine.log.RecordLog;
import io.cairn.engine.memory.Memory;

/**
 * Reads the heads of records that lie anywhere in the log, in small groups, so that their cache
 * misses overlap.
 */
final class HeadReader {
    private static final int GROUP = 32;

    private final RecordLog log;
    private final int prefixLength;
    private final SortedEntries target;
    private final long[] addresses = new long[GROUP];
    private int count;
    private long touchedWords;

    /**
     * Makes a reader.
     *
     * @param prefixLength how many bytes of each key come before its head
     * @param target what takes the heads
     */
    HeadReader(RecordLog log, int prefixLength, SortedEntries target) {
        this.log = log;
        this.prefixLength = prefixLength;
        this.target = target;
    }

    void add(long address) {
        addresses[count++] = address;
        if (count == GROUP) {
            finish();
        }
    }

    /** Reads what was gathered. */
    void finish() {
        long words = 0;
        for (int i = 0; i < count; i++) {
            words += RecordFormat.touch(log.at(addresses[i]), log.within(addresses[i]));
        }
        touchedWords = words; // a field, so that the loads are not left out
        for (int i = 0; i < count; i++) {
            Memory window = log.at(addresses[i]);
            long at = log.within(addresses[i]);
            int length = RecordFormat.keyLength(window, at);
            target.add(
                    KeyHead.of(window, RecordFormat.keyAt(at), length, prefixLength), addresses[i]);
        }
        count = 0;
    }

    /** What was read ahead; of no meaning. */
    long touchedWords() {
        return touchedWords;
    }
}
