package io.cairn;

/**
 * Figures about a store at one moment.
 *
 * @param backend the memory backend's name: {@code ffm}, {@code chronicle}, {@code bytebuffer} or a
 *     third party's
 * @param entries how many entries there are
 * @param liveBytes bytes of live keys and values
 * @param log figures about the record log
 * @param index figures about the two indexes
 */
public record StoreStats(String backend, long entries, long liveBytes, Log log, Index index) {
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
}
