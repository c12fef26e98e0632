package io.cairn.peers.store;

import io.cairn.BytesView;
import io.cairn.Cursor;
import io.cairn.Direction;
import io.cairn.KeyRange;
import io.cairn.StateStore;
import io.cairn.StateStores;
import io.cairn.StoreOptions;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cairn itself, on one of its backends. */
public final class CairnStore implements PeerStore {
    private final String backend;
    private final StateStore store;
    private final BytesView found;
    private BytesView value;
    private @Nullable Cursor cursor;

    private CairnStore(String backend, StateStore store) {
        this.backend = backend;
        this.store = store;
        found = store.newView();
        value = found;
    }

    /**
     * Opens a store in memory.
     *
     * @param backend the backend's name
     * @param capacityBytes room that is set aside at once
     */
    public static CairnStore inMemory(String backend, long capacityBytes) {
        return new CairnStore(
                backend, StateStores.backend(backend).openInMemory(options(capacityBytes)));
    }

    /**
     * Opens or makes a store on a file.
     *
     * @param backend the backend's name
     * @param folder where the file is
     * @param capacityBytes room that is set aside at once
     */
    public static CairnStore onFile(String backend, Path folder, long capacityBytes) {
        return new CairnStore(
                backend,
                StateStores.backend(backend)
                        .openPersistent(folder.resolve("peer.cairn"), options(capacityBytes)));
    }

    private static StoreOptions options(long capacityBytes) {
        return StoreOptions.defaults().withInitialCapacityBytes(capacityBytes);
    }

    @Override
    public void put(byte[] key, byte[] newValue) {
        store.put(key, newValue);
        cursor = null;
    }

    @Override
    public boolean delete(byte[] key) {
        cursor = null;
        return store.delete(key);
    }

    @Override
    public boolean find(byte[] key) {
        value = found;
        return store.getRef(key, found);
    }

    @Override
    public boolean seek(byte[] key) {
        if (cursor == null) {
            cursor = store.scan(KeyRange.all(), Direction.FORWARD);
        }
        return pointed(cursor, cursor.seek(key));
    }

    @Override
    public boolean next() {
        Cursor current = cursor();
        return pointed(current, current.next());
    }

    private boolean pointed(Cursor at, boolean there) {
        if (there) {
            value = at.value();
        }
        return there;
    }

    private Cursor cursor() {
        if (cursor == null) {
            throw new IllegalStateException("no entry is current; seek first");
        }
        return cursor;
    }

    @Override
    public long keyLong(int offset) {
        return cursor().key().getLong(offset);
    }

    @Override
    public long valueLong(int offset) {
        return value.getLong(offset);
    }

    @Override
    public byte[] keyCopy() {
        return cursor().key().toByteArray();
    }

    @Override
    public byte[] valueCopy() {
        return value.toByteArray();
    }

    @Override
    public long size() {
        return store.size();
    }

    /** There is nothing to do. */
    @Override
    public void settle() {}

    @Override
    public List<String> settings() {
        return List.of(
                "backend=" + backend + ", default options, initial capacity for the loaded entries",
                store.isPersistent()
                        ? "each put is safe from a crash of the process at once"
                        : "in anonymous memory",
                "lookups by getRef, scans by one cursor, both without copying");
    }

    @Override
    public void close() {
        if (store.isPersistent()) {
            store.flush();
        }
        store.close();
    }
}
