package io.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.StateStore;
import io.cairn.StoreOptions;
import io.cairn.engine.memory.TestMemoryFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A flush forces what was appended since the last one, and a slot of the header. */
class FlushedBytesTest {
    private static final int PAGE = 4096;
    private static final int SLOT = 2 * PAGE;
    private static final int HEADER = 20_480;
    private static final int CHANGES = 10;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private StateStore open(String name) {
        return EngineStores.openPersistent(
                new TestMemoryFactory(), folder.resolve(name), StoreOptions.defaults());
    }

    private static void put(StateStore store, int from, int to) {
        for (int i = from; i < to; i++) {
            store.put(ByteBuffer.allocate(16).putLong(8, i).array(), new byte[64]);
        }
    }

    private static long flushed(StateStore store) {
        store.flush();
        return store.stats().log().flushedBytes();
    }

    /** The bytes of each of some flushes of ten changed records. */
    private long[] flushesOfTen(int entries) {
        try (StateStore store = open("entries" + entries)) {
            put(store, 0, entries);
            store.flush();
            long[] bytes = new long[20];
            for (int i = 0; i < bytes.length; i++) {
                put(store, i * CHANGES, (i + 1) * CHANGES);
                bytes[i] = flushed(store);
            }
            return bytes;
        }
    }

    @Test
    void itFollowsWhatChangedNotWhatIsStored() {
        long[] small = flushesOfTen(1_000);
        long[] large = flushesOfTen(100_000);
        // ten records of 96 bytes lie in one page, or in two where they meet a border
        assertThat(small).containsOnly(SLOT + PAGE, SLOT + 2 * PAGE);
        assertThat(large).containsOnly(SLOT + PAGE, SLOT + 2 * PAGE);
        assertThat(Arrays.stream(large).sum())
                .isLessThanOrEqualTo(Arrays.stream(small).sum() + PAGE);
    }

    @Test
    void theFirstFlushOfAnOpeningForcesTheHeaderToo() {
        try (StateStore store = open("first")) {
            assertThat(store.stats().log().flushedBytes()).isZero();
            put(store, 0, 10);
            assertThat(flushed(store)).isEqualTo(HEADER + SLOT + PAGE);
            assertThat(flushed(store)).isEqualTo(SLOT);
        }
    }

    @Test
    void inMemoryNothingIsForced() {
        try (StateStore store =
                EngineStores.openInMemory(new TestMemoryFactory(), StoreOptions.defaults())) {
            put(store, 0, 10);
            assertThat(flushed(store)).isZero();
        }
    }
}
