package io.cairn.peers.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cairn.peers.Peer;
import io.cairn.peers.Peers;
import io.cairn.perf.Dataset;
import io.cairn.perf.Medium;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every adapter does, whatever the store behind it. */
final class PeerStoreContractTest {
    private static final int ENTRIES = 700;
    private static final int CAPACITY = 10_000;

    @TempDir
    private Path folder;

    static List<Peer> peers() {
        return Peers.all();
    }

    static Stream<Peer> orderedPeers() {
        return Peers.all().stream().filter(Peer::ordered);
    }

    static Stream<Peer> unorderedPeers() {
        return Peers.all().stream().filter(peer -> !peer.ordered());
    }

    static Stream<Peer> peersOnFile() {
        return Peers.all().stream().filter(peer -> peer.medium() == Medium.FILE);
    }

    @ParameterizedTest
    @MethodSource("peers")
    void findsWhatWasPutAndNothingElse(Peer peer) {
        try (PeerStore store = open(peer)) {
            load(store);
            store.settle();
            for (int index = 0; index < ENTRIES; index++) {
                assertEntry(store, index, 0);
            }
            for (int index = ENTRIES; index < 2 * ENTRIES; index++) {
                assertThat(store.find(key(index))).isFalse();
            }
            assertThat(store.size()).isEqualTo(ENTRIES);
        }
    }

    @ParameterizedTest
    @MethodSource("peers")
    void readsAnOverwrittenValueAtOnce(Peer peer) {
        try (PeerStore store = open(peer)) {
            load(store);
            for (int index = 0; index < ENTRIES; index += 3) {
                store.put(key(index), value(index, 7));
                assertEntry(store, index, 7);
                assertEntry(store, index + 1 == ENTRIES ? 1 : index + 1, 0);
            }
            assertThat(store.size()).isEqualTo(ENTRIES);
        }
    }

    @ParameterizedTest
    @MethodSource("peers")
    void keepsNoArrayThatWasGiven(Peer peer) {
        try (PeerStore store = open(peer)) {
            byte[] key = key(1);
            byte[] value = value(1, 0);
            store.put(key, value);
            Arrays.fill(key, (byte) 0);
            Arrays.fill(value, (byte) 0);
            assertEntry(store, 1, 0);
        }
    }

    @ParameterizedTest
    @MethodSource("peers")
    void deletes(Peer peer) {
        try (PeerStore store = open(peer)) {
            load(store);
            assertThat(store.delete(key(5))).isTrue();
            assertThat(store.delete(key(5))).isFalse();
            assertThat(store.find(key(5))).isFalse();
            assertThat(store.size()).isEqualTo(ENTRIES - 1);
        }
    }

    @ParameterizedTest
    @MethodSource("orderedPeers")
    void scansInUnsignedOrderFromAnyKey(Peer peer) {
        try (PeerStore store = open(peer)) {
            load(store);
            store.settle();
            NavigableMap<byte[], Integer> model = model(ENTRIES);
            for (int start = 0; start < 2 * ENTRIES; start += 13) {
                assertScan(store, model, key(start));
            }
            assertScan(store, model, new byte[] {0});
            byte[] last = new byte[Dataset.KEY_BYTES];
            Arrays.fill(last, (byte) 0xFF);
            assertThat(store.seek(last)).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("orderedPeers")
    void scansSeeEarlierPuts(Peer peer) {
        try (PeerStore store = open(peer)) {
            load(store);
            store.settle();
            assertScan(store, model(ENTRIES), key(0));
            for (int index = ENTRIES; index < ENTRIES + 20; index++) {
                store.put(key(index), value(index, 0));
                assertScan(store, model(index + 1), key(index));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("orderedPeers")
    void takesValuesOfAnyLength(Peer peer) {
        try (PeerStore store = open(peer)) {
            for (int length : List.of(1, 100, 1000, 5000, 50_000)) {
                byte[] value = new byte[length];
                Arrays.fill(value, (byte) length);
                store.put(key(length), value);
                assertThat(store.find(key(length))).isTrue();
                assertThat(store.valueCopy()).isEqualTo(value);
                assertThat(store.seek(key(length))).isTrue();
                assertThat(store.valueCopy()).isEqualTo(value);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("unorderedPeers")
    void refusesToScanWithoutOrder(Peer peer) {
        try (PeerStore store = open(peer)) {
            load(store);
            assertThatThrownBy(() -> store.seek(key(1)))
                    .isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("peersOnFile")
    void keepsEverythingWhenReopened(Peer peer) {
        try (PeerStore store = open(peer)) {
            load(store);
            store.put(key(3), value(3, 9));
        }
        try (PeerStore store = open(peer)) {
            assertThat(store.size()).isEqualTo(ENTRIES);
            for (int index = 0; index < ENTRIES; index++) {
                assertEntry(store, index, index == 3 ? 9 : 0);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("peers")
    void tellsItsSettings(Peer peer) {
        try (PeerStore store = open(peer)) {
            assertThat(store.settings()).isNotEmpty().doesNotContain("");
        }
    }

    private PeerStore open(Peer peer) {
        return peer.opener().open(folder, CAPACITY, Dataset.ENTRY_BYTES);
    }

    private static void load(PeerStore store) {
        for (int index = 0; index < ENTRIES; index++) {
            store.put(key(index), value(index, 0));
        }
    }

    private static void assertEntry(PeerStore store, int index, int version) {
        assertThat(store.find(key(index))).isTrue();
        assertThat(store.valueCopy()).isEqualTo(value(index, version));
        assertThat(store.valueLong(Dataset.SALT_OFFSET)).isEqualTo(Dataset.salt(index));
    }

    private static void assertScan(
            PeerStore store, NavigableMap<byte[], Integer> model, byte[] start) {
        List<Integer> expected =
                model.tailMap(start, true).values().stream().limit(100).toList();
        List<Integer> found = new ArrayList<>();
        boolean more = store.seek(start);
        while (more && found.size() < 100) {
            int index = Math.toIntExact(store.valueLong(Dataset.INDEX_OFFSET));
            assertThat(store.keyCopy()).isEqualTo(key(index));
            assertThat(store.keyLong(0)).isEqualTo(Dataset.keyHead(index));
            assertThat(store.valueCopy()).isEqualTo(value(index, 0));
            found.add(index);
            more = store.next();
        }
        assertThat(found).isEqualTo(expected);
    }

    private static NavigableMap<byte[], Integer> model(int entries) {
        NavigableMap<byte[], Integer> model = new TreeMap<>(Arrays::compareUnsigned);
        for (int index = 0; index < entries; index++) {
            model.put(key(index), index);
        }
        return model;
    }

    private static byte[] key(int index) {
        byte[] key = new byte[Dataset.KEY_BYTES];
        Dataset.fillKey(index, key);
        return key;
    }

    private static byte[] value(int index, int version) {
        byte[] value = new byte[Dataset.VALUE_BYTES];
        Dataset.fillValue(index, version, value);
        return value;
    }
}
