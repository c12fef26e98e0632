package io.cairn;

/**
 * Figures about a store at one moment.
 *
 * @param backend the memory backend's name: {@code ffm}, {@code chronicle}, {@code bytebuffer} or a
 *     third party's
 * @param live what is stored
 * @param log figures about the record log
 * @param index figures about the two indexes
 * @param compaction figures about compaction in steps
 */
public record StoreStats(String backend, Live live, Log log, Index index, Compaction compaction) {
    /** {@return how many entries there are} */
    public long entries() {
        return live.entries();
    }

    /** {@return bytes of live keys and values} */
    public long liveBytes() {
        return live.bytes();
    }

    /**
     * What is stored.
     *
     * @param entries how many entries there are
     * @param bytes bytes of live keys and values
     */
    public record Live(long entries, long bytes) {}

    /**
     * Figures about the record log.
     *
     * @param usedBytes bytes written, garbage included
     * @param liveRecordBytes the part of it that live records take, headers and padding included
     * @param mappedBytes bytes of memory or file set aside for the log
     * @param snapshots how many snapshots are open, and what they hold back
     * @param flushedBytes bytes of the pages that the last flush since the opening forced, header
     *     included: what a flush costs; 0 if there was none, and in memory. A compaction or a
     *     restore counts as one
     */
    public record Log(
            long usedBytes,
            long liveRecordBytes,
            long mappedBytes,
            Snapshots snapshots,
            long flushedBytes) {
        /** {@return how many snapshots are open} */
        public int openSnapshots() {
            return snapshots.open();
        }
    }

    /**
     * Figures about the snapshots that are open.
     *
     * @param open how many there are
     * @param logBytes bytes of memory or file that logs take which the store has left, at a
     *     compaction or a restore, and which only snapshots still need
     * @param indexBytes the same of ordered indexes, and the nodes of the present one that only
     *     snapshots still need
     */
    public record Snapshots(int open, long logBytes, long indexBytes) {}

    /**
     * Figures about the two indexes.
     *
     * @param pointBytes bytes of the hash index
     * @param orderBytes bytes of the ordered index
     * @param retainedBytes the part of {@code orderBytes} that only snapshots still need
     * @param mostSlotsMoved the most slots or node entries that any single operation has moved so
     *     far
     */
    public record Index(
            long pointBytes, long orderBytes, long retainedBytes, long mostSlotsMoved) {}

    /** How far a compaction in steps is. */
    public enum CompactionState {
        /** None is under way. */
        IDLE,
        /** It copies, a little with each change. */
        COPYING,
        /** All is copied, and the next {@code flush} puts the new file in the old one's place. */
        WAITING_FOR_FLUSH
    }

    /**
     * Figures about compaction in steps, since the opening. A whole {@code compact()} counts
     * nowhere here.
     *
     * @param state how far it is
     * @param copied what the one that is under way has copied, or the last one
     * @param completed how many have ended with the new log in the old one's place
     * @param abandoned how many have ended otherwise
     * @param mostStepBytes the most bytes of records that any single step has copied: 4 KiB, and
     *     six times what one call has written, and one record more; it does not grow with the store
     */
    public record Compaction(
            CompactionState state,
            Copied copied,
            long completed,
            Abandoned abandoned,
            long mostStepBytes) {
        /** A store that never had one. */
        public static final Compaction NONE = new Compaction(
                CompactionState.IDLE, new Copied(0, 0, 0), 0, new Abandoned(0, ""), 0);
    }

    /**
     * What a compaction has copied.
     *
     * @param entries how many entries, in key order
     * @param bytes bytes of their records
     * @param logBytes bytes of all records in the new log: with those of entries that were changed
     *     after they were copied; 0 if none is under way
     */
    public record Copied(long entries, long bytes, long logBytes) {}

    /**
     * Compactions that did not end with the new log in the old one's place. The store went on with
     * the old one, and lacks nothing.
     *
     * @param count how many
     * @param lastReason why the last one ended; empty if there was none
     */
    public record Abandoned(long count, String lastReason) {}
}
