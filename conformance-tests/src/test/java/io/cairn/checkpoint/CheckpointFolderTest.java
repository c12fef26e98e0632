package io.cairn.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.cairn.Backend;
import io.cairn.CorruptStoreException;
import io.cairn.Direction;
import io.cairn.Entry;
import io.cairn.KeyRange;
import io.cairn.Snapshot;
import io.cairn.StateStore;
import io.cairn.StateStores;
import io.cairn.StoreOptions;
import io.cairn.StreamOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Publishing, keeping and restoring checkpoints, with a crash at each step. */
class CheckpointFolderTest {
    private static final CheckpointPolicy POLICY =
            CheckpointPolicy.defaults().withKept(2).withMostDeltas(2).withMostDeltaShare(100);

    @TempDir
    Path temporary = Path.of("");

    private Path folder() {
        return temporary.resolve("checkpoints");
    }

    private static StateStore newStore() {
        return StateStores.backend("bytebuffer").openInMemory(StoreOptions.defaults());
    }

    private static void change(StateStore store, int round) {
        Random random = new Random(round);
        for (int i = 0; i < 30; i++) {
            byte[] key = ByteBuffer.allocate(4).putInt(random.nextInt(100)).array();
            if (i % 4 == 3) {
                store.delete(key);
            } else {
                byte[] value = new byte[random.nextInt(50)];
                random.nextBytes(value);
                store.put(key, value);
            }
        }
    }

    private static String content(StateStore store) {
        StringBuilder all = new StringBuilder();
        Iterator<Entry> entries = store.entries(KeyRange.all(), Direction.FORWARD);
        while (entries.hasNext()) {
            Entry entry = entries.next();
            all.append(ByteBuffer.wrap(entry.key()).getInt())
                    .append('=')
                    .append(java.util.Arrays.toString(entry.value()))
                    .append('\n');
        }
        return all.toString();
    }

