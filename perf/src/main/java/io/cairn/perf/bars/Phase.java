package io.cairn.perf.bars;

import io.cairn.perf.bars.ForkSettings.Task;

import java.util.Locale;

/**
 * What a fork can do with its loaded store, in the order in which it is done. What is changed by a
 * later phase does not touch an earlier one.
 */
enum Phase {
    /** Lookups, beside the chase. */
    READS(Task.MEASURE),
    /** Times of single operations. */
    SAMPLES(Task.MEASURE),
    /** Scans of randomly inserted keys. */
    SCANS(Task.MEASURE),
    /** Changes of present values, beside lookups. */
    WRITES(Task.MEASURE),
    /** Puts of new keys, beside lookups. */
    INSERTS(Task.MEASURE),
    /** Scans after compaction. */
    COMPACTED(Task.MEASURE),
    /** Additions to counters, beside lookups. */
    COUNTERS(Task.MEASURE),
    /** Opening of a store on file. */
    OPENS(Task.OPEN),
    /** Taking of snapshots. */
    SNAPSHOTS(Task.SNAPSHOT),
    /** Puts while another thread serialises a snapshot, beside puts without one. */
    SERIALISING(Task.SNAPSHOT),
    /** Streams of the changes between two snapshots, and the full one. */
    DELTAS(Task.SNAPSHOT),
    /** A long run of overwrites on file. */
    COMPACTION(Task.COMPACT);

    private final Task task;

    Phase(Task task) {
        this.task = task;
    }

    /** In which kind of fork it is measured. */
    Task task() {
        return task;
    }

    /** The first part of the names of its readings. */
    String group() {
        return name().toLowerCase(Locale.ROOT);
    }
}
