package io.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.CompactionTrigger;
import io.cairn.Direction;
import io.cairn.KeyRange;
import io.cairn.Snapshot;
import io.cairn.StateStore;
import io.cairn.StoreOptions;
import io.cairn.StoreStats.CompactionState;
import io.cairn.WindowSizes;
import io.cairn.engine.memory.Memory;
import io.cairn.engine.memory.TestMemoryFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What compaction in steps asks of others, and what it does where something fails. */
class CompactorTest {
    private static final StoreOptions OPTIONS =
            StoreOptions.defaults().withCompaction(new CompactionTrigger(0.3, 20_000));
    private static final long MIB = 1 << 20;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** Memory whose other thread is the test, and whose disk fails when the test says so. */
    private static final class Factory extends TestMemoryFactory {
        final Queue<Runnable> waiting = new ArrayDeque<>();

        @Nullable
        Executor executor = waiting::add;

        String failing = "";
        private @Nullable FileChannel copy;

        @Override
        public @Nullable Executor growth() {
            return executor;
        }

        private void fail(String what) throws IOException {
            if (failing.equals(what)) {
                throw new IOException("failed on purpose to " + what);
            }
        }

        @Override
        public FileChannel open(Path path) throws IOException {
            if (!path.toString().endsWith(".compact")) {
                return super.open(path);
            }
            fail("open");
            copy = super.open(path);
            return copy;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // the same channel, not an equal one
        public Memory map(FileChannel channel, long position, long bytes) throws IOException {
            if (channel == copy) {
                fail("map");
            }
            return super.map(channel, position, bytes);
        }

        @Override
        public void replace(Path source, Path target) throws IOException {
            fail("replace");
            super.replace(source, target);
            copy = null;
        }

        @Override
        public void forceFolderOf(Path path) throws IOException {
            if (path.endsWith("store")) {
                fail("force the folder");
            }
            super.forceFolderOf(path);
        }

        void help() {
            for (Runnable work = waiting.poll(); work != null; work = waiting.poll()) {
                work.run();
            }
        }
    }

    private final Factory factory = new Factory();

    private StateStore open(StoreOptions options) {
        return EngineStores.openPersistent(factory, folder.resolve("store"), options);
    }

    private static byte[] key(long number) {
        return ByteBuffer.allocate(8).putLong(number).array();
    }

    private static void fill(StateStore store, int from, int to, int valueBytes) {
        for (int i = from; i < to; i++) {
            store.put(key(i), new byte[valueBytes]);
        }
    }

    /** Opens a store whose compaction is under way, with the last 1,400 of 2,000 entries. */
    private StateStore compacting() {
        StateStore store = open(OPTIONS);
        fill(store, 0, 2_000, 100);
        store.flush();
        for (int i = 0; i < 600; i++) {
            store.delete(key(i));
        }
        store.flush();
        while (store.stats().compaction().state() == CompactionState.IDLE) {
            store.put(key(1_999), new byte[100]);
        }
        return store;
    }

    private static void verify(StateStore store, long entries) {
        assertThat(store.verify().isSound()).as("%s", store.verify()).isTrue();
        assertThat(store.size()).isEqualTo(entries);
    }

    @Test
    void mostIsForcedBeforeTheFlushThatEndsIt() {
        try (StateStore store = open(OPTIONS)) {
            fill(store, 0, 40_000, 1_000);
            store.flush();
            for (int i = 0; store.stats().compaction().state() != CompactionState.COPYING; i++) {
                store.put(key(i), new byte[1_000]);
            }
            while (store.tick(1)) {
                factory.help();
            }
            store.flush();
            assertThat(store.stats().compaction().completed()).isEqualTo(1);
            assertThat(store.stats().log().flushedBytes()).isLessThan(3 * MIB);
            assertThat(factory.waiting).as("the release of the old log").hasSize(1);
            factory.help();
            verify(store, 40_000);
        }
    }

    @Test
    void theOwnerForcesWhereNobodyElseDoes() {
        for (boolean refused : new boolean[] {false, true}) {
            factory.executor = refused
                    ? work -> {
                        throw new RejectedExecutionException("full");
                    }
                    : null;
            try (StateStore store = open(OPTIONS)) {
                fill(store, 0, 30_000, 1_000);
                store.flush();
                while (store.stats().compaction().state() == CompactionState.IDLE) {
                    fill(store, 0, 100, 1_000);
                }
                while (store.tick(1)) {}
                store.flush();
                assertThat(store.stats().compaction().completed()).isPositive();
                assertThat(store.stats().log().flushedBytes()).isLessThan(11 * MIB);
                verify(store, 30_000);
            }
        }
    }

