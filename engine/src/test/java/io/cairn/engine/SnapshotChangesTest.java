package io.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.Snapshot;
import io.cairn.StateStore;
import io.cairn.StoreOptions;
import io.cairn.engine.memory.TestMemoryFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What it costs to find the changes between two snapshots, counted in nodes. */
class SnapshotChangesTest {
    private static final int CHANGED = 1_000;
    private static final int VALUE_BYTES = 16;

    private static byte[] key(long number) {
        return ByteBuffer.allocate(Long.BYTES)
                .putLong(number * 0x9E37_79B9_7F4A_7C15L)
                .array();
    }

    private static StateStore filled(int entries) {
        StateStore store =
                EngineStores.openInMemory(new TestMemoryFactory(), StoreOptions.defaults());
        byte[] value = new byte[VALUE_BYTES];
        for (int i = 0; i < entries; i++) {
            store.put(key(i), value);
        }
        return store;
    }

    /** A tree of a hundred times as many entries has a level or two more. */
    @Test
    void costFollowsTheChangesAndNotTheStore() {
        long small = nodesOfScatteredChanges(10_000);
        long large = nodesOfScatteredChanges(1_000_000);
        assertThat(small).isPositive();
        assertThat(large)
                .as("nodes visited for %d changes: small=%d large=%d", CHANGED, small, large)
                .isLessThan(CHANGED * 2L * 2 * 6);
        System.out.printf(
                "changes=%d nodes visited: entries=10,000 %d, entries=1,000,000 %d%n",
                CHANGED, small, large);
    }

    private static long nodesOfScatteredChanges(int entries) {
        try (StateStore store = filled(entries);
                Snapshot earlier = store.snapshot()) {
            SplittableRandom random = new SplittableRandom(entries);
            byte[] value = new byte[VALUE_BYTES];
            for (int i = 0; i < CHANGED; i++) {
                random.nextBytes(value);
                store.put(key(random.nextInt(entries)), value);
            }
            return nodesVisited(store, earlier, CHANGED);
        }
    }

    private static long nodesVisited(StateStore store, Snapshot earlier, int atMost) {
        try (Snapshot later = store.snapshot()) {
            TreeChanges changes = (TreeChanges) later.changesSince(earlier);
            int found = 0;
            while (changes.next()) {
                found++;
            }
            assertThat(found).isBetween(1, atMost);
            return changes.visitedNodes();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000, 300_000})
    void nothingChangedCostsOneWayDown(int entries) {
        try (StateStore store = filled(entries);
                Snapshot earlier = store.snapshot();
                Snapshot later = store.snapshot()) {
            TreeChanges changes = (TreeChanges) later.changesSince(earlier);
            assertThat(changes.next()).isFalse();
            assertThat(changes.visitedNodes()).isLessThanOrEqualTo(2 * 6);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 300_000})
    void neighbouringChangesCostTheirLeaves(int entries) {
        try (StateStore store = filled(entries);
                Snapshot earlier = store.snapshot()) {
            for (int i = 0; i < CHANGED; i++) {
                store.put(ByteBuffer.allocate(12).putLong(5).putInt(i).array(), new byte[1]);
            }
            assertThat(nodesVisited(store, earlier, CHANGED)).isLessThan(CHANGED / 10);
        }
    }

    @Test
    void bytesFollowTheChanges() throws IOException {
        int small = deltaBytes(5_000);
        int large = deltaBytes(200_000);
        assertThat(large).isEqualTo(small);
    }

    private static int deltaBytes(int entries) throws IOException {
        try (StateStore store = filled(entries);
                Snapshot earlier = store.snapshot()) {
            for (int i = 0; i < CHANGED; i++) {
                store.put(key(i), new byte[] {1, 2, 3});
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (Snapshot later = store.snapshot()) {
                later.writeChangesSince(earlier, out);
            }
            return out.size();
        }
    }

    @Test
    void oldTreesAreComparedAfterACompactionToo() {
        try (StateStore store = filled(2_000);
                Snapshot earlier = store.snapshot()) {
            store.put(key(1), new byte[1]);
            try (Snapshot later = store.snapshot()) {
                store.compact();
                store.clear();
                TreeChanges changes = (TreeChanges) later.changesSince(earlier);
                assertThat(changes.next()).isTrue();
                assertThat(changes.key().toByteArray()).isEqualTo(key(1));
                assertThat(changes.next()).isFalse();
                try (Snapshot other = store.snapshot()) {
                    assertThat(other.changesSince(later)).isNotInstanceOf(TreeChanges.class);
                }
            }
        }
    }

    @Test
    void figuresShowWhatSnapshotsHoldBack() {
        try (StateStore store = filled(2_000)) {
            assertThat(store.stats().log().snapshots().open()).isZero();
            try (Snapshot snapshot = store.snapshot()) {
                store.put(key(1), new byte[100]);
                long present = store.stats().log().snapshots().indexBytes();
                assertThat(present)
                        .isEqualTo(store.stats().index().retainedBytes())
                        .isPositive();
                assertThat(store.stats().log().snapshots().logBytes()).isZero();
                long mapped = store.stats().log().mappedBytes();
                store.compact();
                assertThat(store.stats().log().snapshots().logBytes()).isEqualTo(mapped);
                assertThat(store.stats().log().snapshots().indexBytes()).isGreaterThan(present);
                assertThat(snapshot.size()).isEqualTo(2_000);
            }
            store.put(key(1), new byte[1]);
            assertThat(store.stats().log().snapshots())
                    .isEqualTo(new io.cairn.StoreStats.Snapshots(0, 0, 0));
        }
    }
}
