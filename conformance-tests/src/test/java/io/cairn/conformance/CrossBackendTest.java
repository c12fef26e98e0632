package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.Snapshot;
import io.cairn.StateStore;
import io.cairn.spi.StateStoreProvider;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule S12: what one backend writes, all others read. */
class CrossBackendTest {
    private static final byte[] TAG = Bytes.utf8("offset=4711");

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0} to {1}, {2}")
    @MethodSource("pairs")
    void s12_aFileIsReadAndContinuedByAnyBackend(Backends writer, Backends reader, Mode mode) {
        Path file = folder.resolve("store");
        Model model = new Model();
        StateStoreProvider[] turns = {writer.provider(), reader.provider()};
        for (int turn = 0; turn < 8; turn++) {
            try (StateStore store = turns[turn % 2].openPersistent(file, mode.options())) {
                Verifier.verify(store, model);
                assertThat(store.flushedTag()).isEqualTo(turn < 2 ? new byte[0] : TAG);
                PersistenceContract.churn(store, model, turn);
                upkeep(store, turn);
                Verifier.verify(store, model);
            }
        }
    }

    @ParameterizedTest(name = "{0} to {1}, {2}")
    @MethodSource("pairs")
    void s12_anIndexImageIsUsedByAnyBackend(Backends writer, Backends reader, Mode mode) {
        Path file = folder.resolve("store");
        Model model = new Model();
        try (StateStore store = writer.provider().openPersistent(file, mode.options())) {
            PersistenceContract.churn(store, model, 1);
            store.saveIndex();
        }
        try (StateStore store = reader.provider().openPersistent(file, mode.options())) {
            assertThat(store.recoveryReport().imageUsed())
                    .as(store.recoveryReport().detail())
                    .isTrue();
            Verifier.verify(store, model);
        }
    }

    @ParameterizedTest(name = "{0} to {1}, {2}")
    @MethodSource("pairs")
    void s12_aSnapshotIsRestoredByAnyBackend(Backends writer, Backends reader, Mode mode)
            throws IOException {
        Model model = new Model();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (StateStore source = writer.provider().openInMemory(mode.options());
                StateStore target = reader.provider()
                        .openPersistent(folder.resolve("target"), mode.options())) {
            PersistenceContract.churn(source, model, 1);
            PersistenceContract.churn(target, new Model(), 2);
            try (Snapshot snapshot = source.snapshot()) {
                snapshot.writeTo(out);
                target.restore(snapshot);
            }
            Verifier.verify(target, model);
            target.clear();
            target.restore(new ByteArrayInputStream(out.toByteArray()));
            Verifier.verify(target, model);
            assertThat(RestoreContract.entriesOf(target))
                    .isEqualTo(RestoreContract.entriesOf(source));
        }
    }

    static Stream<Arguments> pairs() {
        List<Backends> backends =
                Arrays.stream(Backends.values()).filter(Backends::runsHere).toList();
        return backends.stream()
                .flatMap(writer -> backends.stream()
                        .filter(reader -> reader != writer)
                        .flatMap(reader -> Stream.of(Mode.ON_FILE, Mode.ON_FILE_TINY_WINDOWS)
                                .map(mode -> Arguments.of(writer, reader, mode))));
    }

    private static void upkeep(StateStore store, int turn) {
        switch (turn % 4) {
            case 0 -> store.flush();
            case 1 -> store.flush(TAG);
            case 2 -> store.compact();
            default -> store.saveIndex();
        }
    }
}
