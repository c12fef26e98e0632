package io.cairn.engine;

import io.cairn.engine.index.OrderIndex;
import io.cairn.engine.index.PointIndex;
import io.cairn.engine.log.RecordFormat;
import io.cairn.engine.log.RecordLog;
import io.cairn.engine.memory.Memory;
import io.cairn.engine.memory.MemoryFactory;

/**
 * One log, the two indexes over it, and the counts of what is live: all that changes together when
 * an entry comes or goes. Each method leaves the three in agreement.
 */
final class Contents {
    private final MemoryFactory factory;
    private final long hashSeed;
    private final RecordLog log;
    private PointIndex points;
    private OrderIndex order;
    private final UnlinkedRecords unlinked = new UnlinkedRecords();
    private byte[] unlinkedKey = new byte[64];
    private long liveBytes;
    private long liveRecordBytes;

    /** Begins with no entries. Takes over the log, also where it fails. */
    Contents(MemoryFactory factory, RecordLog log, long hashSeed) {
        this.factory = factory;
        this.hashSeed = hashSeed;
        this.log = log;
        PointIndex newPoints = null;
        try {
            newPoints = new PointIndex(factory, log, hashSeed);
            this.points = newPoints;
            this.order = new OrderIndex(factory, log);
        } catch (RuntimeException e) {
            if (newPoints != null) {
                newPoints.release();
            }
            log.release();
            throw e;
        }
    }

    RecordLog log() {
        return log;
    }

    /** Returns the point index, which has all records. */
    PointIndex points() {
        linkAll();
        return points;
    }

    /** Returns the order index, which has all records, or will have when it is read. */
    OrderIndex order() {
        linkAll();
        return order;
    }

    boolean isOrderedBy(OrderIndex index) {
        return order == index;
    }

    /** Tells the order index which epochs snapshots need; see {@link OrderIndex#setPins}. */
    void setPins(long newest, long oldest) {
        order.setPins(newest, oldest);
    }

    long size() {
        linkAll();
        return points.size();
    }

    long liveBytes() {
        linkAll();
        return liveBytes;
    }

    long liveRecordBytes() {
        linkAll();
        return liveRecordBytes;
    }

    long hash(byte[] bytes, int offset, int length) {
        return points.hash(bytes, offset, length);
    }

    long find(byte[] bytes, int offset, int length) {
        return find(points.hash(bytes, offset, length), bytes, offset, length);
    }

    /** Returns the address of a key's record, or {@link PointIndex#ABSENT}. */
    long find(long hash, byte[] bytes, int offset, int length) {
        if (unlinked.mayHave(hash)) {
            linkAll();
        }
        return points.find(hash, bytes, offset, length);
    }

    /**
     * Changes the length of a record's value in place, where its room allows; the caller writes the
     * bytes.
     */
    void resizeInPlace(long address, int keyLength, int valueLength) {
        Memory window = log.at(address);
        long at = log.within(address);
        int before = RecordFormat.valueLength(window, at);
        if (before != valueLength) {
            RecordFormat.putValueLength(window, at, valueLength);
            liveBytes += valueLength - before;
            liveRecordBytes += RecordFormat.size(keyLength, valueLength)
                    - RecordFormat.size(keyLength, before);
        }
    }

    /** Makes sure that a record can be appended and linked: what follows cannot fail. */
    void ensureRoom(boolean newKey, long recordSize) {
        if (newKey) {
            points.ensureRoom(unlinked.count() + 1);
        }
        order.ensureRoom(unlinked.count() + 1);
        log.ensureRoom(recordSize);
    }

    /**
     * Makes sure that a record which removes can be appended and the removal be made: what follows
     * cannot fail.
     */
    void ensureRoomToRemove(long recordSize) {
        order.ensureRoom(unlinked.count() + 1);
        log.ensureRoomToRemove(recordSize);
    }

    /** Makes sure that the order index can follow; see {@link OrderIndex#ensureRoomForMany}. */
    void ensureRoomInOrder(int newKeys, int others) {
        linkAll();
        order.ensureRoomForMany(newKeys, others);
    }

    /**
     * Lets a record be the entry of its key in the point index, for which there may be no room;
     * {@link #follow} or {@link #pointBack} must come next.
     */
    void pointAt(long hash, byte[] bytes, int offset, int length, long address) {
        points.ensureRoom(1);
        linkPoint(hash, address, points.find(hash, bytes, offset, length));
    }

    /** Undoes {@link #pointAt}, the last one first: the entry is at {@code before} again. */
    void pointBack(long hash, byte[] bytes, int offset, int length, long before) {
        long present = points.find(hash, bytes, offset, length);
        if (before == PointIndex.ABSENT) {
            uncount(present);
            points.remove();
        } else {
            linkPoint(hash, /* address= */ before, /* before= */ present);
        }
    }

    /** Lets the order index follow {@link #pointAt}; cannot fail if there is room. */
    void follow(byte[] bytes, int offset, int length, long address, long before) {
        order.put(bytes, offset, length, address, before);
    }

    /**
     * Lets the record that was committed at {@code address} be the entry of its key, which
     * {@code before} was until now, if not ABSENT.
     */
    void link(long hash, byte[] bytes, int offset, int length, long address, long before) {
        linkPoint(hash, address, before);
        order.put(bytes, offset, length, address, before);
    }

    /** As {@link #ensureRoom}, for more new keys with {@link #append}, at most a few dozen. */
    void ensureRoomToAppend(int keys, long recordSize) {
        points.ensureRoom(unlinked.count() + keys);
        order.ensureRoom(unlinked.count() + keys);
        log.ensureRoom(recordSize);
    }

