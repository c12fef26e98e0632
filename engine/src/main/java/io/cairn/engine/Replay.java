package io.cairn.engine;

import io.cairn.engine.log.RecordFormat;
import io.cairn.engine.log.RecordLog;
import io.cairn.engine.memory.Memory;

import java.util.Arrays;

/**
 * Takes records that are in the log already into the indexes, in their order. Records that put are
 * gathered to small groups, so that the cache misses of their lookups overlap. Where there were no
 * entries before, the order index is left out and made at the end, from all keys at once.
 */
final class Replay {
    private static final int GROUP = Batch.GROUP;

    private final Contents contents;
    private final RecordLog log;
    private final boolean ordered;
    private final long[] addresses = new long[GROUP];
    private final long[] hashes = new long[GROUP];
    private final long[] candidates = new long[GROUP];
    private int count;
    private byte[] key = new byte[256];
    private byte[] prefix = {};
    private int prefixLength = -1;

    /**
     * Begins.
     *
     * @param contents what the records before those to come have made
     */
    Replay(Contents contents) {
        this.contents = contents;
        this.log = contents.log();
        this.ordered = contents.size() > 0;
    }

    /** Takes the record at an address, now or with one of the next calls. */
    void add(long address) {
        Memory window = log.at(address);
        int kind = RecordFormat.kind(window, log.within(address));
        int length = readKey(address);
        if (kind == RecordFormat.PUT) {
            narrowPrefix(length);
            addresses[count] = address;
            hashes[count++] = contents.points().hash(key, 0, length);
            if (count == GROUP) {
                drain();
            }
            return;
        }
        drain();
        if (kind == RecordFormat.DELETE) {
            readKey(address);
            contents.replayDelete(key, length, ordered);
        } else {
            contents.clear();
        }
    }

    private void narrowPrefix(int length) {
        if (ordered) {
            return;
        }
        if (prefixLength < 0) {
            prefix = Arrays.copyOf(key, length);
            prefixLength = length;
        }
        int same = Math.min(prefixLength, length);
        int mismatch = Arrays.mismatch(prefix, 0, same, key, 0, same);
        prefixLength = mismatch < 0 ? same : mismatch;
    }

    /** Takes what was gathered; {@link #finish} must follow in the end. */
    void drain() {
        contents.points().touch(hashes, count, candidates);
        for (int i = 0; i < count; i++) {
            int length = readKey(addresses[i]);
            contents.replayPut(hashes[i], key, length, addresses[i], ordered);
        }
        count = 0;
    }

    /** Ends: both indexes are complete. */
    void finish() {
        drain();
        if (!ordered && contents.size() > 0) {
            contents.orderAll(prefix, prefixLength);
        }
    }

    private int readKey(long address) {
        key = log.copyOfKey(address, key);
        return log.keyLength(address);
    }
}
