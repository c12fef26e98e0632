package io.cairn;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Changes entries and their places in the time index together. The caller has set the key, and a
 * put has its value set here first.
 */
final class ExpiryWriter {
    /** Larger scratch arrays are not kept, lest one large value hold its memory for ever. */
    private static final int MOST_KEPT_BYTES = 1 << 20;

    private static final int LEAST_BYTES = 64;

    private final StateStore store;
    private final ExpiryKey key;
    private final ExpiredCount expired;
    private final ExpirySweep sweep;
    private final BytesView present;
    private WriteBatch batch = new WriteBatch();
    private byte[] value = new byte[LEAST_BYTES];
    private int valueLength;

    ExpiryWriter(StateStore store, ExpiryKey key, ExpiredCount expired, ExpirySweep sweep) {
        this.store = store;
        this.key = key;
        this.expired = expired;
        this.sweep = sweep;
        this.present = store.newView();
    }

    void setValue(byte[] source, int offset, int length) {
        Objects.requireNonNull(source, "value");
        Objects.checkFromIndexSize(offset, length, source.length);
        makeRoom(length);
        System.arraycopy(source, offset, value, 0, length);
    }

    void setValue(ByteBuffer source) {
        makeRoom(Objects.requireNonNull(source, "value").remaining());
        source.get(source.position(), value, 0, valueLength);
    }

    private void makeRoom(int length) {
        if (length > ExpiringStateStore.MAX_VALUE_LENGTH) {
            throw new IllegalArgumentException("value length=" + length + " is above the limit of "
                    + ExpiringStateStore.MAX_VALUE_LENGTH
                    + " bytes for entries that expire; split the value over several keys");
        }
        int needed = length + ExpiryLayout.TIME_BYTES;
        if (needed > value.length) {
            value = new byte[Math.max(needed, Math.min(2 * value.length, MOST_KEPT_BYTES))];
        }
        valueLength = length;
    }

    /** Puts the value under the key, with an event time that has not expired. */
    void put(long eventTimeMillis, long firstLive) {
        ExpiryLayout.setTime(value, valueLength, eventTimeMillis);
        int length = valueLength + ExpiryLayout.TIME_BYTES;
        boolean isPresent = key.getEntry(store, present);
        long before = isPresent ? ExpiryLayout.timeOf(present) : eventTimeMillis;
        if (isPresent && before == eventTimeMillis) {
            key.putEntry(store, value, length); // its place in the time index stays
            return;
        }
        if (before < firstLive) {
            sweep.tellReplaced(key);
        }
        batch.clear();
        if (isPresent) {
            key.deleteIndex(batch, before);
        }
        key.putEntry(batch, value, length);
        key.putIndex(batch, eventTimeMillis);
        store.write(batch);
        expired.removed(isPresent && expired.includes(before) ? 1 : 0);
        sweep.added(eventTimeMillis);
    }

    /** Deletes the key, if it is there and has not expired; returns whether it was. */
    boolean delete(long firstLive) {
        if (!key.getEntry(store, present)) {
            return false;
        }
        long eventTimeMillis = ExpiryLayout.timeOf(present);
        if (eventTimeMillis < firstLive) {
            return false;
        }
        batch.clear();
        key.deleteEntry(batch);
        key.deleteIndex(batch, eventTimeMillis);
        store.write(batch);
        return true;
    }

    /** Gives up arrays that are too large to keep. */
    void trim() {
        if (value.length > MOST_KEPT_BYTES) {
            value = new byte[LEAST_BYTES];
            batch = new WriteBatch();
        }
    }
}
