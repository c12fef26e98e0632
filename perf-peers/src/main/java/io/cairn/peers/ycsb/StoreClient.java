package io.cairn.peers.ycsb;

import io.cairn.peers.store.PeerStore;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.Vector;
import org.jspecify.annotations.Nullable;
import site.ycsb.ByteIterator;
import site.ycsb.DB;
import site.ycsb.DBException;
import site.ycsb.Status;

/** A YCSB binding of a store: one table, one value a record, one thread. */
@SuppressWarnings({"JdkObsolete", "NonApiType"}) // YCSB wants a Vector of HashMaps
abstract class StoreClient extends DB {
    private @Nullable PeerStore store;
    private @Nullable String table;

    /** Opens the store as the properties say. */
    abstract PeerStore open(Properties properties);

    @Override
    public final void init() throws DBException {
        try {
            store = open(getProperties());
        } catch (RuntimeException e) {
            throw new DBException(e);
        }
    }

    @Override
    public final void cleanup() {
        if (store != null) {
            store.close();
            store = null;
        }
    }

    /** The open store. */
    final PeerStore store() {
        if (store == null) {
            throw new IllegalStateException("the store is closed; call init first");
        }
        return store;
    }

    private boolean isOtherTable(String name) {
        if (table == null) {
            table = name;
        }
        return !table.equals(name);
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public final Status read(
            String tableName,
            String key,
            @Nullable Set<String> fields,
            Map<String, ByteIterator> result) {
        if (isOtherTable(tableName)) {
            return Status.BAD_REQUEST;
        }
        if (!store().find(bytes(key))) {
            return Status.NOT_FOUND;
        }
        RecordCodec.decode(store().valueCopy(), fields, result);
        return Status.OK;
    }

    @Override
    public final Status scan(
            String tableName,
            String startKey,
            int count,
            @Nullable Set<String> fields,
            Vector<HashMap<String, ByteIterator>> result) {
        if (isOtherTable(tableName)) {
            return Status.BAD_REQUEST;
        }
        PeerStore scanned = store();
        boolean more = count > 0 && scanned.seek(bytes(startKey));
        while (more) {
            HashMap<String, ByteIterator> record = new HashMap<>();
            RecordCodec.decode(scanned.valueCopy(), fields, record);
            result.add(record);
            more = result.size() < count && scanned.next();
        }
        return Status.OK;
    }

    @Override
    public final Status update(String tableName, String key, Map<String, ByteIterator> changes) {
        if (isOtherTable(tableName)) {
            return Status.BAD_REQUEST;
        }
        byte[] keyBytes = bytes(key);
        if (!store().find(keyBytes)) {
            return Status.NOT_FOUND;
        }
        Map<String, ByteIterator> record = new LinkedHashMap<>();
        RecordCodec.decode(store().valueCopy(), null, record);
        record.putAll(changes);
        store().put(keyBytes, RecordCodec.encode(record));
        return Status.OK;
    }

    @Override
    public final Status insert(String tableName, String key, Map<String, ByteIterator> record) {
        if (isOtherTable(tableName)) {
            return Status.BAD_REQUEST;
        }
        store().put(bytes(key), RecordCodec.encode(record));
        return Status.OK;
    }

    @Override
    public final Status delete(String tableName, String key) {
        if (isOtherTable(tableName)) {
            return Status.BAD_REQUEST;
        }
        return store().delete(bytes(key)) ? Status.OK : Status.NOT_FOUND;
    }
}
