package io.cairn.engine;

import io.cairn.engine.index.PointIndex;
import io.cairn.engine.log.RecordFormat;
import io.cairn.engine.log.RecordLog;
import io.cairn.engine.memory.Memory;

/**
 * Writes one entry in three steps: {@link #find} its key; {@link #begin} a value, for which room is
 * made everywhere, which may fail and then has changed nothing; and, when the caller has written
 * the value's bytes, {@link #end}. In memory a value that fits is written in place, unless a
 * snapshot still shows the old one. Owner's thread only.
 */
final class EntryWriter {
    private final boolean onFile;
    private final OpenSnapshots snapshots;
    private final Stamp stamp;
    private Contents contents;
    private long hash;
    private long before;
    private long address;
    private boolean inPlace;
    private boolean later;

    /**
     * Makes a writer.
     *
     * @param contents what to write into first
     * @param onFile whether records must never be changed
     */
    EntryWriter(Contents contents, boolean onFile, OpenSnapshots snapshots, Stamp stamp) {
        this.contents = contents;
        this.onFile = onFile;
        this.snapshots = snapshots;
        this.stamp = stamp;
    }

    /** Takes other contents to write into. */
    void writeInto(Contents newContents) {
        contents = newContents;
    }

    /** Finds a key; returns its record's address, or {@link PointIndex#ABSENT}. */
    long find(byte[] key, int offset, int length) {
        return find(contents.hash(key, offset, length), key, offset, length);
    }

    /**
     * Finds a key for a value that {@link #begin} is to make room for; where a record is appended
     * in any case, that is left for later.
     */
    void findToPut(byte[] key, int offset, int length) {
        if (onFile && contents.linksLater()) {
            hash = contents.hash(key, offset, length);
            contents.readAheadToLinkLater(hash);
            before = PointIndex.ABSENT;
            later = true;
        } else {
            findToUpdate(key, offset, length);
        }
    }

    /**
     * Finds a key whose present value must be known; the changes before this one get on while the
     * lookup waits for the memory.
     */
    long findToUpdate(byte[] key, int offset, int length) {
        contents.readAhead();
        return find(key, offset, length);
    }

    /** Finds a key whose hash is known. */
    long find(long keyHash, byte[] key, int offset, int length) {
        hash = keyHash;
        later = false;
        before = contents.find(keyHash, key, offset, length);
        return before;
    }

    /** Makes room for a value of the key that was found, or was not. */
    void begin(byte[] key, int offset, int keyLength, int valueLength) {
        inPlace = canOverwrite(keyLength, valueLength);
        if (inPlace) {
            address = before;
            stamp.advance();
            contents.resizeInPlace(address, keyLength, valueLength);
        } else {
            beginRecord(key, offset, keyLength, valueLength);
        }
    }

    /** Makes room for a value beside the present one. */
    void beginRecord(byte[] key, int offset, int keyLength, int valueLength) {
        inPlace = false;
        contents.ensureRoom(before == PointIndex.ABSENT, RecordFormat.size(keyLength, valueLength));
        stamp.advance();
        address = contents.log().begin(RecordFormat.PUT, key, offset, keyLength, valueLength);
    }

    /** Tells whether a value would be written over the present one. */
    boolean canOverwrite(int keyLength, int valueLength) {
        if (onFile || before == PointIndex.ABSENT || before < snapshots.protectedEnd()) {
            return false;
        }
        RecordLog log = contents.log();
        return RecordFormat.size(keyLength, valueLength)
                <= RecordFormat.room(log.at(before), log.within(before));
    }

    /** Returns the window in which the value's bytes are to be written. */
    Memory window() {
        return contents.log().at(address);
    }

    /** Returns where in {@link #window} the value's bytes are to be written. */
    long valueAt(int keyLength) {
        return RecordFormat.valueAt(contents.log().within(address), keyLength);
    }

    /** Lets the value, which the caller has written, be the key's. */
    void end(byte[] key, int offset, int keyLength) {
        if (inPlace) {
            return;
        }
        contents.log().commit(address);
        if (later) {
            contents.linkLater(hash, address);
        } else {
            contents.link(hash, key, offset, keyLength, address, before);
        }
    }

    /** Returns the address of the record that was written last. */
    long address() {
        return address;
    }

    /** Forgets a value that was not written in place. */
    void abandon() {
        contents.log().abandon(address);
    }
}
