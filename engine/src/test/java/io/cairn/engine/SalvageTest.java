package io.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cairn.CorruptStoreException;
import io.cairn.Progress;
import io.cairn.SalvageReport;
import io.cairn.StateStore;
import io.cairn.StoreIoException;
import io.cairn.VerificationReport;
import io.cairn.WriteBatch;
import io.cairn.engine.memory.TestMemoryFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is salvaged is what all intact records say, in order. */
class SalvageTest {
    private static final int HEADER_BYTES = 20_480;
    private static final int FILES = 5;
    private static final int FLIPS = 20;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    private Path path() {
        return folder.resolve("store");
    }

    private Path target() {
        return folder.resolve("salvaged");
    }

    private SalvageReport salvage() {
        return EngineStores.salvage(new TestMemoryFactory(), path(), target(), Progress.NONE);
    }

    private Map<String, String> salvaged() throws IOException {
        try (StateStore store = SmallStore.open(target(), SmallStore.READ_ONLY)) {
            assertThat(store.verify().findings()).as("seed=" + seed).isEmpty();
            return SmallStore.contents(store);
        } finally {
            Files.deleteIfExists(target());
            Files.deleteIfExists(folder.resolve("salvaged.lock"));
        }
    }

    @Test
    void anIntactFileIsCopiedWithItsTag() throws IOException {
        List<SmallStore.Change> changes = SmallStore.changes(random, 300);
        SmallStore.write(path(), changes);
        SalvageReport report = salvage();
        assertThat(report.isComplete()).as("seed=" + seed + " " + report).isTrue();
        assertThat(report.notes()).isEmpty();
        assertThat(report.saved().entries()).isEqualTo(SmallStore.model(changes).size());
        try (StateStore store = SmallStore.open(target(), SmallStore.READ_ONLY)) {
            assertThat(store.flushedTag()).isEqualTo(SmallStore.bytes("tag"));
        }
        assertThat(salvaged()).isEqualTo(SmallStore.model(changes));
    }

    @Test
    void aFileWhoseMakingWasCutShortIsSavedAsANewStore() throws IOException {
        SmallStore.write(path(), List.of());
        byte[] header = Arrays.copyOf(Files.readAllBytes(path()), HEADER_BYTES);
        Arrays.fill(header, 0, 64, (byte) 0);
        Arrays.fill(header, 4_096, 12_288, (byte) 0);
        header[12_288] = 1; // the first flush's number, whose checksum is missing
        Arrays.fill(header, 12_289, HEADER_BYTES, (byte) 0);
        Files.write(path(), header);
        SalvageReport report = salvage();
        assertThat(report.isComplete()).as(report.toString()).isTrue();
        assertThat(report.saved().entries()).isZero();
        assertThat(report.notes()).singleElement().asString().contains("no flush");
        assertThat(salvaged()).isEmpty();
    }

    @Test
    void oneFlippedBitLosesAtMostOneRecord() throws IOException {
        for (int i = 0; i < FILES; i++) {
            List<SmallStore.Change> changes = SmallStore.changes(random, 60);
            Files.deleteIfExists(path());
            SmallStore.write(path(), changes);
            byte[] intact = Files.readAllBytes(path());
            Set<Map<String, String>> possible = withoutOne(changes);
            for (int j = 0; j < FLIPS; j++) {
                byte[] damaged = intact.clone();
                int at = HEADER_BYTES + random.nextInt(damaged.length - HEADER_BYTES);
                damaged[at] ^= (byte) (1 << random.nextInt(8));
                Files.write(path(), damaged);
                SalvageReport report = salvage();
                assertThat(Files.readAllBytes(path())).isEqualTo(damaged);
                assertThat(possible).as("seed=" + seed + " at=" + at).contains(salvaged());
                assertThat(report.lostRanges()).as("seed=" + seed + " at=" + at).isLessThan(2);
                report.lost()
                        .forEach(range -> assertThat((long) at)
                                .as("seed=" + seed)
                                .isBetween(range.from(), range.to() - 1));
            }
        }
    }

    /** What the store holds after all changes, or all but one. */
    private static Set<Map<String, String>> withoutOne(List<SmallStore.Change> changes) {
        Set<Map<String, String>> possible = new HashSet<>();
        possible.add(SmallStore.model(changes));
        for (int i = 0; i < changes.size(); i++) {
            List<SmallStore.Change> others = new ArrayList<>(changes);
            others.remove(i);
            possible.add(SmallStore.model(others));
        }
        return possible;
    }

