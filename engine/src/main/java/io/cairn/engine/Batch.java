package io.cairn.engine;

import io.cairn.engine.index.PointIndex;
import io.cairn.engine.log.RecordFormat;
import io.cairn.engine.log.RecordLog;

/** The keys of one group of a batch, whose lookups are read ahead together. Owner's thread only. */
final class Batch {
    /** Lookups that are under way together: as many as keep the memory busy. */
    static final int GROUP = 32;

    private final long[] hashes = new long[GROUP];
    private final long[] candidates = new long[GROUP];

    /**
     * Reads ahead what looking up {@code keys[from]} to before {@code keys[to]} will read.
     *
     * @param to at most {@link #GROUP} after {@code from}
     */
    void touch(PointIndex points, byte[][] keys, int from, int to) {
        for (int i = from; i < to; i++) {
            hashes[i - from] = points.hash(keys[i], 0, keys[i].length);
        }
        points.touch(hashes, to - from, candidates);
    }

    /** Returns the hash of a key of the group, by its place in it. */
    long hash(int index) {
        return hashes[index];
    }

    /** Finds a key of the group, by its place in it; nothing was changed since {@link #touch}. */
    long find(Contents contents, int index, byte[] key) {
        long candidate = candidates[index];
        RecordLog log = contents.log();
        if (candidate != PointIndex.ABSENT
                && RecordFormat.hasKey(
                        log.at(candidate), log.within(candidate), key, 0, key.length)) {
            return candidate;
        }
        return contents.find(hashes[index], key, 0, key.length);
    }
}
