package io.cairn.conformance;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a store should hold whose entries expire: those that can be read, and those that have
 * expired and wait for their removal.
 */
final class ExpiryModel {
    /** An entry. */
    @SuppressWarnings("ArrayRecordComponent") // compared with Arrays.equals
    record Item(byte[] key, byte[] value, long time) {
        boolean sameAs(Item other) {
            return time == other.time
                    && Arrays.equals(key, other.key)
                    && Arrays.equals(value, other.value);
        }

        @Override
        public String toString() {
            return Bytes.show(key) + "@" + time;
        }
    }

    private static final Comparator<Item> IN_ORDER =
            Comparator.comparingLong(Item::time).thenComparing(Item::key, Arrays::compareUnsigned);

    private final long timeToLive;
    private final NavigableMap<byte[], Item> live = new TreeMap<>(Arrays::compareUnsigned);
    private final NavigableSet<Item> waiting = new TreeSet<>(IN_ORDER);
    private long watermark = Long.MIN_VALUE;

    ExpiryModel(long timeToLive) {
        this.timeToLive = timeToLive;
    }

    ExpiryModel(ExpiryModel other) {
        this(other.timeToLive);
        live.putAll(other.live);
        waiting.addAll(other.waiting);
        watermark = other.watermark;
    }

    long watermark() {
        return watermark;
    }

    /** The entries that can be read. */
    NavigableMap<byte[], Item> live() {
        return live;
    }

    /** The expired entries that are stored yet, in the order in which they are to be removed. */
    NavigableSet<Item> waiting() {
        return waiting;
    }

    boolean isExpired(long time) {
        return BigInteger.valueOf(time)
                        .add(BigInteger.valueOf(timeToLive))
                        .compareTo(BigInteger.valueOf(watermark))
                <= 0;
    }

    boolean put(byte[] key, byte[] value, long time) {
        if (isExpired(time)) {
            return false;
        }
        live.put(key, new Item(key, value, time));
        return true;
    }

    boolean delete(byte[] key) {
        return live.remove(key) != null;
    }

    /** Returns the entry of a key that waits for its removal, or null. */
    @Nullable
    Item waiting(byte[] key) {
        return waiting.stream()
                .filter(item -> Arrays.equals(item.key, key))
                .findFirst()
                .orElse(null);
    }

    void advance(long newWatermark) {
        watermark = Math.max(watermark, newWatermark);
        List<Item> all = new ArrayList<>(live.values());
        for (Item item : all) {
            if (isExpired(item.time)) {
                live.remove(item.key);
                waiting.add(item);
            }
        }
    }

    void clear() {
        live.clear();
        waiting.clear();
    }

    /** The entries as they can be read. */
    Model readable() {
        Model model = new Model();
        live.values().forEach(item -> model.put(item.key, item.value));
        return model;
    }
}