    @Test
    void aZeroedPageIsALostRangeAndTheRestIsSaved() throws IOException {
        try (StateStore store = SmallStore.open(path(), SmallStore.OPTIONS)) {
            for (int i = 0; i < 2000; i++) {
                store.put(SmallStore.bytes(String.format("k%04d", i)), new byte[20]);
            }
            store.flush();
        }
        byte[] bytes = Files.readAllBytes(path());
        Arrays.fill(bytes, 40_960, 45_056, (byte) 0);
        Files.write(path(), bytes);
        SalvageReport report = salvage();
        assertThat(report.lostRanges()).isEqualTo(1);
        assertThat(report.lost().get(0).from()).isBetween(40_900L, 40_960L);
        assertThat(report.lost().get(0).to()).isBetween(45_056L, 45_096L);
        assertThat(salvaged()).hasSize((int) (2000 - report.lostBytes() / 40));
    }

    @Test
    void pagesThatTheDiskCannotReadAreLostRangesAndTheRestIsSaved() throws IOException {
        try (StateStore store = SmallStore.open(path(), SmallStore.OPTIONS)) {
            for (int i = 0; i < 20_000; i++) {
                store.put(SmallStore.bytes(String.format("k%05d", i)), new byte[18]);
            }
            store.flush(SmallStore.bytes("tag"));
        }
        FailingReads disk = new FailingReads(40_960, 53_248, 400_000, 400_001);
        SalvageReport report = EngineStores.salvage(disk, path(), target(), Progress.NONE);
        assertThat(report.lostRanges()).isEqualTo(2);
        assertThat(report.lost()).allMatch(range -> range.reason().contains("fails to read"));
        assertThat(report.lost().get(0).from()).isBetween(40_900L, 40_960L);
        assertThat(report.lost().get(0).to()).isBetween(53_248L, 53_300L);
        assertThat(report.lost().get(0).reason()).contains("bytes=12288");
        assertThat(report.lost().get(1).from()).isBetween(397_250L, 397_312L);
        assertThat(report.lost().get(1).to()).isBetween(401_408L, 401_480L);
        long least = 20_000 - report.lostBytes() / 40; // what lies at a window's end is no record
        assertThat(report.saved().entries()).isBetween(least, least + 4);
        assertThat(disk.failures()).as("no page is asked for again and again").isLessThan(12);
        assertThat(salvaged()).hasSize((int) report.saved().entries());
    }

    @Test
    void aTailThatTheDiskCannotReadIsReported() throws IOException {
        List<SmallStore.Change> changes = SmallStore.changes(random, 300);
        SmallStore.write(path(), changes);
        long bytes = Files.size(path());
        SalvageReport report = EngineStores.salvage(
                new FailingReads(bytes - 1, bytes), path(), target(), Progress.NONE);
        assertThat(report.isComplete()).as("it may have held records").isFalse();
        assertThat(salvaged()).isNotNull();
    }

    @Test
    void theVerifierGoesOnBehindPagesThatTheDiskCannotRead() throws IOException {
        SmallStore.write(path(), SmallStore.changes(random, 300));
        VerificationReport report = EngineStores.verify(
                new FailingReads(HEADER_BYTES + 100, HEADER_BYTES + 101), path(), Progress.NONE);
        assertThat(report.isSound()).isFalse();
        assertThat(report.findings().get(0).reason()).contains("fails to read bytes=4096");
        assertThat(report.checked().records()).isPositive();
    }

