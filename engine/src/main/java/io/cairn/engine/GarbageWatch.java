package io.cairn.engine;

import io.cairn.CompactionTrigger;

/**
 * Tells when a log has so much garbage that a compaction should begin. Looks closely only now and
 * then, so that a change pays two comparisons. Owner's thread only.
 */
final class GarbageWatch {
    /** One look for so many changes, or for so many bytes of records. */
    private static final int CHANGES = 256;

    private static final long BYTES = 64 << 10;

    private final CompactionTrigger trigger;
    private long lookAtBytes;
    private int changesLeft;
    /** Less garbage than this is not worth another attempt. */
    private long leastGarbage;

    GarbageWatch(CompactionTrigger trigger) {
        this.trigger = trigger;
        this.lookAtBytes = trigger.isOn() ? 0 : Long.MAX_VALUE;
    }

    /** Tells, after a change, whether it is time; may tell so a few changes later. */
    boolean isTimeAfterChange(Contents contents) {
        return (contents.log().usedBytes() >= lookAtBytes || --changesLeft < 0) && isTime(contents);
    }

    /** Tells whether it is time. */
    boolean isTime(Contents contents) {
        if (!trigger.isOn()) {
            changesLeft = Integer.MAX_VALUE;
            return false;
        }
        changesLeft = CHANGES;
        lookAtBytes = contents.log().usedBytes() + BYTES;
        return isPast(contents) && garbage(contents) >= leastGarbage;
    }

    /** Tells whether the share of garbage is past the trigger's. */
    private boolean isPast(Contents contents) {
        long used = contents.log().usedBytes();
        return used >= trigger.leastLogBytes() && garbage(contents) > trigger.garbageShare() * used;
    }

    /** After an attempt that failed: there must be as much garbage on top for another one. */
    void failed(Contents contents) {
        long used = contents.log().usedBytes();
        long share = (long) (trigger.garbageShare() * used);
        leastGarbage = garbage(contents) + Math.max(share, BYTES);
    }

    /** There is a new log. */
    void beginAnew() {
        leastGarbage = 0;
        lookAtBytes = trigger.isOn() ? 0 : Long.MAX_VALUE;
    }

    /** Returns the share of a log that is garbage, 0.0 to 1.0. */
    static double share(Contents contents) {
        long used = contents.log().usedBytes();
        return used == 0 ? 0 : (double) garbage(contents) / used;
    }

    private static long garbage(Contents contents) {
        return contents.log().usedBytes() - contents.liveRecordBytes();
    }
}
