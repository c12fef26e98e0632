package io.cairn.peers;

import io.cairn.peers.store.PeerStore;
import io.cairn.perf.Medium;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A store that takes part in the comparison.
 *
 * @param name what tables call it
 * @param medium where it lives
 * @param ordered whether it can scan
 * @param jvmArgs what its JVM needs beyond what every one gets
 * @param opener opens it
 */
public record Peer(
        String name, Medium medium, boolean ordered, List<String> jvmArgs, Opener opener) {
    /** How names of Cairn's own stores begin. */
    static final String CAIRN = "cairn ";

    /** Makes a peer. */
    public Peer {
        jvmArgs = List.copyOf(jvmArgs);
    }

    /** What the command line and files call it: {@code rocksdb-file}, say. */
    public String id() {
        return (name + "-" + medium.parameter()).toLowerCase(Locale.ROOT).replace(' ', '-');
    }

    /** Whether it is Cairn, on whichever backend. */
    public boolean isCairn() {
        return name.startsWith(CAIRN);
    }

    /** What opens a store. */
    @FunctionalInterface
    public interface Opener {
        /**
         * Opens or makes the store.
         *
         * @param folder where its files go
         * @param entries the most entries that it is to hold
         * @param entryBytes the bytes of one entry's key and value
         */
        PeerStore open(Path folder, long entries, int entryBytes);
    }
}
