package io.cairn.peers.store;

import io.cairn.perf.Dataset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An ordered map of the JDK, on the heap. */
public final class NavigableMapStore implements PeerStore {
    private static final byte[] NONE = {};

    private final NavigableMap<byte[], byte[]> map;
    private @Nullable Iterator<Map.Entry<byte[], byte[]>> entries;
    private byte[] key = NONE;
    private byte[] value = NONE;

    private NavigableMapStore(
            Function<Comparator<byte[]>, NavigableMap<byte[], byte[]>> constructor) {
        map = constructor.apply(Arrays::compareUnsigned);
    }

    /** A TreeMap. */
    public static NavigableMapStore treeMap() {
        return new NavigableMapStore(TreeMap::new);
    }

    /** A ConcurrentSkipListMap. */
    public static NavigableMapStore skipListMap() {
        return new NavigableMapStore(ConcurrentSkipListMap::new);
    }

    @Override
    public void put(byte[] newKey, byte[] newValue) {
        entries = null;
        map.put(newKey.clone(), newValue.clone());
    }

    @Override
    public boolean delete(byte[] oldKey) {
        entries = null;
        return map.remove(oldKey) != null;
    }

    @Override
    public boolean find(byte[] wanted) {
        byte[] found = map.get(wanted);
        value = found == null ? NONE : found;
        return found != null;
    }

    @Override
    public boolean seek(byte[] start) {
        entries = map.tailMap(start, true).entrySet().iterator();
        return next();
    }

    @Override
    public boolean next() {
        if (entries == null) {
            throw new IllegalStateException("no entry is current; seek first");
        }
        boolean there = entries.hasNext();
        if (there) {
            Map.Entry<byte[], byte[]> entry = entries.next();
            key = entry.getKey();
            value = entry.getValue();
        }
        return there;
    }

    @Override
    public long keyLong(int offset) {
        return Dataset.longAt(key, offset);
    }

    @Override
    public long valueLong(int offset) {
        return Dataset.longAt(value, offset);
    }

    @Override
    public byte[] keyCopy() {
        return key.clone();
    }

    @Override
    public byte[] valueCopy() {
        return value.clone();
    }

    @Override
    public long size() {
        return map.size();
    }

    /** There is nothing to do. */
    @Override
    public void settle() {}

    @Override
    public List<String> settings() {
        return List.of(
                map.getClass().getName() + " with Arrays::compareUnsigned",
                "each put copies key and value, as a store must; lookups return the array itself");
    }

    @Override
    public void close() {
        map.clear();
    }
}
