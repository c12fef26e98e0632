package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cairn.RecoverTo;
import io.cairn.StateStore;
import io.cairn.StoreOptions;
import io.cairn.UnsupportedFormatException;
import io.cairn.WriteBatch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rule S12 over time: this build reads the files that {@link GoldenFiles} made when their format
 * was new, on every backend.
 */
class GoldenFilesTest {
    private static final int VERSION_END = 12;
    private static final int[] VERSIONS = {1, 2};

    @TempDir
    private Path folder;

    static Stream<Backends> backends() {
        return Arrays.stream(Backends.values()).filter(Backends::runsHere);
    }

    private static byte[] golden(String name) throws IOException {
        return golden("v1", name);
    }

    private static byte[] golden(String version, String name) throws IOException {
        String resource = "/golden/" + version + "/" + name;
        try (InputStream in = Objects.requireNonNull(
                GoldenFilesTest.class.getResourceAsStream(resource), resource)) {
            return in.readAllBytes();
        }
    }

    private StateStore open(Backends backend, RecoverTo state) {
        StoreOptions options = StoreOptions.defaults().withRecoverTo(state);
        return backend.provider().openPersistent(folder.resolve("store"), options);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void s12_aStoreOfEachVersionIsReadToItsLastRecord(Backends backend) throws IOException {
        for (int version : VERSIONS) {
            Files.write(folder.resolve("store"), golden("v" + version, GoldenFiles.STORE));
            Model model = GoldenFiles.complete(version);
            try (StateStore store = open(backend, RecoverTo.LAST_RECORD)) {
                Verifier.verify(store, model);
                assertThat(store.flushedTag()).isEqualTo(GoldenFiles.TAG);
                assertThat(store.recoveryReport().bytesCut()).isZero();
                store.put(Bytes.of(1), Bytes.of(2));
                model.put(Bytes.of(1), Bytes.of(2));
            }
            try (StateStore store = open(backend, RecoverTo.LAST_RECORD)) {
                Verifier.verify(store, model);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void s12_aStoreOfEachVersionIsReadToItsLastFlush(Backends backend) throws IOException {
        for (int version : VERSIONS) {
            Files.write(folder.resolve("store"), golden("v" + version, GoldenFiles.STORE));
            try (StateStore store = open(backend, RecoverTo.LAST_FLUSH)) {
                Verifier.verify(store, GoldenFiles.flushed(version));
                assertThat(store.flushedTag()).isEqualTo(GoldenFiles.TAG);
                assertThat(store.recoveryReport().bytesCut()).isPositive();
            }
        }
    }

    /** An older build would take a part of a batch for all there is. */
    @ParameterizedTest
    @MethodSource("backends")
    void s18_aStoreOfVersion1TakesBatchesOnceItIsCompacted(Backends backend) throws IOException {
        Files.write(folder.resolve("store"), golden(GoldenFiles.STORE));
        Model model = GoldenFiles.complete();
        WriteBatch batch = new WriteBatch();
        try (StateStore store = open(backend, RecoverTo.LAST_RECORD)) {
            WriteBatchContract.add(batch, model, Bytes.of(1), Bytes.of(2), true);
            store.write(batch);
            Verifier.verify(store, model);
            batch.put(Bytes.of(3), Bytes.of(4));
            assertThatExceptionOfType(UnsupportedFormatException.class)
                    .isThrownBy(() -> store.write(batch))
                    .withMessageContaining(folder.resolve("store").toString())
                    .withMessageContaining("version=1")
                    .withMessageContaining("compact()");
            Verifier.verify(store, model);
            assertThat(versionOf(folder.resolve("store"))).isEqualTo(1);
            store.compact();
            store.write(batch);
            model.put(Bytes.of(3), Bytes.of(4));
            Verifier.verify(store, model);
            assertThat(versionOf(folder.resolve("store"))).isEqualTo(2);
        }
        try (StateStore store = open(backend, RecoverTo.LAST_RECORD)) {
            Verifier.verify(store, model);
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void s12_aStoreOfAnotherVersionIsRefusedByName(Backends backend) throws IOException {
        byte[] store = golden("v2", GoldenFiles.STORE);
        for (int version : new int[] {3, 100, 0, -1}) {
            Files.write(folder.resolve("store"), withVersion(store, version));
            assertThatExceptionOfType(UnsupportedFormatException.class)
                    .isThrownBy(() -> open(backend, RecoverTo.LAST_RECORD))
                    .withMessageContaining("format version=" + version)
                    .withMessageContaining(version > 2 ? "newer" : "no release")
                    .withMessageContaining("1 to 2");
        }
    }

    private static byte[] withVersion(byte[] store, int version) {
        byte[] changed = store.clone();
        ByteBuffer.wrap(changed)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(VERSION_END - Integer.BYTES, version);
        return changed;
    }

    private static int versionOf(Path store) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(store))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt(VERSION_END - Integer.BYTES);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void s12_aSnapshotOfVersion1IsRestored(Backends backend) throws IOException {
        try (StateStore store = open(backend, RecoverTo.LAST_RECORD);
                InputStream in = new ByteArrayInputStream(golden(GoldenFiles.SNAPSHOT))) {
            store.restore(in);
            Verifier.verify(store, GoldenFiles.complete());
        }
    }

    /** Where this fails, the format has a new version: it needs golden files of its own. */
    @ParameterizedTest
    @MethodSource("backends")
    void s12_thisBuildWritesTheVersionOfTheGoldenFiles(Backends backend) throws IOException {
        open(backend, RecoverTo.LAST_RECORD).close();
        byte[] written = Files.readAllBytes(folder.resolve("store"));
        assertThat(Arrays.copyOf(written, VERSION_END))
                .isEqualTo(Arrays.copyOf(golden("v2", GoldenFiles.STORE), VERSION_END));
    }

    /** Without the times and numbers that differ each time, the bytes are the same as ever. */
    @ParameterizedTest
    @MethodSource("backends")
    void s12_aSnapshotIsWrittenAsItEverWas(Backends backend) throws IOException {
        Files.write(folder.resolve("store"), golden(GoldenFiles.STORE));
        try (StateStore store = open(backend, RecoverTo.LAST_RECORD)) {
            assertThat(RestoreContract.streamOf(store)).isEqualTo(golden(GoldenFiles.SNAPSHOT));
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void s12_anImageOfVersion3IsUsed(Backends backend) throws IOException {
        Files.write(folder.resolve("store"), golden(GoldenFiles.STORE));
        Files.write(folder.resolve("store.idx"), golden("image-v3", GoldenFiles.IMAGE));
        Model model = GoldenFiles.complete();
        try (StateStore store = open(backend, RecoverTo.LAST_RECORD)) {
            assertThat(store.recoveryReport().imageUsed())
                    .as(store.recoveryReport().detail())
                    .isTrue();
            assertThat(store.recoveryReport().recordsReplayed()).isZero();
            Verifier.verify(store, model);
            store.put(Bytes.of(1), Bytes.of(2));
            model.put(Bytes.of(1), Bytes.of(2));
        }
        try (StateStore store = open(backend, RecoverTo.LAST_RECORD)) {
            assertThat(store.recoveryReport().imageUsed()).isTrue();
            assertThat(store.recoveryReport().recordsReplayed()).isEqualTo(1);
            Verifier.verify(store, model);
        }
    }

    /** An image of version 2, as it was written, and the header of version 1 before it. */
    @ParameterizedTest
    @MethodSource("backends")
    void s12_anOlderImageIsIgnoredWithItsReason(Backends backend) throws IOException {
        for (byte version = 1; version <= 2; version++) {
            byte[] image = golden("image-v2", GoldenFiles.IMAGE);
            image[VERSION_END - Integer.BYTES] = version;
            Files.write(folder.resolve("store"), golden(GoldenFiles.STORE));
            Files.write(folder.resolve("store.idx"), image);
            try (StateStore store = open(backend, RecoverTo.LAST_RECORD)) {
                assertThat(store.recoveryReport().imageUsed()).isFalse();
                assertThat(store.recoveryReport().detail()).contains("another version=" + version);
                Verifier.verify(store, GoldenFiles.complete());
            }
        }
    }

    /** Where this fails, the image has a new version: it needs a golden one of its own. */
    @ParameterizedTest
    @MethodSource("backends")
    void s12_thisBuildWritesTheVersionOfTheGoldenImage(Backends backend) throws IOException {
        try (StateStore store = open(backend, RecoverTo.LAST_RECORD)) {
            store.saveIndex();
        }
        byte[] written = Files.readAllBytes(folder.resolve("store.idx"));
        assertThat(Arrays.copyOf(written, VERSION_END))
                .isEqualTo(Arrays.copyOf(golden("image-v3", GoldenFiles.IMAGE), VERSION_END));
    }
}
