package io.cairn.engine.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.StoreOptions;
import io.cairn.VerificationReport.Checked;
import io.cairn.VerificationReport.Finding;
import io.cairn.engine.log.Findings;
import io.cairn.engine.log.RecordFormat;
import io.cairn.engine.log.RecordLog;
import io.cairn.engine.memory.Memory;
import io.cairn.engine.memory.MemoryFactory;
import io.cairn.engine.memory.TestMemoryFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Damages a tree in memory, and has the check find it. */
class OrderCheckTest {
    private static final int KEYS = 20_000;

    private final MemoryFactory factory = new TestMemoryFactory();
    private final RecordLog log = RecordLog.inMemory(factory, StoreOptions.defaults());
    private final OrderIndex order = new OrderIndex(factory, log);

    @BeforeEach
    void fill() {
        for (int i = 0; i < KEYS; i++) {
            byte[] key =
                    String.format("prefix/%06d", i * 7919L % KEYS).getBytes(StandardCharsets.UTF_8);
            log.ensureRoom(RecordFormat.size(key.length, 0));
            order.ensureRoom(1);
            long address = log.begin(RecordFormat.PUT, key, 0, key.length, 0);
            log.commit(address);
            order.put(key, 0, key.length, address, PointIndex.ABSENT);
        }
    }

    private List<Finding> check() {
        Findings findings = new Findings(null);
        OrderCheck check = new OrderCheck(order, log, findings, (address, key, length) -> {});
        check.check();
        return findings.report(Checked.NOTHING).findings();
    }

    private int leaf() {
        int node = order.root();
        for (int level = order.height() - 1; level > 0; level--) {
            node = NodeFormat.child(window(node), within(node), 1);
        }
        return node;
    }

    private Memory window(int node) {
        return order.pages().window(node);
    }

    private long within(int node) {
        return order.pages().within(node);
    }

    private void requireFound(String word) {
        assertThat(check()).anySatisfy(finding -> assertThat(finding.reason()).contains(word));
    }

    @Test
    void anIntactTreeIsSound() {
        Findings findings = new Findings(null);
        long[] visited = {0};
        OrderCheck check =
                new OrderCheck(order, log, findings, (address, key, length) -> visited[0]++);
        check.check();
        assertThat(findings.damages()).isZero();
        assertThat(visited[0]).isEqualTo(KEYS);
        assertThat(check.entries()).isEqualTo(KEYS);
        assertThat(order.height()).isGreaterThanOrEqualTo(3);
        order.remove("prefix/000000".getBytes(StandardCharsets.UTF_8), 0, 13);
        assertThat(check()).isEmpty();
    }

    @Test
    void aHead() {
        int leaf = leaf();
        assertThat(check()).isEmpty();
        NodeFormat.setHead(window(leaf), within(leaf), 3, 5);
        requireFound("head");
    }

    @Test
    void aPrefix() {
        assertThat(check()).isEmpty();
        int leaf = leaf();
        NodeFormat.setPrefix(
                window(leaf), within(leaf), "pr!".getBytes(StandardCharsets.UTF_8), 0, 3);
        requireFound("prefix");
    }

    @Test
    void aPrefixOfANodeWithoutEntries() {
        int leaf = leaf();
        NodeFormat.setCount(window(leaf), within(leaf), 0);
        NodeFormat.setPrefixLength(window(leaf), within(leaf), -117);
        requireFound("prefixLength=-117");
    }

    @Test
    void anOrder() {
        assertThat(check()).isEmpty();
        int leaf = leaf();
        Memory m = window(leaf);
        long at = within(leaf);
        long ref = NodeFormat.ref(m, at, 0, 3);
        NodeFormat.setRef(m, at, 0, 3, NodeFormat.ref(m, at, 0, 4));
        NodeFormat.setRef(m, at, 0, 4, ref);
        requireFound("not above the one before");
    }

    @Test
    void aSeparator() {
        assertThat(check()).isEmpty();
        int root = order.root();
        int level = order.height() - 1;
        int leaf = leaf();
        long firstOfAll = NodeFormat.ref(window(leaf), within(leaf), 0, 0);
        NodeFormat.setRef(window(root), within(root), level, 0, firstOfAll);
        requireFound("separator");
    }

    @Test
    void aChildAndAReferenceThatLeadNowhere() {
        assertThat(check()).isEmpty();
        int root = order.root();
        int leaf = leaf();
        NodeFormat.setRef(window(leaf), within(leaf), 0, 0, 1L << 40);
        requireFound("no record can be at");
        NodeFormat.setChild(window(root), within(root), 0, 1 << 30);
        requireFound("which it has not");
        NodeFormat.setChild(window(root), within(root), 0, root);
        requireFound("instead of");
    }
}
