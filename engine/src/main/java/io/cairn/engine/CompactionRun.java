package io.cairn.engine;

import io.cairn.engine.index.TreeCursor;
import io.cairn.engine.log.ForceAhead;
import io.cairn.engine.log.LogFile;
import io.cairn.engine.log.RecordFormat;
import io.cairn.engine.log.RecordLog;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The copying of contents that change meanwhile, in key order and in steps. Each step goes on from
 * the key after the last one copied; a change of a key up to that one is made in the copy too, a
 * change of a later key the walk will meet. So when the walk is at its end, and from then on, the
 * copy equals the original. Whoever began it must either take the {@link #copy()} or
 * {@link #abandon()} it. Owner's thread only.
 */
final class CompactionRun {
    private static final int NONE = -1;
    /** So many records are copied before the indexes point at them: their misses overlap. */
    private static final int UNLINKED_MOST = 16;

    private final Contents source;
    private final ContentsBuilder builder;
    private final Contents copy;
    private final EntryWriter mirror;
    private final @Nullable ForceAhead forcing;
    private final TreeCursor walk;

    /** The last key that was copied; its length is {@link #NONE} if there is none yet. */
    private byte[] position = new byte[256];

    private int positionLength = NONE;
    private final long[] hashes = new long[UNLINKED_MOST];
    private final long[] addresses = new long[UNLINKED_MOST];
    private int unlinked;
    private byte[] linkedKey = new byte[256];

    private boolean atEnd;
    private long entries;
    private long bytes;

    CompactionRun(Home home, Contents source) {
        this.source = source;
        this.walk = source.order().cursor();
        RecordLog log = source.log();
        this.builder = home.builder(log, log.file() != null);
        this.copy = builder.contents();
        boolean onFile = copy.log().file() != null;
        this.mirror = new EntryWriter(copy, onFile, new OpenSnapshots(), new Stamp(copy));
        this.forcing = onFile ? new ForceAhead(copy.log(), home.factory().growth()) : null;
    }

    /** Returns the copy, which is whole if {@link #isAtEnd}. */
    Contents copy() {
        return copy;
    }

    Contents source() {
        return source;
    }

    /** Tells whether every entry was copied. */
    boolean isAtEnd() {
        return atEnd;
    }

    /**
     * Tells whether only the caller's flush may put the copy in the original's place: it then
     * counts as flushed, and what the caller takes for the last flush must be so.
     */
    boolean waitsForFlush() {
        LogFile file = source.log().file();
        return file != null && !file.isNeverFlushed();
    }

    /** Returns how many entries the walk has copied. */
    long entries() {
        return entries;
    }

    /** Returns the bytes of the records that the walk has copied. */
    long bytes() {
        return bytes;
    }

    /**
     * Copies entries until their records have {@code most} bytes together, or more by a part of the
     * last one; returns how many they have.
     */
    long step(long most) {
        long before = bytes;
        boolean more = source.order().seekAfter(walk, position, positionLength);
        while (more && bytes - before < most) {
            copyRecord(walk.address());
            more = walk.next();
            if (unlinked == UNLINKED_MOST) {
                linkAll();
            }
        }
        linkAll();
        atEnd = !more;
        forceAhead();
        return bytes - before;
    }

    /** Copies a record, which is left for {@link #linkAll}, and reads its slot ahead. */
    private void copyRecord(long from) {
        RecordLog log = source.log();
        position = log.copyOfKey(from, position);
        positionLength = log.keyLength(from);
        int valueLength = log.valueLength(from);
        long size = RecordFormat.size(positionLength, valueLength);
        copy.ensureRoomToAppend(unlinked + 1, size);
        RecordLog target = copy.log();
        long to = target.begin(RecordFormat.PUT, position, 0, positionLength, valueLength);
        long valueAt = RecordFormat.valueAt(target.within(to), positionLength);
        log.copyValueTo(from, positionLength, target.at(to), valueAt, valueLength);
        target.commit(to);
        long hash = copy.hash(position, 0, positionLength);
        copy.readAheadToAppend(hash);
        hashes[unlinked] = hash;
        addresses[unlinked++] = to;
        entries++;
        bytes += size;
    }

    /** Lets the indexes point at all records that were copied. */
    private void linkAll() {
        RecordLog log = copy.log();
        for (int i = 0; i < unlinked; i++) {
            long address = addresses[i];
            linkedKey = log.copyOfKey(address, linkedKey);
            copy.append(hashes[i], linkedKey, 0, log.keyLength(address), address);
        }
        unlinked = 0;
    }

    /** Tells whether a key's changes must be made in the copy too. */
    boolean covers(byte[] key, int offset, int length) {
        return atEnd
                || (positionLength != NONE
                        && Arrays.compareUnsigned(
                                        key, offset, offset + length, position, 0, positionLength)
                                <= 0);
    }

    /** Makes the record at {@code from} of the original be the copy's entry of its key, too. */
    void put(byte[] key, int offset, int length, long from) {
        RecordLog log = source.log();
        int valueLength = log.valueLength(from);
        mirror.findToPut(key, offset, length);
        mirror.begin(key, offset, length, valueLength);
        log.copyValueTo(from, length, mirror.window(), mirror.valueAt(length), valueLength);
        mirror.end(key, offset, length);
    }

    /** Removes a key, which is present, from the copy, too. */
    void delete(byte[] key, int offset, int length) {
        copy.delete(key, offset, length);
    }

    /** Lets records that will not change be forced. */
    void forceAhead() {
        if (forcing != null) {
            forcing.reached(copy.log().end());
        }
    }

    /**
     * Throws if the original's name now leads to another file, or nowhere: that is nobody's to
     * replace who was not asked to.
     */
    void requireName() {
        LogFile file = source.log().file();
        if (file != null) {
            file.requireName();
        }
    }

    /** Ends the work of others on the copy; only what they have not forced is left to force. */
    void stopForcing() {
        if (forcing != null) {
            copy.log().forcedTo(forcing.stop());
        }
    }

    /**
     * Frees the copy, and deletes its file.
     *
     * @throws io.cairn.StoreIoException if it cannot be deleted; all else is done
     */
    void abandon() {
        stopForcing();
        builder.abandon();
    }
}
