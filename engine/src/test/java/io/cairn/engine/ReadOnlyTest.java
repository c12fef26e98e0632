package io.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cairn.StateStore;
import io.cairn.StoreIoException;
import io.cairn.StoreLockedException;
import io.cairn.WriteBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that is opened read-only shows everything and changes nothing. */
class ReadOnlyTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final List<SmallStore.Change> changes = SmallStore.changes(new Random(7), 200);

    private Path path() {
        return folder.resolve("store");
    }

    @BeforeEach
    void write() {
        SmallStore.write(path(), changes);
    }

    private Map<String, String> filesOfFolder() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path file : paths.toList()) {
                files.put(
                        file.getFileName().toString(),
                        Files.getLastModifiedTime(file) + " "
                                + Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return files;
    }

    private void requireUnchangedBy(ThrowingCallable reading) throws Throwable {
        Map<String, String> before = filesOfFolder();
        reading.call();
        assertThat(filesOfFolder()).isEqualTo(before);
    }

    @Test
    void itShowsWhatIsThereAndChangesNoByte() throws Throwable {
        requireUnchangedBy(() -> {
            try (StateStore store = SmallStore.open(path(), SmallStore.READ_ONLY)) {
                assertThat(SmallStore.contents(store)).isEqualTo(SmallStore.model(changes));
                assertThat(store.flushedTag()).isEqualTo(SmallStore.bytes("tag"));
                assertThat(store.verify().findings()).isEmpty();
            }
        });
    }

    @Test
    void itTakesTheIndexImageAndLeavesIt() throws Throwable {
        try (StateStore store = SmallStore.open(path(), SmallStore.OPTIONS)) {
            store.saveIndex();
        }
        requireUnchangedBy(() -> {
            try (StateStore store = SmallStore.open(path(), SmallStore.READ_ONLY)) {
                assertThat(store.recoveryReport().imageUsed()).isTrue();
                assertThat(SmallStore.contents(store)).isEqualTo(SmallStore.model(changes));
            }
        });
    }

    @Test
    void aDamagedImageAndWhatACompactionLeftStay() throws Throwable {
        Files.write(folder.resolve("store.idx"), new byte[500]);
        Files.write(folder.resolve("store.compact"), new byte[500]);
        requireUnchangedBy(() -> SmallStore.open(path(), SmallStore.READ_ONLY).close());
    }

    @Test
    void aTornTailIsIgnoredAndNotCut() throws Throwable {
        long end;
        try (StateStore store = SmallStore.open(path(), SmallStore.OPTIONS)) {
            store.put(SmallStore.bytes("torn"), new byte[100]);
            end = store.stats().log().usedBytes();
        }
        byte[] bytes = Files.readAllBytes(path());
        int last = bytes.length - 1;
        while (bytes[last] == 0) {
            last--; // the key, since the value is zeros
        }
        bytes[last]++;
        Files.write(path(), bytes);
        requireUnchangedBy(() -> {
            try (StateStore store = SmallStore.open(path(), SmallStore.READ_ONLY)) {
                assertThat(SmallStore.contents(store)).isEqualTo(SmallStore.model(changes));
                assertThat(store.recoveryReport().bytesCut()).isPositive();
                assertThat(store.recoveryReport().detail()).contains("ignored");
            }
        });
        assertThat(end).isPositive();
    }

    @Test
    void whatWouldChangeItThrows() throws Throwable {
        byte[] key = SmallStore.bytes("key1");
        requireUnchangedBy(() -> {
            try (StateStore store = SmallStore.open(path(), SmallStore.READ_ONLY)) {
                List<ThrowingCallable> calls = List.of(
                        () -> store.put(key, key),
                        () -> store.delete(key),
                        () -> store.addLong(key, 1),
                        () -> store.update(key, value -> {}),
                        () -> store.putAll(new byte[][] {key}, new byte[][] {key}),
                        () -> store.write(new WriteBatch().put(key, key)),
                        store::clear,
                        store::flush,
                        () -> store.flush(key),
                        store::compact,
                        store::saveIndex,
                        store::snapshot);
                for (ThrowingCallable call : calls) {
                    assertThatIllegalStateException()
                            .isThrownBy(call)
                            .withMessageContaining("read-only");
                }
                assertThat(SmallStore.contents(store)).isEqualTo(SmallStore.model(changes));
            }
        });
    }

    @Test
    void whereThereIsNoStoreItMakesNone() throws Throwable {
        Files.createFile(folder.resolve("empty"));
        requireUnchangedBy(() -> {
            for (String name : List.of("absent", "empty")) {
                assertThatThrownBy(
                                () -> SmallStore.open(folder.resolve(name), SmallStore.READ_ONLY))
                        .isInstanceOf(StoreIoException.class)
                        .hasMessageContaining(name);
            }
        });
    }

    @Test
    void aCopyWithoutALockFileIsReadWithoutMakingOne() throws Throwable {
        Path copy = Files.createDirectory(folder.resolve("copies")).resolve("copy");
        Files.copy(path(), copy);
        try (StateStore store = SmallStore.open(copy, SmallStore.READ_ONLY)) {
            assertThat(SmallStore.contents(store)).isEqualTo(SmallStore.model(changes));
        }
        try (Stream<Path> files = Files.list(copy.getParent())) {
            assertThat(files).containsExactly(copy);
        }
    }

    @Test
    void aWriterKeepsReadersOffAndAReaderWriters() {
        try (StateStore store = SmallStore.open(path(), SmallStore.OPTIONS)) {
            assertThat(store.isEmpty()).isFalse();
            assertThatThrownBy(() -> SmallStore.open(path(), SmallStore.READ_ONLY))
                    .isInstanceOf(StoreLockedException.class);
        }
        try (StateStore store = SmallStore.open(path(), SmallStore.READ_ONLY)) {
            assertThat(store.isEmpty()).isFalse();
            assertThatThrownBy(() -> SmallStore.open(path(), SmallStore.OPTIONS))
                    .isInstanceOf(StoreLockedException.class);
        }
        SmallStore.open(path(), SmallStore.OPTIONS).close();
    }
}
