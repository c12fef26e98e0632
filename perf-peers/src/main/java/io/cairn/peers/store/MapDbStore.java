package io.cairn.peers.store;

import io.cairn.perf.Dataset;
import java.nio.file.Path;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import org.jspecify.annotations.Nullable;
import org.mapdb.DB;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;

/** MapDB: its ordered BTreeMap, or its HTreeMap, which has no order. */
public final class MapDbStore implements PeerStore {
    private static final byte[] NONE = {};
    private static final String NAME = "entries";

    private final String medium;
    private final DB db;
    private final ConcurrentMap<byte[], byte[]> map;
    private final @Nullable ConcurrentNavigableMap<byte[], byte[]> tree;
    private @Nullable Iterator<Map.Entry<byte[], byte[]>> entries;
    private byte[] key = NONE;
    private byte[] value = NONE;

    private MapDbStore(DBMaker.Maker maker, String medium, boolean ordered) {
        this.medium = medium;
        db = maker.concurrencyDisable().make();
        if (ordered) {
            tree = db.treeMap(NAME)
                    .keySerializer(Serializer.BYTE_ARRAY)
                    .valueSerializer(Serializer.BYTE_ARRAY)
                    .createOrOpen();
            map = tree;
        } else {
            tree = null;
            map = db.hashMap(NAME)
                    .keySerializer(Serializer.BYTE_ARRAY)
                    .valueSerializer(Serializer.BYTE_ARRAY)
                    .createOrOpen();
        }
    }

    /**
     * Opens a store in direct memory.
     *
     * @param dataBytes about how many bytes of keys and values it is to hold
     * @param ordered whether to take the BTreeMap
     */
    public static MapDbStore inMemory(long dataBytes, boolean ordered) {
        return new MapDbStore(
                DBMaker.memoryDirectDB().allocateStartSize(dataBytes),
                "memoryDirectDB, start size for the loaded entries",
                ordered);
    }

    /**
     * Opens or makes a store on a memory-mapped file.
     *
     * @param folder where the file is
     * @param dataBytes about how many bytes of keys and values it is to hold
     */
    public static MapDbStore onFile(Path folder, long dataBytes) {
        return new MapDbStore(
                DBMaker.fileDB(folder.resolve("peer.mapdb").toFile())
                        .fileMmapEnable()
                        .fileMmapPreclearDisable()
                        .allocateStartSize(dataBytes),
                "fileDB, fileMmapEnable, fileMmapPreclearDisable, start size for the loaded entries;"
                        + " no transactions: a crash of the process leaves a damaged file",
                true);
    }

    @Override
    public void put(byte[] newKey, byte[] newValue) {
        entries = null;
        map.put(newKey, newValue);
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
        if (tree == null) {
            throw new UnsupportedOperationException("HTreeMap has no order");
        }
        entries = tree.tailMap(start, true).entrySet().iterator();
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
            if (value == null) {
                throw new ConcurrentModificationException("an entry went while it was scanned");
            }
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

    /** Without transactions this writes what is buffered, and nothing is. */
    @Override
    public void settle() {
        db.commit();
    }

    @Override
    public List<String> settings() {
        return List.of(
                medium,
                (tree == null
                                ? "HTreeMap"
                                : "BTreeMap, 32 entries a node (default), values in nodes")
                        + ", Serializer.BYTE_ARRAY for keys and values",
                "concurrencyDisable: one thread needs no locks");
    }

    @Override
    public void close() {
        db.close();
    }
}