    @Test
    void smallStoresReleaseTheirOldLogThemselves() {
        StateStore store = compacting();
        while (store.tick(1)) {}
        store.flush();
        assertThat(store.stats().compaction().completed()).isEqualTo(1);
        assertThat(factory.waiting).isEmpty();
        store.close();
    }

    @Test
    void aSnapshotKeepsTheOldLog() {
        StateStore store = compacting();
        try (Snapshot snapshot = store.snapshot()) {
            while (store.tick(1)) {}
            store.flush();
            assertThat(store.stats().compaction().completed()).isEqualTo(1);
            store.clear();
            assertThat(snapshot.size()).isEqualTo(1_400);
            assertThat(snapshot.get(key(1_500))).hasSize(100);
        }
        store.close();
    }

    @Test
    void aCopyThatCannotBeMadeIsNoFailureOfTheCall() {
        for (String failing : new String[] {"open", "map"}) {
            StateStore store = EngineStores.openPersistent(
                    factory,
                    folder.resolve(failing),
                    OPTIONS.withWindows(new WindowSizes(4096, 4096)));
            fill(store, 0, 1_000, 100);
            store.flush();
            factory.failing = failing;
            for (int i = 0; i < 400; i++) {
                assertThat(store.delete(key(i))).isTrue();
            }
            factory.failing = "";
            assertThat(store.stats().compaction().abandoned().count()).isPositive();
            assertThat(store.stats().compaction().abandoned().lastReason())
                    .contains("failed on purpose to " + failing);
            assertThat(folder.resolve(failing + ".compact")).doesNotExist();
            verify(store, 600);
            store.close();
        }
    }

    @Test
    void anAttemptThatFailedIsMadeAgainAfterMoreGarbage() {
        StateStore store = open(OPTIONS);
        fill(store, 0, 2_000, 100);
        factory.failing = "open";
        int changes = 0;
        while (store.stats().compaction().abandoned().count() < 1) {
            store.put(key(changes++ % 2_000), new byte[100]);
        }
        long garbage = garbage(store);
        while (store.stats().compaction().abandoned().count() < 2) {
            store.put(key(changes++ % 2_000), new byte[100]);
        }
        assertThat(garbage(store)).isGreaterThan(garbage * 17 / 10);
        factory.failing = "";
        while (store.stats().compaction().completed() < 1) {
            store.put(key(changes++ % 2_000), new byte[100]);
        }
        verify(store, 2_000);
        store.close();
    }

    private static long garbage(StateStore store) {
        return store.stats().log().usedBytes() - store.stats().log().liveRecordBytes();
    }

    @Test
    void whereTheNewFileCannotBeRenamedTheOldOneIsFlushed() throws IOException {
        StateStore store = compacting();
        while (store.tick(1)) {}
        factory.failing = "replace";
        store.flush(key(7));
        assertThat(store.stats().compaction().abandoned().lastReason()).contains("replace");
        assertThat(store.flushedTag()).isEqualTo(key(7));
        factory.failing = "";
        assertThat(Files.exists(folder.resolve("store.compact"))).isFalse();
        verify(store, 1_400);
        store.close();
    }

    @Test
    void aCopyThatWaitsTooLongIsMadeAnew() {
        StateStore store = compacting();
        while (store.tick(1)) {}
        long most = 0;
        for (int i = 0; i < 30_000; i++) {
            store.put(key(600 + i % 1_400), new byte[100]);
            most = Math.max(most, store.stats().compaction().copied().logBytes());
        }
        assertThat(store.stats().compaction().abandoned().count()).isPositive();
        assertThat(most).isLessThan(7 * store.stats().log().liveRecordBytes() / 2);
        while (store.tick(1)) {}
        store.flush();
        assertThat(store.stats().compaction().completed()).isEqualTo(1);
        verify(store, 1_400);
        store.close();
    }

    @Test
    void theNewLogIsInKeyOrder() {
        StateStore store = compacting();
        while (store.tick(1)) {}
        store.flush();
        assertThat(store.stats().compaction().copied().entries()).isBetween(1_400L, 2_000L);
        try (Snapshot snapshot = store.snapshot()) {
            EngineReader reader = (EngineReader) snapshot;
            var tree = reader.treeCursor();
            tree.setRange(new byte[0], null, true);
            long before = -1;
            while (tree.next()) {
                assertThat(tree.address()).isGreaterThan(before);
                before = tree.address();
            }
        }
        assertThat(store.scan(KeyRange.all(), Direction.FORWARD).next()).isTrue();
        store.close();
    }
}
