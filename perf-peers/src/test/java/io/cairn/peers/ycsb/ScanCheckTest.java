package io.cairn.peers.ycsb;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import site.ycsb.ByteIterator;
import site.ycsb.StringByteIterator;

final class ScanCheckTest {
    @Test
    void acceptsRecordsInOrder() {
        assertThatCode(() ->
                        ScanCheck.verify("user1", 3, List.of(record("user1"), record("user2"))))
                .doesNotThrowAnyException();
    }

    @Test
    void rejectsNoneAtAll() {
        assertThatThrownBy(() -> ScanCheck.verify("user1", 3, List.of()))
                .hasMessageContaining("records=0");
    }

    @Test
    void rejectsMoreThanAskedFor() {
        assertThatThrownBy(() ->
                        ScanCheck.verify("user1", 1, List.of(record("user1"), record("user2"))))
                .hasMessageContaining("records=2");
    }

    @Test
    void rejectsAnotherStart() {
        assertThatThrownBy(() -> ScanCheck.verify("user1", 3, List.of(record("user2"))))
                .hasMessageContaining("met key=user2");
    }

    @Test
    void rejectsAnotherOrder() {
        assertThatThrownBy(() -> ScanCheck.verify(
                        "user1", 3, List.of(record("user1"), record("user3"), record("user2"))))
                .hasMessageContaining("met key=user2 after key=user3");
    }

    @Test
    void rejectsAFieldOfAnotherRecord() {
        Map<String, ByteIterator> mixed = Map.of(
                "field0", new StringByteIterator("user1:field0:1"),
                "field1", new StringByteIterator("user2:field1:1"));
        assertThatThrownBy(() -> ScanCheck.verify("user1", 3, List.of(mixed)))
                .hasMessageContaining("belongs elsewhere");
    }

    private static Map<String, ByteIterator> record(String key) {
        return Map.of(
                "field0", new StringByteIterator(key + ":field0:123"),
                "field1", new StringByteIterator(key + ":field1:456"));
    }
}
