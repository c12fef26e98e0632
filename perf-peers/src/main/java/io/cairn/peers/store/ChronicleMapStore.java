package io.cairn.peers.store;

import io.cairn.perf.Dataset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;

/** Chronicle Map, which has no order; keys and values are those of {@link Dataset}. */
public final class ChronicleMapStore implements PeerStore {
    private final ChronicleMap<byte[], byte[]> map;
    private final long entries;
    private final String medium;
    private byte[] value = new byte[Dataset.VALUE_BYTES];

    private ChronicleMapStore(ChronicleMap<byte[], byte[]> map, long entries, String medium) {
        this.map = map;
        this.entries = entries;
        this.medium = medium;
    }

    /**
     * Opens a store in memory outside the heap.
     *
     * @param entries the most entries that it is to hold
     */
    public static ChronicleMapStore inMemory(long entries) {
        return new ChronicleMapStore(builder(entries).create(), entries, "in memory, off the heap");
    }

    /**
     * Opens or makes a store on a memory-mapped file.
     *
     * @param folder where the file is
     * @param entries the most entries that it is to hold
     */
    public static ChronicleMapStore onFile(Path folder, long entries) {
        try {
            return new ChronicleMapStore(
                    builder(entries)
                            .createPersistedTo(folder.resolve("peer.chm").toFile()),
                    entries,
                    "createPersistedTo: each put is safe from a crash of the process at once");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ChronicleMapBuilder<byte[], byte[]> builder(long entries) {
        return ChronicleMapBuilder.of(byte[].class, byte[].class)
                .name("peer")
                .constantKeySizeBySample(new byte[Dataset.KEY_BYTES])
                .constantValueSizeBySample(new byte[Dataset.VALUE_BYTES])
                .entries(entries)
                .putReturnsNull(true)
                .removeReturnsNull(true);
    }

    @Override
    public void put(byte[] key, byte[] newValue) {
        map.put(key, newValue);
    }

    @Override
    public boolean delete(byte[] key) {
        boolean there = map.containsKey(key);
        map.remove(key);
        return there;
    }

    @Override
    public boolean find(byte[] key) {
        byte[] found = map.getUsing(key, value);
        if (found == null) {
            return false;
        }
        value = found;
        return true;
    }

    @Override
    public boolean seek(byte[] key) {
        throw unordered();
    }

    @Override
    public boolean next() {
        throw unordered();
    }

    @Override
    public long keyLong(int offset) {
        throw unordered();
    }

    @Override
    public byte[] keyCopy() {
        throw unordered();
    }

    private static UnsupportedOperationException unordered() {
        return new UnsupportedOperationException("Chronicle Map has no order");
    }

    @Override
    public long valueLong(int offset) {
        return Dataset.longAt(value, offset);
    }

    @Override
    public byte[] valueCopy() {
        return value.clone();
    }

    @Override
    public long size() {
        return map.longSize();
    }

    /** There is nothing to do. */
    @Override
    public void settle() {}

    @Override
    public List<String> settings() {
        return List.of(
                medium,
                "entries(" + entries + "), constantKeySizeBySample, constantValueSizeBySample,"
                        + " putReturnsNull, removeReturnsNull",
                "lookups by getUsing into one array");
    }

    @Override
    public void close() {
        map.close();
    }
}
