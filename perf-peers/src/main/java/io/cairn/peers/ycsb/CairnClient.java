package io.cairn.peers.ycsb;

import io.cairn.StateStores;
import io.cairn.peers.store.CairnStore;
import io.cairn.peers.store.PeerStore;

import java.nio.file.Path;
import java.util.Properties;

/**
 * The YCSB binding of Cairn. Its properties: {@value #BACKEND}, the backend's name, by default the
 * selected one; {@value #FOLDER}, the folder in which its file is, by default none, for a store in
 * memory; {@value #CAPACITY}, room in bytes that is set aside at once, by default 0.
 *
 * <p>One client thread at a time: a store has one owner.
 */
public final class CairnClient extends StoreClient {
    /** The property that names the backend. */
    public static final String BACKEND = "cairn.backend";
    /** The property that names the folder. */
    public static final String FOLDER = "cairn.folder";
    /** The property that holds the capacity. */
    public static final String CAPACITY = "cairn.capacity";

    /** Made by YCSB. */
    public CairnClient() {}

    @Override
    PeerStore open(Properties properties) {
        String named = properties.getProperty(BACKEND);
        String backend = named == null ? StateStores.selected().name() : named;
        long capacity = Long.parseLong(properties.getProperty(CAPACITY, "0"));
        String folder = properties.getProperty(FOLDER);
        return folder == null
                ? CairnStore.inMemory(backend, capacity)
                : CairnStore.onFile(backend, Path.of(folder), capacity);
    }
}
