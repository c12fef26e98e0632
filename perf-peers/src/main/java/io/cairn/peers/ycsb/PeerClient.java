package io.cairn.peers.ycsb;

import io.cairn.peers.Peer;
import io.cairn.peers.store.PeerStore;

import java.nio.file.Path;
import java.util.Properties;

/** The YCSB binding of any other store of the comparison. */
final class PeerClient extends StoreClient {
    private final Peer peer;
    private final Path folder;
    private final long records;

    /**
     * Makes a client of a store that is yet to be opened.
     *
     * @param folder where the store's files go
     * @param records the most records that it is to hold
     */
    PeerClient(Peer peer, Path folder, long records) {
        this.peer = peer;
        this.folder = folder;
        this.records = records;
    }

    @Override
    PeerStore open(Properties properties) {
        return peer.opener().open(folder, records, YcsbMain.RECORD_BYTES);
    }
}
