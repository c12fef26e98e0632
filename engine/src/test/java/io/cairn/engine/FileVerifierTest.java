package io.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.CorruptStoreException;
import io.cairn.Progress;
import io.cairn.StateStore;
import io.cairn.UnsupportedFormatException;
import io.cairn.VerificationReport;
import io.cairn.VerificationReport.Finding;
import io.cairn.VerificationReport.Severity;
import io.cairn.engine.memory.TestMemoryFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verifier of files calls sound just what opens with the right entries. */
class FileVerifierTest {
    private static final int FLIPS = 400;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final List<SmallStore.Change> changes = SmallStore.changes(random, 80);
    private final Map<String, String> model = SmallStore.model(changes);

    private Path path() {
        return folder.resolve("store");
    }

    private Path image() {
        return folder.resolve("store.idx");
    }

    @BeforeEach
    void write() {
        SmallStore.write(path(), changes);
    }

    private VerificationReport verify() {
        return EngineStores.verify(new TestMemoryFactory(), path(), Progress.NONE);
    }

    /** Whether the file opens, read-only; if so, it must have the right entries. */
    private boolean opens() {
        try (StateStore store = SmallStore.open(path(), SmallStore.READ_ONLY)) {
            assertThat(SmallStore.contents(store)).as("seed=" + seed).isEqualTo(model);
            return true;
        } catch (CorruptStoreException | UnsupportedFormatException e) {
            return false;
        }
    }

    @Test
    void anIntactFileIsSound() {
        VerificationReport report = verify();
        assertThat(report.findings()).as("seed=" + seed).isEmpty();
        assertThat(report.checked().entries()).isEqualTo(model.size());
        assertThat(report.checked().indexSlots()).isEqualTo(model.size());
        assertThat(report.checked().records()).isPositive();
    }

    @Test
    void whatIsCalledSoundOpensAndWhatIsNotIsRefused() throws IOException {
        byte[] intact = Files.readAllBytes(path());
        int unsound = 0;
        for (int i = 0; i < FLIPS; i++) {
            byte[] damaged = intact.clone();
            int at = random.nextInt(i % 2 == 0 ? damaged.length : 24 << 10);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(path(), damaged);
            if (isOtherVersion(damaged)) {
                continue;
            }
            VerificationReport report = verify();
            assertThat(report.isSound())
                    .as("seed=" + seed + " at=" + at + " " + report)
                    .isEqualTo(opens());
            unsound += report.isSound() ? 0 : 1;
        }
        assertThat(unsound).isBetween(FLIPS / 10, FLIPS);
    }

    private static boolean isOtherVersion(byte[] file) {
        return file[8] != 2 || file[9] != 0 || file[10] != 0 || file[11] != 0;
    }

    @Test
    void aCutFileIsCalledSoundIfItOpens() throws IOException {
        byte[] intact = Files.readAllBytes(path());
        for (int length = 21_000; length < intact.length; length += 211) {
            Files.write(path(), Arrays.copyOf(intact, length));
            assertThat(verify().isSound())
                    .as("seed=" + seed + " length=" + length)
                    .isEqualTo(opens());
        }
    }

    /** Where only the last record's padding is missing, each record is intact. */
    @Test
    void aFileCutByAFewBytesIsCalledSoundIfItOpens() throws IOException {
        byte[] intact = Files.readAllBytes(path());
        int end = intact.length;
        while (intact[end - 1] == 0) {
            end--;
        }
        for (int length = end - 8; length < Math.min(end + 8, intact.length); length++) {
            Files.write(path(), Arrays.copyOf(intact, length));
            assertThat(verify().isSound())
                    .as("seed=" + seed + " length=" + length)
                    .isEqualTo(opens());
        }
    }

    @Test
    void aDamagedImageIsANote() throws IOException {
        try (StateStore store = SmallStore.open(path(), SmallStore.OPTIONS)) {
            store.saveIndex();
        }
        assertThat(verify().findings()).isEmpty();
        byte[] intact = Files.readAllBytes(image());
        int noted = 0;
        for (int i = 0; i < 200; i++) {
            byte[] damaged = intact.clone();
            int at = random.nextInt(damaged.length);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(image(), damaged);
            VerificationReport report = verify();
            String when = "seed=" + seed + " at=" + at + " " + report;
            assertThat(report.isSound()).as(when).isTrue();
            assertThat(report.damages() + report.notes()).as(when).isLessThan(2);
            noted += report.findings().stream()
                            .map(Finding::file)
                            .toList()
                            .contains(image().toRealPath())
                    ? 1
                    : 0;
        }
        assertThat(noted).as("of 200, some of which hit what is not used").isGreaterThan(20);
    }

    @Test
    void aTornTailIsANote() throws IOException {
        try (StateStore store = SmallStore.open(path(), SmallStore.OPTIONS)) {
            store.put(SmallStore.bytes("torn"), SmallStore.bytes("value"));
        }
        byte[] bytes = Files.readAllBytes(path());
        int last = bytes.length - 1;
        while (bytes[last] == 0) {
            last--;
        }
        bytes[last]++;
        Files.write(path(), bytes);
        VerificationReport report = verify();
        assertThat(report.isSound()).isTrue();
        assertThat(report.findings()).hasSize(1);
        Finding note = report.findings().get(0);
        assertThat(note.severity()).isEqualTo(Severity.NOTE);
        assertThat(note.reason()).contains("tail", "checksum");
    }

    @Test
    void manyFindingsAreCountedAndTheFirstKept() throws IOException {
        SmallStore.write(path(), SmallStore.changes(random, 3000));
        byte[] bytes = Files.readAllBytes(path());
        for (int at = 20_480; at < bytes.length; at += 64) {
            bytes[at] ^= 1;
        }
        Files.write(path(), bytes);
        VerificationReport report = verify();
        assertThat(report.damages()).isPositive();
        assertThat(report.findings()).hasSizeLessThanOrEqualTo(VerificationReport.MOST_FINDINGS);
        assertThat(report.damages() + report.notes())
                .isGreaterThanOrEqualTo(report.findings().size());
    }
}
