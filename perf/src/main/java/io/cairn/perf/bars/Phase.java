package io.cairn.perf.bars;

/**
 * What a fork can do with its loaded store, in the order in which it is done. What is changed by a
 * later phase does not touch an earlier one.
 */
enum Phase {
    /** Lookups, beside the chase. */
    READS,
    /** Times of single operations. */
    SAMPLES,
    /** Scans of randomly inserted keys. */
    SCANS,
    /** Changes of present values, beside lookups. */
    WRITES,
    /** Puts of new keys, beside lookups. */
    INSERTS,
    /** Scans after compaction. */
    COMPACTED,
    /** Additions to counters, beside lookups. */
    COUNTERS,
    /** Opening of a store on file, in forks of its own. */
    OPENS;

    /** The first part of the names of its readings. */
    String group() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