    static Stream<Backend> backends() {
        return StateStores.backends().stream().filter(Backend::isAvailable);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void eachKeptCheckpointIsRestored(Backend backend) throws IOException {
        Map<Long, String> contents = new HashMap<>();
        try (StateStore store = backend.openInMemory(StoreOptions.defaults());
                StateStore target =
                        backend.openPersistent(temporary.resolve("t"), StoreOptions.defaults());
                CheckpointFolder folder = CheckpointFolder.open(folder(), POLICY)) {
            for (int round = 0; round < 12; round++) {
                change(store, round);
                store.flush(new byte[] {(byte) round});
                if (round == 5) {
                    store.compact();
                }
                Checkpoint checkpoint = folder.checkpoint(store.snapshot());
                contents.put(checkpoint.number(), content(store));
                assertThat(checkpoint.isFull()).isEqualTo(round % 3 == 0);
                assertThat(folder.verify()).isEmpty();
                assertThat(folder.checkpoints()).hasSizeBetween(Math.min(2, round + 1), 4);
                assertThat(folder.checkpoints().get(0).isFull()).isTrue();
                for (Checkpoint kept : folder.checkpoints()) {
                    folder.restore(target, kept.number());
                    assertThat(content(target)).isEqualTo(contents.get(kept.number()));
                }
                assertThat(folder.restoreLatest(target).flushedTag()).containsExactly((byte) round);
                assertThat(store.stats().log().openSnapshots()).isEqualTo(1);
            }
        }
        assertThat(files()).hasSize(1 + 3);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void anOpenedFolderGoesOnWithAFullCheckpoint() throws IOException {
        try (StateStore store = newStore()) {
            for (int opening = 0; opening < 3; opening++) {
                try (CheckpointFolder folder = CheckpointFolder.open(folder(), POLICY)) {
                    change(store, opening);
                    assertThat(folder.checkpoint(store.snapshot()).isFull()).isTrue();
                    assertThat(folder.checkpoint(store.snapshot()).isFull()).isFalse();
                    assertThat(folder.checkpoints()
                                    .get(folder.checkpoints().size() - 1)
                                    .number())
                            .isEqualTo(2L * opening + 2);
                }
                assertThat(store.stats().log().openSnapshots()).isZero();
            }
        }
    }

    @Test
    void aFullOneFollowsWhenTheDeltasAreTooManyBytes() throws IOException {
        CheckpointPolicy policy = CheckpointPolicy.defaults()
                .withMostDeltas(1_000)
                .withMostDeltaShare(0.5)
                .withOptions(StreamOptions.defaults().withCompression(true));
        try (StateStore store = newStore();
                CheckpointFolder folder = CheckpointFolder.open(folder(), policy)) {
            change(store, 1);
            List<Boolean> full = new ArrayList<>();
            for (int round = 0; round < 8; round++) {
                change(store, round);
                full.add(folder.checkpoint(store.snapshot()).isFull());
            }
            assertThat(full.subList(1, 8)).contains(true, false);
        }
    }

    /** The process is killed, or the power is lost too, at each step of some checkpoints. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCrashAtAnyStepLosesNoPublishedCheckpoint(boolean losesPower) throws IOException {
        int last = Integer.MAX_VALUE;
        int crashes = 0;
        for (int failAt = 1; failAt <= last; failAt++) {
            deleteFolder();
            Map<Long, String> contents = new HashMap<>();
            PowerCutFiles files = new PowerCutFiles(folder(), failAt);
            List<Checkpoint> published = new ArrayList<>();
            boolean finished = publishSome(files, published, contents);
            last = finished ? failAt : last;
            crashes += finished ? 0 : 1;
            if (losesPower) {
                files.cutPower();
            }
            verifyAfterCrash(published, contents, failAt);
        }
        assertThat(crashes).as("steps at which it crashed").isGreaterThan(60);
    }

    private static boolean publishSome(
            PowerCutFiles files, List<Checkpoint> published, Map<Long, String> contents)
            throws IOException {
        try (StateStore store = newStore()) {
            CheckpointFolder folder = null;
            try {
                folder = CheckpointFolder.open(files.folder(), POLICY, files);
                for (int round = 0; round < 7; round++) {
                    change(store, round);
                    contents.put(round + 1L, content(store));
                    folder.checkpoint(store.snapshot());
                    published.clear();
                    published.addAll(folder.checkpoints());
                }
                return true;
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("failed on purpose");
                return false;
            } finally {
                if (folder != null) {
                    folder.close();
                }
            }
        }
    }

    private void verifyAfterCrash(
            List<Checkpoint> published, Map<Long, String> contents, int failAt) throws IOException {
        String what = "failAt=" + failAt;
        try (CheckpointFolder folder = CheckpointFolder.open(folder(), POLICY);
                StateStore target = newStore()) {
            assertThat(folder.verify()).as(what).isEmpty();
            List<Checkpoint> found = folder.checkpoints();
            if (!published.isEmpty()) {
                Checkpoint newest = published.get(published.size() - 1);
                assertThat(found.get(found.size() - 1).number())
                        .as(what)
                        .isBetween(newest.number(), newest.number() + 1);
            }
            for (Checkpoint checkpoint : found) {
                folder.restore(target, checkpoint.number());
                assertThat(content(target)).as(what).isEqualTo(contents.get(checkpoint.number()));
            }
            assertThat(files()).as(what + ": nothing is left over").hasSize(found.size() + 1);
            assertThat(folder.checkpoint(target.snapshot()).isFull()).isTrue();
            assertThat(folder.verify()).as(what).isEmpty();
        }
    }

    private void deleteFolder() throws IOException {
        if (Files.exists(folder())) {
            for (String file : files()) {
                Files.delete(folder().resolve(file));
            }
        }
    }

    /** One step fails, and the same folder goes on. */
    @Test
    void aStepThatFailsOnceLeavesTheFolderUsable() throws IOException {
        for (int failAt = 1; failAt < 200; failAt++) {
            deleteFolder();
            FailingOnce files = new FailingOnce(failAt);
            try (StateStore store = newStore();
                    StateStore target = newStore()) {
                CheckpointFolder folder = openAgain(files);
                for (int round = 0; round < 7; round++) {
                    change(store, round);
                    try {
                        folder.checkpoint(store.snapshot());
                    } catch (IOException e) {
                        assertThat(e).hasMessageContaining("failed once");
                        folder.checkpoint(store.snapshot());
                    }
                    folder.restoreLatest(target);
                    assertThat(content(target)).as("failAt=%d", failAt).isEqualTo(content(store));
                    assertThat(folder.verify()).as("failAt=%d", failAt).isEmpty();
                }
                folder.close();
                assertThat(store.stats().log().openSnapshots()).isZero();
            }
            if (files.steps < failAt) {
                return;
            }
        }
        throw new AssertionError("the steps never end");
    }

    private CheckpointFolder openAgain(FailingOnce files) throws IOException {
        try {
            return CheckpointFolder.open(folder(), POLICY, files);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("failed once");
            return CheckpointFolder.open(folder(), POLICY, files);
        }
    }

    private static final class FailingOnce extends CheckpointFiles {
        private final int failAt;
        private int steps;

        FailingOnce(int failAt) {
            this.failAt = failAt;
        }

        private void step() throws IOException {
            if (++steps == failAt) {
                throw new IOException("failed once");
            }
        }

        @Override
        java.io.OutputStream create(Path file) throws IOException {
            step();
            return super.create(file);
        }

        @Override
        void force(Path file) throws IOException {
            step();
            super.force(file);
        }

        @Override
        void rename(Path from, Path to) throws IOException {
            step();
            super.rename(from, to);
        }

        @Override
        void forceFolder(Path folder) throws IOException {
            step();
            super.forceFolder(folder);
        }

        @Override
        void delete(Path file) throws IOException {
            step();
            super.delete(file);
        }
    }

    @Test
    void whatIsDamagedOrMissingIsNamed() throws IOException {
        try (StateStore store = newStore();
                CheckpointFolder folder = CheckpointFolder.open(folder(), POLICY)) {
            for (int round = 0; round < 3; round++) {
                change(store, round);
                folder.checkpoint(store.snapshot());
            }
            String before = content(store);
            Path second = folder().resolve("checkpoint-0000000002.delta");
            byte[] intact = Files.readAllBytes(second);
            byte[] flipped = intact.clone();
            flipped[intact.length / 2] ^= 4;
            Files.write(second, flipped);
            requireNamed(folder, store, "checkpoint-0000000002.delta has a wrong checksum");
            Files.write(second, java.util.Arrays.copyOf(intact, 9));
            requireNamed(folder, store, "checkpoint-0000000002.delta has bytes=9");
            Files.delete(second);
            requireNamed(folder, store, "checkpoint-0000000002.delta is missing");
            assertThat(content(store)).isEqualTo(before);
            folder.restore(store, 1);
            Files.write(second, intact);
            assertThat(folder.verify()).isEmpty();
            folder.restoreLatest(store);
            assertThat(content(store)).isEqualTo(before);
        }
    }

    private static void requireNamed(CheckpointFolder folder, StateStore store, String finding)
            throws IOException {
        assertThat(folder.verify()).hasSize(1).first().asString().startsWith(finding);
        assertThatExceptionOfType(CorruptStoreException.class)
                .isThrownBy(() -> folder.restoreLatest(store))
                .withMessageContaining(finding);
    }

    @Test
    void aDamagedOrLostManifestIsRefusedAndNothingIsDeleted() throws IOException {
        try (StateStore store = newStore();
                CheckpointFolder folder = CheckpointFolder.open(folder(), POLICY)) {
            folder.checkpoint(store.snapshot());
        }
        Path manifest = folder().resolve("manifest");
        byte[] intact = Files.readAllBytes(manifest);
        for (int at = 0; at < intact.length; at++) {
            byte[] damaged = intact.clone();
            damaged[at] ^= 1;
            Files.write(manifest, damaged);
            requireRefused(manifest);
            Files.write(manifest, java.util.Arrays.copyOf(intact, at));
            requireRefused(manifest);
        }
        Files.delete(manifest);
        requireRefused(manifest);
        assertThat(files()).containsExactly("checkpoint-0000000001.full");
        Files.write(manifest, intact);
        CheckpointFolder.open(folder(), POLICY).close();
    }

    private void requireRefused(Path manifest) {
        assertThatExceptionOfType(CorruptStoreException.class)
                .isThrownBy(() -> CheckpointFolder.open(folder(), POLICY))
                .withMessageContaining(manifest.toString());
    }

    @Test
    void filesOfOthersAreLeftAlone() throws IOException {
        Files.createDirectories(folder());
        Files.write(folder().resolve("notes.txt"), "mine".getBytes(StandardCharsets.UTF_8));
        Files.write(folder().resolve("checkpoint-0000000009.full.tmp"), new byte[3]);
        try (StateStore store = newStore();
                CheckpointFolder folder = CheckpointFolder.open(folder(), POLICY)) {
            folder.checkpoint(store.snapshot());
            assertThat(files())
                    .containsExactly("checkpoint-0000000001.full", "manifest", "notes.txt");
        }
    }

    @Test
    void whatCannotBeIsRefused() throws IOException {
        try (StateStore store = newStore();
                CheckpointFolder folder = CheckpointFolder.open(folder(), POLICY)) {
            assertThatIllegalStateException().isThrownBy(() -> folder.restoreLatest(store));
            Snapshot closed = store.snapshot();
            closed.close();
            assertThatIllegalStateException().isThrownBy(() -> folder.checkpoint(closed));
            assertThat(folder.checkpoints()).isEmpty();
            folder.checkpoint(store.snapshot());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> folder.restore(store, 7))
                    .withMessageContaining("number=7");
        }
        CheckpointPolicy policy = CheckpointPolicy.defaults();
        assertThatIllegalArgumentException().isThrownBy(() -> policy.withKept(0));
        assertThatIllegalArgumentException().isThrownBy(() -> policy.withMostDeltas(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> policy.withMostDeltaShare(-0.1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> policy.withMostDeltaShare(Double.NaN));
    }
}