    @Test
    void aSalvageThatFailsLeavesNoTarget() throws IOException {
        SmallStore.write(path(), SmallStore.changes(random, 300));
        TestMemoryFactory fullDisk = new TestMemoryFactory() {
            @Override
            public void replace(Path source, Path renamed) throws IOException {
                throw new IOException("failed on purpose");
            }
        };
        assertThatThrownBy(() -> EngineStores.salvage(fullDisk, path(), target(), Progress.NONE))
                .isInstanceOf(StoreIoException.class)
                .hasMessageContaining("failed on purpose");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).noneMatch(file -> file.toString().contains("salvage"));
        }
    }

    @Test
    void aFlushedTailThatIsCutOffIsReported() throws IOException {
        SmallStore.write(path(), SmallStore.changes(random, 300));
        byte[] bytes = Files.readAllBytes(path());
        Files.write(path(), Arrays.copyOf(bytes, bytes.length / 2));
        SalvageReport report = salvage();
        assertThat(report.isComplete()).isFalse();
        assertThat(report.lost().get(0).to()).isGreaterThan(bytes.length / 2);
        assertThat(salvaged()).isNotNull();
    }

    /** Writes a batch of four records, and damages the third one. */
    private void damageBatch(boolean flushed) throws IOException {
        try (StateStore store = SmallStore.open(path(), SmallStore.OPTIONS)) {
            store.put(SmallStore.bytes("a"), new byte[1]);
            store.flush(SmallStore.bytes("tag"));
            WriteBatch batch = new WriteBatch();
            for (String key : List.of("a", "b", "c", "d")) {
                batch.put(SmallStore.bytes(key), new byte[20]);
            }
            store.write(batch);
            store.put(SmallStore.bytes("e"), new byte[1]);
            if (flushed) {
                store.flush(SmallStore.bytes("tag"));
            }
        }
        byte[] damaged = Files.readAllBytes(path());
        damaged[HEADER_BYTES + 16 + 2 * 40 + 15] ^= 4;
        Files.write(path(), damaged);
    }

    @Test
    void aFlushedBatchIsSavedAsFarAsItIsThereAndThatIsSaid() throws IOException {
        damageBatch(true);
        assertThatThrownBy(() -> SmallStore.open(path(), SmallStore.OPTIONS))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining("offset=20496")
                .hasMessageContaining("the batch that begins here is not whole");
        SalvageReport report = salvage();
        assertThat(report.lostRanges()).isEqualTo(1);
        assertThat(report.notes())
                .singleElement()
                .asString()
                .contains("records=3", "batches that are not whole", "offset=20496");
        assertThat(salvaged()).containsOnlyKeys("a", "b", "d", "e");
        VerificationReport verified =
                EngineStores.verify(new TestMemoryFactory(), path(), Progress.NONE);
        assertThat(verified.isSound()).isFalse();
        assertThat(verified.findings())
                .anyMatch(finding -> finding.reason().contains("the batch that begins here"));
    }

    @Test
    void aBatchThatWasNotFlushedIsSavedWholeOrNotAtAll() throws IOException {
        damageBatch(false);
        VerificationReport verified =
                EngineStores.verify(new TestMemoryFactory(), path(), Progress.NONE);
        assertThat(verified.isSound()).isTrue();
        SalvageReport report = salvage();
        assertThat(report.lostRanges()).isEqualTo(1);
        assertThat(report.lost().get(0).reason()).contains("the batch that begins here");
        assertThat(report.lostBytes()).isEqualTo(4 * 40);
        assertThat(report.notes()).isEmpty();
        assertThat(salvaged()).containsOnlyKeys("a", "e");
        try (StateStore store = SmallStore.open(path(), SmallStore.OPTIONS)) {
            assertThat(store.recoveryReport().detail()).contains("not whole", "torn tail");
            assertThat(SmallStore.contents(store)).containsOnlyKeys("a");
        }
    }

    @Test
    void aHeaderMayBeDamagedAsLongAsTheChecksumsCanBeFound() throws IOException {
        List<SmallStore.Change> changes = SmallStore.changes(random, 300);
        SmallStore.write(path(), changes);
        byte[] intact = Files.readAllBytes(path());
        for (int at : new int[] {0, 3, 32, 40, 47, 48, 51}) {
            byte[] damaged = intact.clone();
            damaged[at] ^= 4;
            Files.write(path(), damaged);
            SalvageReport report = salvage();
            assertThat(report.notes()).as("at=" + at).isNotEmpty();
            assertThat(salvaged())
                    .as("seed=" + seed + " at=" + at)
                    .isEqualTo(SmallStore.model(changes));
        }
    }

    @Test
    void aHeaderThatNamesAnotherLogIsRefused() throws IOException {
        SmallStore.write(path(), SmallStore.changes(random, 30));
        byte[] damaged = Files.readAllBytes(path());
        damaged[24] ^= 4; // of the identity that the checksums are mixed with
        Files.write(path(), damaged);
        assertThatThrownBy(this::salvage)
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining("backup");
    }

    @Test
    void lostSlotsCostTheTagAlone() throws IOException {
        List<SmallStore.Change> changes = SmallStore.changes(random, 100);
        SmallStore.write(path(), changes);
        byte[] damaged = Files.readAllBytes(path());
        damaged[4096] ^= 1;
        damaged[4096 + 8192] ^= 1;
        Files.write(path(), damaged);
        assertThat(salvage().notes()).anyMatch(note -> note.contains("slot"));
        assertThat(salvaged()).isEqualTo(SmallStore.model(changes));
    }

    @Test
    void whatIsNoStoreIsRefusedAndNothingIsLeft() throws IOException {
        byte[] noise = new byte[100_000];
        random.nextBytes(noise);
        Files.write(path(), noise);
        assertThatThrownBy(this::salvage)
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining("store");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(path());
        }
    }

    @Test
    void aTargetThatExistsIsRefused() throws IOException {
        SmallStore.write(path(), SmallStore.changes(random, 10));
        Files.write(target(), new byte[10]);
        assertThatIllegalArgumentException()
                .isThrownBy(this::salvage)
                .withMessageContaining("salvaged");
        assertThat(Files.readAllBytes(target())).isEqualTo(new byte[10]);
    }
}
