package io.cairn.peers.store;

import io.cairn.perf.Dataset;
import java.nio.file.Path;
import java.util.List;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.jspecify.annotations.Nullable;

/** H2's MVStore. */
public final class MvStoreStore implements PeerStore {
    private static final byte[] NONE = {};
    private static final int LEAST_CACHE_MEBIBYTES = 64;
    /** Pages on the heap, with their overhead, of all that the benchmarks put. */
    private static final int CACHE_FACTOR = 6;

    private final boolean onFile;
    private final int cacheMebibytes;
    private final MVStore store;
    private final MVMap<byte[], byte[]> map;
    private @Nullable Cursor<byte[], byte[]> entries;
    private byte[] key = NONE;
    private byte[] value = NONE;

    private MvStoreStore(@Nullable String file, long dataBytes) {
        onFile = file != null;
        cacheMebibytes = Math.max(LEAST_CACHE_MEBIBYTES, (int) ((dataBytes * CACHE_FACTOR) >> 20));
        MVStore.Builder builder = new MVStore.Builder().cacheSize(cacheMebibytes);
        store = (file == null ? builder : builder.fileName(file)).open();
        map = store.openMap(
                "entries",
                new MVMap.Builder<byte[], byte[]>()
                        .keyType(ByteArrayDataType.INSTANCE)
                        .valueType(ByteArrayDataType.INSTANCE));
    }

    /**
     * Opens a store in memory, on the heap.
     *
     * @param dataBytes about how many bytes of keys and values it is to hold
     */
    public static MvStoreStore inMemory(long dataBytes) {
        return new MvStoreStore(null, dataBytes);
    }

    /**
     * Opens or makes a store on a file.
     *
     * @param folder where the file is
     * @param dataBytes about how many bytes of keys and values it is to hold
     */
    public static MvStoreStore onFile(Path folder, long dataBytes) {
        return new MvStoreStore(folder.resolve("peer.mv").toString(), dataBytes);
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
        entries = map.cursor(start);
        return next();
    }

    @Override
    public boolean next() {
        if (entries == null) {
            throw new IllegalStateException("no entry is current; seek first");
        }
        boolean there = entries.hasNext();
        if (there) {
            key = entries.next();
            value = entries.getValue();
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
        return map.sizeAsLong();
    }

    @Override
    public void settle() {
        store.commit();
    }

    @Override
    public List<String> settings() {
        return List.of(
                onFile
                        ? "on a file, page cache of " + cacheMebibytes
                                + " MiB, which holds all pages"
                        : "in memory: no file, all pages on the heap",
                onFile
                        ? "commits by itself each second or when its buffer is full (defaults): later"
                                + " puts are lost with the process"
                        : "committed after the load",
                "ByteArrayDataType for keys and values; lookups return the array itself");
    }

    @Override
    public void close() {
        if (onFile) {
            store.commit();
            store.sync();
        }
        store.close();
    }
}
