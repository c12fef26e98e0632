package io.cairn.engine.index;

import io.cairn.StoreFullException;
import io.cairn.engine.log.RecordFormat;
import io.cairn.engine.log.RecordLog;

/**
 * The few keys of a {@link PointIndex} whose page is full. With a good hash a page of 512 slots
 * that is three quarters full on average is never full (more than six standard deviations away), so
 * this stays empty; it is here so that bad luck is no error. For keys whose page is full a search
 * looks at all its slots and at all that is here: 768 places, whatever the store's size.
 */
final class Overflow {
    private static final int CAPACITY = 256;

    private final long[] hashes = new long[CAPACITY];
    private final long[] addresses = new long[CAPACITY];
    private int count;

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    long hash(int index) {
        return hashes[index];
    }

    long address(int index) {
        return addresses[index];
    }

    void setAddress(int index, long address) {
        addresses[index] = address;
    }

    int find(RecordLog log, long hash, byte[] key, int offset, int length) {
        for (int i = 0; i < count; i++) {
            long address = addresses[i];
            if (hashes[i] == hash
                    && RecordFormat.hasKey(
                            log.at(address), log.within(address), key, offset, length)) {
                return i;
            }
        }
        return -1;
    }

    void ensureRoom(int more) {
        if (count + more > CAPACITY) {
            throw new StoreFullException(
                    "the point index has overflow=" + count + " keys of at most " + CAPACITY
                            + " whose pages are full; the keys collide as no random keys do: compact the store, which draws another hash seed");
        }
    }

    void add(long hash, long address) {
        hashes[count] = hash;
        addresses[count++] = address;
    }

    void remove(int index) {
        count--;
        hashes[index] = hashes[count];
        addresses[index] = addresses[count];
    }

    /** Puts the keys into the table, or back here where their pages are still full. */
    void drainInto(PointIndex index) {
        int before = count;
        for (int i = 0; i < before; i++) {
            long hash = hashes[0];
            long address = addresses[0];
            remove(0);
            index.place(hash, address);
        }
    }
}
