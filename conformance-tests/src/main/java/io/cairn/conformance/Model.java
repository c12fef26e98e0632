package io.cairn.conformance;

import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a store should hold: a sorted map on the heap whose values are never changed once they are
 * in it.
 */
final class Model {
    private final NavigableMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);
    private long sizeBytes;

    Model() {}

    Model(Model other) {
        entries.putAll(other.entries);
        sizeBytes = other.sizeBytes;
    }

    void put(byte[] key, byte[] value) {
        byte[] old = entries.put(key, value);
        sizeBytes += old == null ? key.length + value.length : value.length - old.length;
    }

    boolean delete(byte[] key) {
        byte[] old = entries.remove(key);
        if (old == null) {
            return false;
        }
        sizeBytes -= key.length + old.length;
        return true;
    }

    void clear() {
        entries.clear();
        sizeBytes = 0;
    }

    byte @Nullable [] get(byte[] key) {
        return entries.get(key);
    }

    boolean contains(byte[] key) {
        return entries.containsKey(key);
    }

    int size() {
        return entries.size();
    }

    long sizeBytes() {
        return sizeBytes;
    }

    NavigableMap<byte[], byte[]> entries() {
        return entries;
    }

    /**
     * The entries from {@code start}, included, to {@code end}, excluded or open where it is null.
     */
    NavigableMap<byte[], byte[]> range(byte[] start, byte @Nullable [] end) {
        if (end == null) {
            return entries.tailMap(start, true);
        }
        boolean empty = Arrays.compareUnsigned(start, end) >= 0;
        return empty
                ? new TreeMap<>(Arrays::compareUnsigned)
                : entries.subMap(start, true, end, false);
    }

    /** The entries that begin with {@code prefix}, found by looking at every key. */
    NavigableMap<byte[], byte[]> prefix(byte[] prefix) {
        NavigableMap<byte[], byte[]> found = new TreeMap<>(Arrays::compareUnsigned);
        for (Map.Entry<byte[], byte[]> entry : entries.entrySet()) {
            byte[] key = entry.getKey();
            if (key.length >= prefix.length
                    && Arrays.mismatch(key, 0, prefix.length, prefix, 0, prefix.length) < 0) {
                found.put(key, entry.getValue());
            }
        }
        return found;
    }
}
