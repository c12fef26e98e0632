package io.cairn;

/**
 * How many entries have expired and are still stored. They are counted when somebody asks, each
 * once: afterwards only those that the watermark has passed since.
 */
final class ExpiredCount {
    /** All stored entries before this event time are counted, and no others. */
    private long countedUpTo = Long.MIN_VALUE;

    private long counted;

    /** Returns how many stored entries there are before an event time, never less than before. */
    long upTo(KeyValueReader reader, long firstLive) {
        if (countedUpTo < firstLive) {
            Cursor index =
                    reader.scan(ExpiryLayout.index(countedUpTo, firstLive), Direction.FORWARD);
            long found = 0;
            while (index.next()) {
                found++;
            }
            counted += found;
            countedUpTo = firstLive;
        }
        return counted;
    }

    /** Tells whether the stored entries of an event time are among those that are counted. */
    boolean includes(long eventTimeMillis) {
        return eventTimeMillis < countedUpTo;
    }

    /** Entries that were counted are stored no longer, or have another event time. */
    void removed(int entries) {
        counted -= entries;
    }

    /** No stored entry is before an event time. */
    void noneBefore(long firstLive) {
        countedUpTo = firstLive;
        counted = 0;
    }
}
