package io.cairn.peers.ycsb;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.peers.Peer;
import io.cairn.peers.Peers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.Vector;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import site.ycsb.ByteIterator;
import site.ycsb.DBException;
import site.ycsb.Status;
import site.ycsb.StringByteIterator;

@SuppressWarnings("JdkObsolete") // YCSB wants a Vector
final class StoreClientTest {
    private static final String TABLE = "usertable";

    @TempDir
    private Path folder;

    static Stream<Peer> orderedPeers() {
        return Peers.all().stream().filter(Peer::ordered);
    }

    @ParameterizedTest
    @MethodSource("orderedPeers")
    void bindsEveryOrderedStore(Peer peer) throws DBException {
        StoreClient client = new PeerClient(peer, folder, 1000);
        client.init();
        try {
            useOf(client);
        } finally {
            client.cleanup();
        }
    }

    @Test
    void bindsCairnByItsProperties() throws DBException {
        CairnClient client = new CairnClient();
        Properties properties = new Properties();
        properties.setProperty(CairnClient.BACKEND, "bytebuffer");
        properties.setProperty(CairnClient.FOLDER, folder.toString());
        client.setProperties(properties);
        client.init();
        try {
            useOf(client);
        } finally {
            client.cleanup();
        }
        assertThat(folder.resolve("peer.cairn")).exists();
    }

    private static void useOf(StoreClient client) {
        assertThat(client.insert(TABLE, "b", record("1", "2"))).isEqualTo(Status.OK);
        assertThat(client.insert(TABLE, "c", record("3", "4"))).isEqualTo(Status.OK);
        assertThat(client.insert(TABLE, "a", record("5", "6"))).isEqualTo(Status.OK);
        assertThat(client.update(TABLE, "b", fields("field1", "seven"))).isEqualTo(Status.OK);
        assertThat(client.update(TABLE, "x", fields("field1", "8"))).isEqualTo(Status.NOT_FOUND);
        assertThat(client.read(TABLE, "x", null, new HashMap<>())).isEqualTo(Status.NOT_FOUND);
        assertThat(read(client, "b", null)).isEqualTo(Map.of("field0", "1", "field1", "seven"));
        assertThat(read(client, "b", Set.of("field0"))).isEqualTo(Map.of("field0", "1"));
        assertThat(scan(client, "b", 10))
                .isEqualTo(List.of(
                        Map.of("field0", "1", "field1", "seven"),
                        Map.of("field0", "3", "field1", "4")));
        assertThat(scan(client, "a", 1)).isEqualTo(List.of(Map.of("field0", "5", "field1", "6")));
        assertThat(client.delete(TABLE, "b")).isEqualTo(Status.OK);
        assertThat(client.delete(TABLE, "b")).isEqualTo(Status.NOT_FOUND);
        assertThat(client.read("other", "a", null, new HashMap<>())).isEqualTo(Status.BAD_REQUEST);
    }

    private static Map<String, String> read(
            StoreClient client, String key, @Nullable Set<String> fields) {
        Map<String, ByteIterator> result = new HashMap<>();
        assertThat(client.read(TABLE, key, fields, result)).isEqualTo(Status.OK);
        return StringByteIterator.getStringMap(result);
    }

    private static List<Map<String, String>> scan(StoreClient client, String start, int count) {
        Vector<HashMap<String, ByteIterator>> result = new Vector<>();
        assertThat(client.scan(TABLE, start, count, null, result)).isEqualTo(Status.OK);
        return result.stream().map(StringByteIterator::getStringMap).toList();
    }

    private static Map<String, ByteIterator> record(String field0, String field1) {
        Map<String, ByteIterator> record = fields("field0", field0);
        record.putAll(fields("field1", field1));
        return record;
    }

    private static Map<String, ByteIterator> fields(String name, String content) {
        Map<String, ByteIterator> fields = new HashMap<>();
        fields.put(name, new StringByteIterator(content));
        return fields;
    }
}
