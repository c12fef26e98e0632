package io.cairn.engine.index;

import io.cairn.engine.log.Findings;
import io.cairn.engine.log.LogWalk;
import io.cairn.engine.log.RecordFormat;
import io.cairn.engine.log.RecordLog;
import io.cairn.engine.memory.Memory;

/**
 * Checks each slot of a {@link PointIndex}: it leads to a record, and a search for that record's
 * key leads to the same one.
 */
public final class PointCheck {
    private final PointIndex points;
    private final RecordLog log;
    private final Findings findings;
    private long slots;
    private byte[] key = new byte[256];

    /** Makes a check. */
    public PointCheck(PointIndex points, RecordLog log, Findings findings) {
        this.points = points;
        this.log = log;
        this.findings = findings;
    }

    /** Checks all slots, and their number. */
    public void check() {
        for (long at = 0; at < points.pageBytes(); at += Long.BYTES) {
            check(points.addressInSlot(at));
        }
        for (int i = 0; i < points.overflow().count(); i++) {
            check(points.overflow().address(i));
        }
        findings.require("size of the point index", points.size(), slots);
    }

    /** Returns how many slots are taken. */
    public long slots() {
        return slots;
    }

    private void check(long address) {
        if (address == 0) {
            return;
        }
        slots++;
        String wrong = LogWalk.whatIsWrongWithRecord(log, address);
        if (!wrong.isEmpty()) {
            findings.damage(address, "a slot of the point index: " + wrong);
            return;
        }
        Memory window = log.at(address);
        int length = RecordFormat.keyLength(window, log.within(address));
        if (length > key.length) {
            key = new byte[Math.max(length, 2 * key.length)];
        }
        window.copyOut(RecordFormat.keyAt(log.within(address)), key, 0, length);
        long found = points.find(points.hash(key, 0, length), key, 0, length);
        if (found != address) {
            findings.damage(
                    address,
                    "a slot of the point index leads here, but a search for the key "
                            + (found == PointIndex.ABSENT
                                    ? "finds nothing"
                                    : "leads to address=" + found));
        }
    }
}
