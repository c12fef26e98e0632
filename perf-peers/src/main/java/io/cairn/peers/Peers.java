package io.cairn.peers;

import io.cairn.Backend;
import io.cairn.StateStores;
import io.cairn.peers.store.CairnStore;
import io.cairn.peers.store.ChronicleMapStore;
import io.cairn.peers.store.LmdbStore;
import io.cairn.peers.store.MapDbStore;
import io.cairn.peers.store.MvStoreStore;
import io.cairn.peers.store.NavigableMapStore;
import io.cairn.peers.store.RocksDbStore;
import io.cairn.perf.Medium;

import java.util.ArrayList;
import java.util.List;

/** All stores that can be compared. No store's own classes are loaded before it is opened. */
public final class Peers {
    private static final List<String> NO_ARGS = List.of();

    private static final List<String> LMDB_ARGS = List.of(
            "-Dlmdbjava.disable.checks=true",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");

    /** As its documentation has them; it generates and compiles classes when a map is opened. */
    private static final List<String> CHRONICLE_ARGS = List.of(
            "-Dchronicle.analytics.disable=true",
            "-Dchronicle.announcer.disable=true",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED",
            "--add-opens=jdk.compiler/com.sun.tools.javac=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/java.io=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED");

    private Peers() {}

    /** Cairn on every backend that can run here, in memory and on file, and then all the others. */
    public static List<Peer> all() {
        List<Peer> all = new ArrayList<>();
        StateStores.backends().stream()
                .filter(Backend::isAvailable)
                .map(Backend::name)
                .forEach(backend -> addCairn(backend, all));
        addNative(all);
        addChronicleMap(all);
        addOfJava(all);
        return all;
    }

    /**
     * {@return the peer of an id}
     *
     * @param id as {@link Peer#id()} gives it
     * @throws IllegalArgumentException if there is none
     */
    public static Peer of(String id) {
        return all().stream().filter(peer -> peer.id().equals(id)).findFirst().orElseThrow(() -> {
            List<String> known = all().stream().map(Peer::id).toList();
            return new IllegalArgumentException("store=" + id + " is unknown; known are " + known);
        });
    }

    private static void addCairn(String backend, List<Peer> all) {
        String name = Peer.CAIRN + backend;
        all.add(new Peer(
                name,
                Medium.MEMORY,
                true,
                NO_ARGS,
                (folder, entries, bytes) -> CairnStore.inMemory(backend, entries * bytes)));
        all.add(new Peer(
                name,
                Medium.FILE,
                true,
                NO_ARGS,
                (folder, entries, bytes) -> CairnStore.onFile(backend, folder, entries * bytes)));
    }

    private static void addNative(List<Peer> all) {
        all.add(new Peer(
                "RocksDB",
                Medium.FILE,
                true,
                NO_ARGS,
                (folder, entries, bytes) -> RocksDbStore.open(folder, entries * bytes, true)));
        all.add(new Peer(
                "RocksDB no WAL",
                Medium.FILE,
                true,
                NO_ARGS,
                (folder, entries, bytes) -> RocksDbStore.open(folder, entries * bytes, false)));
        all.add(new Peer(
                "LMDB",
                Medium.FILE,
                true,
                LMDB_ARGS,
                (folder, entries, bytes) -> LmdbStore.open(folder, entries * bytes)));
    }

    private static void addChronicleMap(List<Peer> all) {
        String name = "Chronicle Map";
        all.add(new Peer(
                name,
                Medium.MEMORY,
                false,
                CHRONICLE_ARGS,
                (folder, entries, bytes) -> ChronicleMapStore.inMemory(entries)));
        all.add(new Peer(
                name,
                Medium.FILE,
                false,
                CHRONICLE_ARGS,
                (folder, entries, bytes) -> ChronicleMapStore.onFile(folder, entries)));
    }

    private static void addOfJava(List<Peer> all) {
        all.add(new Peer(
                "MVStore",
                Medium.MEMORY,
                true,
                NO_ARGS,
                (folder, entries, bytes) -> MvStoreStore.inMemory(entries * bytes)));
        all.add(new Peer(
                "MVStore",
                Medium.FILE,
                true,
                NO_ARGS,
                (folder, entries, bytes) -> MvStoreStore.onFile(folder, entries * bytes)));
        all.add(new Peer(
                "MapDB",
                Medium.MEMORY,
                true,
                NO_ARGS,
                (folder, entries, bytes) -> MapDbStore.inMemory(entries * bytes, true)));
        all.add(new Peer(
                "MapDB",
                Medium.FILE,
                true,
                NO_ARGS,
                (folder, entries, bytes) -> MapDbStore.onFile(folder, entries * bytes)));
        all.add(new Peer(
                "MapDB HTreeMap",
                Medium.MEMORY,
                false,
                NO_ARGS,
                (folder, entries, bytes) -> MapDbStore.inMemory(entries * bytes, false)));
        all.add(new Peer(
                "TreeMap",
                Medium.MEMORY,
                true,
                NO_ARGS,
                (folder, entries, bytes) -> NavigableMapStore.treeMap()));
        all.add(new Peer(
                "ConcurrentSkipListMap",
                Medium.MEMORY,
                true,
                NO_ARGS,
                (folder, entries, bytes) -> NavigableMapStore.skipListMap()));
    }
}
