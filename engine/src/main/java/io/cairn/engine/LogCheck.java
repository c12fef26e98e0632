package io.cairn.engine;

import io.cairn.engine.index.PointIndex;
import io.cairn.engine.log.Findings;
import io.cairn.engine.log.LogFile;
import io.cairn.engine.log.LogWalk;
import io.cairn.engine.log.RecordFormat;
import io.cairn.engine.log.RecordLog;
import io.cairn.engine.memory.Memory;

import java.util.HashMap;
import java.util.Map;

/**
 * Checks the log of contents on file, and that the point index says of every key what the log's
 * last record of it says. Takes heap for as many keys as were live at once and have been deleted
 * since.
 */
final class LogCheck {
    private final Contents contents;
    private final RecordLog log;
    private final LogFile file;
    private final Findings findings;
    /** Keys, by their hashes, that were put and are absent: a DELETE must follow. */
    private final Map<Long, Long> awaited = new HashMap<>();

    private long records;
    private long bytes;
    private long lastClear;
    private long live;
    private byte[] key = new byte[256];

    LogCheck(Contents contents, LogFile file, Findings findings) {
        this.contents = contents;
        this.log = contents.log();
        this.file = file;
        this.findings = findings;
    }

    void check() {
        if (!checkRecords()) {
            return;
        }
        findings.require("usedBytes", log.usedBytes(), bytes);
        LogWalk walk = new LogWalk(log, file, lastClear == 0 ? LogWalk.first() : lastClear);
        while (walk.next()) {
            compareWithIndex(walk.address());
        }
        awaited.values().stream()
                .sorted()
                .forEach(address -> findings.damage(
                        address,
                        "this record's key is in neither index, though no later one deletes it"));
        findings.require("size", contents.size(), live);
    }

    long records() {
        return records;
    }

    long bytes() {
        return bytes;
    }

    private boolean checkRecords() {
        LogWalk walk = new LogWalk(log, file, LogWalk.first());
        while (walk.next()) {
            Memory window = log.at(walk.address());
            if (RecordFormat.kind(window, log.within(walk.address())) == RecordFormat.CLEAR) {
                lastClear = walk.address();
            }
        }
        records = walk.records();
        bytes = walk.bytes();
        if (!walk.damage().isEmpty()) {
            findings.damage(
                    walk.address(), walk.damage() + "; the log was not checked any further");
        }
        return walk.damage().isEmpty();
    }

    private void compareWithIndex(long address) {
        Memory window = log.at(address);
        long at = log.within(address);
        int kind = RecordFormat.kind(window, at);
        if (kind == RecordFormat.CLEAR) {
            return; // the last one, with which the walk begins
        }
        int length = RecordFormat.keyLength(window, at);
        key = log.copyOfKey(address, key);
        long hash = contents.points().hash(key, 0, length);
        long found = contents.find(key, 0, length);
        if (found == PointIndex.ABSENT) {
            if (kind == RecordFormat.PUT) {
                awaited.put(hash, address);
            } else {
                awaited.remove(hash);
            }
        } else if (found < address) {
            findings.damage(
                    address,
                    "the point index has this record's key at the earlier address=" + found);
        } else if (found == address) {
            live++;
        }
    }
}