    /**
     * Lets the record that was committed at {@code address} be the entry of its key, which is
     * greater than all others. To be called soon after {@link #readAheadToAppend}.
     */
    void append(long hash, byte[] bytes, int offset, int length, long address) {
        linkPoint(hash, address, PointIndex.ABSENT);
        order.append(bytes, offset, length, address);
    }

    /** Reads ahead where the point index will take in a key. */
    void readAheadToAppend(long hash) {
        points.touchSlot(hash);
    }

    /**
     * Tells whether records may be left to {@link #linkLater}: it gains where the indexes are not
     * in the cache.
     */
    boolean linksLater() {
        return order.isDeferred();
    }

    /**
     * Reads ahead what changes before this one are still to touch. To be called before something
     * that waits for the memory in any case.
     */
    void readAhead() {
        order.readAhead();
    }

    /** As {@link #readAhead()}; a record of a key with this hash is then left to linkLater. */
    void readAheadToLinkLater(long hash) {
        order.readAhead();
        unlinked.readAhead(points, hash);
    }

    /**
     * Lets the record that was committed at {@code address} be the entry of its key, of which is
     * not known whether it was present: with the next call, or before anybody can tell the
     * difference.
     */
    void linkLater(long hash, long address) {
        if (unlinked.isFull()) {
            linkFirst();
        }
        unlinked.add(hash, address);
    }

    private void linkAll() {
        unlinked.readAheadRecords(points);
        while (unlinked.count() > 0) {
            linkFirst();
        }
    }

    private void linkFirst() {
        long hash = unlinked.hash(0);
        long address = unlinked.address(0);
        unlinkedKey = log.copyOfKey(address, unlinkedKey);
        long before = points.find(hash, unlinkedKey, 0, log.keyLength(address));
        linkPoint(hash, address, before);
        order.defer(address, before);
        unlinked.dropFirst();
    }

    private void linkPoint(long hash, long address, long before) {
        if (before == PointIndex.ABSENT) {
            points.insert(hash, address);
        } else {
            uncount(before);
            points.replace(address);
        }
        count(address);
    }

    /** Removes the key that {@link PointIndex#find} has just found at {@code address}. */
    void unlink(byte[] bytes, int offset, int length, long address) {
        uncount(address);
        points.remove();
        order.remove(bytes, offset, length);
    }

    /**
     * Deletes a key: with a record where the log is a file's; tells whether the key was present.
     */
    boolean delete(byte[] bytes, int offset, int length) {
        long address = find(bytes, offset, length);
        if (address == PointIndex.ABSENT) {
            return false;
        }
        boolean onFile = log.file() != null;
        ensureRoomToRemove(onFile ? RecordFormat.size(length, 0) : 0);
        if (onFile) {
            log.commit(log.begin(RecordFormat.DELETE, bytes, offset, length, 0));
        }
        unlink(bytes, offset, length, address);
        return true;
    }

    private void count(long address) {
        Memory window = log.at(address);
        long at = log.within(address);
        liveBytes +=
                RecordFormat.keyLength(window, at) + (long) RecordFormat.valueLength(window, at);
        liveRecordBytes += RecordFormat.size(window, at);
    }

    private void uncount(long address) {
        Memory window = log.at(address);
        long at = log.within(address);
        liveBytes -=
                RecordFormat.keyLength(window, at) + (long) RecordFormat.valueLength(window, at);
        liveRecordBytes -= RecordFormat.size(window, at);
    }

    /**
     * Takes a record that is in the log already and puts into the indexes; the order index may be
     * left for {@link #orderAll}.
     */
    void replayPut(long hash, byte[] key, int length, long address, boolean ordered) {
        long before = points.find(hash, key, 0, length);
        if (before == PointIndex.ABSENT) {
            points.ensureRoom(1);
        }
        if (ordered) {
            order.ensureRoom(1);
            link(hash, key, 0, length, address, before);
        } else {
            linkPoint(hash, address, before);
        }
    }

    /**
     * Takes a record that is in the log already and deletes into the indexes; the order index may
     * be left for {@link #orderAll}.
     */
    void replayDelete(byte[] key, int length, boolean ordered) {
        long before = find(key, 0, length);
        if (before == PointIndex.ABSENT) {
            return;
        }
        if (ordered) {
            order.ensureRoom(1);
            unlink(key, 0, length, before);
        } else {
            uncount(before);
            points.remove();
        }
    }

    /**
     * Takes all keys of the point index into the order index, which has none yet.
     *
     * @param prefix a key
     * @param shared how many of its first bytes all keys share at least
     */
    void orderAll(byte[] prefix, int shared) {
        order.addAll(points, prefix, shared);
    }

    /** Begins anew with empty indexes; the log stays as it is. */
    void clear() {
        PointIndex newPoints = new PointIndex(factory, log, hashSeed);
        OrderIndex newOrder;
        try {
            newOrder = new OrderIndex(factory, log);
        } catch (RuntimeException e) {
            newPoints.release();
            throw e;
        }
        adopt(newPoints, newOrder, 0, 0);
    }

    /** Takes over indexes in place of the present ones. */
    void adopt(
            PointIndex newPoints, OrderIndex newOrder, long newLiveBytes, long newLiveRecordBytes) {
        points.release();
        order.release();
        unlinked.clear();
        points = newPoints;
        order = newOrder;
        liveBytes = newLiveBytes;
        liveRecordBytes = newLiveRecordBytes;
    }

    /** Lets go of the log and the indexes. */
    void release() {
        points.release();
        order.release();
        log.release();
    }
}
