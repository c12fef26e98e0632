package io.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.CorruptStoreException;
import io.cairn.Cursor;
import io.cairn.Direction;
import io.cairn.KeyRange;
import io.cairn.RecoverTo;
import io.cairn.StateStore;
import io.cairn.StateStoreException;
import io.cairn.StoreOptions;
import io.cairn.WindowSizes;
import io.cairn.WriteBatch;
import io.cairn.engine.memory.TestMemoryFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cuts and flips the bytes of a small file: what opens must be a state that the store had, and
 * anything else a clear refusal.
 */
class RecoveryTest {
    private static final StoreOptions OPTIONS =
            StoreOptions.defaults().withWindows(new WindowSizes(4096, 8192));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final List<String> states = new ArrayList<>();
    private byte[] file = {};
    private int flushedState;

    private Path path() {
        return folder.resolve("store");
    }

    private StateStore open(StoreOptions options) {
        return EngineStores.openPersistent(new TestMemoryFactory(), path(), options);
    }

    private static String contentsOf(StateStore store) {
        StringBuilder contents = new StringBuilder();
        Cursor cursor = store.scan(KeyRange.all(), Direction.FORWARD);
        while (cursor.next()) {
            contents.append(new String(cursor.key().toByteArray(), StandardCharsets.UTF_8))
                    .append('=')
                    .append(cursor.value().length())
                    .append(' ');
        }
        return contents.toString();
    }

    /**
     * Writes a file with records before and after a flush, among them overwrites, a deletion, a
     * clear, batches over several windows, and one wider than any window.
     */
    @BeforeEach
    void write() throws IOException {
        try (StateStore store = open(OPTIONS)) {
            states.add(contentsOf(store));
            for (int i = 0; i < 60; i++) {
                if (i == 20) {
                    store.clear();
                } else if (i % 11 == 5 || i == 44) {
                    WriteBatch batch = new WriteBatch().delete(key(i % 25)).put(key(i), key(i));
                    for (int j = 0; j < i / 5; j++) {
                        batch.put(key(i % 20 + j), new byte[j == 7 ? 9500 : 150 + j]);
                    }
                    store.write(batch);
                } else if (i % 7 == 3) {
                    store.delete(key(i - 1));
                } else {
                    store.put(key(i % 25), new byte[i == 33 ? 9000 : 10 + 37 * i % 300]);
                }
                states.add(contentsOf(store));
                if (i == 40) {
                    store.flush("tag".getBytes(StandardCharsets.UTF_8));
                    flushedState = states.size() - 1;
                }
            }
        }
        file = Files.readAllBytes(path());
    }

    private static byte[] key(int i) {
        return ("key" + i).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Opens the damaged file; returns the number of the state that it is in, or -1 if it was
     * refused as it should be.
     */
    private int reopened(byte[] damaged, StoreOptions options) throws IOException {
        Files.write(path(), damaged);
        Files.deleteIfExists(folder.resolve("store.idx"));
        try (StateStore store = open(options)) {
            int state = states.lastIndexOf(contentsOf(store));
            assertThat(state).as("a state that the store had").isNotNegative();
            store.put(key(1), key(1));
            assertThat(store.get(key(1))).isEqualTo(key(1));
            return state;
        } catch (StateStoreException e) {
            assertThat(e).hasMessageContaining("store");
            return -1;
        }
    }

    @Test
    void anIntactFileHasTheLastState() throws IOException {
        assertThat(reopened(file, OPTIONS)).isEqualTo(states.size() - 1);
    }

    @Test
    void lastFlushIsExact() throws IOException {
        assertThat(reopened(file, OPTIONS.withRecoverTo(RecoverTo.LAST_FLUSH)))
                .isEqualTo(flushedState);
        Files.write(path(), file);
        try (StateStore store = open(OPTIONS.withRecoverTo(RecoverTo.LAST_FLUSH))) {
            assertThat(store.flushedTag()).asString().isEqualTo("tag");
            assertThat(store.recoveryReport().bytesCut()).isPositive();
        }
    }

    @Test
    void aFileCutAnywhereGivesAStateSinceTheFlushOrIsRefused() throws IOException {
        int opened = 0;
        for (int length = 1; length < file.length; length += length < 20_000 ? 997 : 61) {
            int state = reopened(Arrays.copyOf(file, length), OPTIONS);
            if (state >= 0) {
                assertThat(state).as("length=%d", length).isGreaterThanOrEqualTo(flushedState);
                opened++;
            }
        }
        assertThat(opened).isPositive();
    }

    @Test
    void aFlippedBitGivesAStateSinceTheFlushOrIsRefused() throws IOException {
        int refused = 0;
        for (int at = 0; at < file.length; at += at < 100 ? 1 : 89) {
            byte[] damaged = file.clone();
            damaged[at] ^= (byte) (1 << (at & 7));
            int state = reopened(damaged, OPTIONS);
            refused += state < 0 ? 1 : 0;
            assertThat(state < 0 || state >= flushedState)
                    .as("flip at=%d state=%d", at, state)
                    .isTrue();
        }
        assertThat(refused).isPositive();
    }

    @Test
    void bytesBeyondACutNeverComeBack() throws IOException {
        byte[] torn = file.clone();
        int hole = lastNonZero(torn) - 1500;
        while (torn[hole] == 0) { // nothing is written between a window's records and its end
            hole++;
        }
        for (int i = 0; i < 8; i++) {
            torn[hole + i] ^= 0x55;
        }
        Files.write(path(), torn);
        String afterCut;
        try (StateStore store = open(OPTIONS)) {
            afterCut = contentsOf(store);
            assertThat(store.recoveryReport().bytesCut()).isPositive();
            assertThat(store.recoveryReport().detail()).contains("torn");
        }
        try (StateStore store = open(OPTIONS)) {
            assertThat(contentsOf(store)).isEqualTo(afterCut);
            assertThat(store.recoveryReport().bytesCut()).isZero();
        }
    }

    private static int lastNonZero(byte[] bytes) {
        int at = bytes.length - 1;
        while (bytes[at] == 0) {
            at--;
        }
        return at;
    }

    @Test
    void damageBeforeTheFlushNamesFileAndOffset() throws IOException {
        byte[] damaged = file.clone();
        damaged[20_480 + 40] ^= 1;
        Files.write(path(), damaged);
        try (StateStore store = open(OPTIONS)) {
            throw new AssertionError("opened with " + contentsOf(store));
        } catch (CorruptStoreException e) {
            assertThat(e)
                    .hasMessageContaining("offset=20512")
                    .hasMessageContaining(path().toString());
        }
        assertThat(Files.readAllBytes(path()))
                .as("the file is left as it was")
                .startsWith(Arrays.copyOf(damaged, file.length));
    }
}
