package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.CompactionTrigger;
import io.cairn.Progress;
import io.cairn.RecoverTo;
import io.cairn.StateStore;
import io.cairn.StoreIoException;
import io.cairn.StoreOptions;
import io.cairn.VerificationReport;
import io.cairn.WindowSizes;
import io.cairn.engine.EngineStores;
import io.cairn.engine.memory.MemoryFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;

/** What the tests have in common that let a backend's disk fail or lose its power. */
public abstract class FaultTests extends StoreTests {
    /**
     * Windows of a page or two, so that a short sequence meets growth often, and compaction that
     * begins early.
     */
    static final StoreOptions OPTIONS = StoreOptions.defaults()
            .withWindows(new WindowSizes(4096, 8192))
            .withCompaction(new CompactionTrigger(0.2, 2_000));

    private int folders;

    /** For subclasses. */
    protected FaultTests() {}

    /** Returns the backend's memory, of which the tests put a simulated disk in front. */
    @SuppressWarnings("exports") // the engine is exported to those who write backends
    protected abstract MemoryFactory factory();

    @BeforeEach
    final void filesAreCairns() {
        assumeDurable();
    }

    /** Makes an empty folder. */
    final Path newFolder() throws IOException {
        return Files.createDirectory(folder.resolve("disk" + folders++));
    }

    static void deleteFolder(Path doomed) throws IOException {
        try (Stream<Path> files = Files.walk(doomed)) {
            List<Path> inside = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : inside) {
                Files.delete(file);
            }
        }
    }

    /** Opens the store of a folder with the backend's own memory. */
    final StateStore openReal(Path disk, RecoverTo state) {
        return EngineStores.openPersistent(
                factory(), disk.resolve("store"), OPTIONS.withRecoverTo(state));
    }

    /** Opens the store of a simulated disk. */
    final StateStore openSimulated(SimulatedDisk disk, RecoverTo state) {
        return openSimulated(disk, OPTIONS.withRecoverTo(state));
    }

    final StateStore openSimulated(SimulatedDisk disk, StoreOptions options) {
        return EngineStores.openPersistent(
                new SimulatedDiskFactory(factory(), disk), disk.folder().resolve("store"), options);
    }

    /**
     * Checks what a loss of power has left, in a folder of its own: first without changing it, then
     * as a store that goes on.
     */
    final void verifyLeft(Path left, SplittableRandom random, History history) {
        if (random.nextInt(4) == 0) {
            verifyReadOnly(left, history);
        }
        if (random.nextBoolean()) {
            try (StateStore store = openReal(left, RecoverTo.LAST_RECORD)) {
                history.verifyLastRecord(store);
                Verifier.verifyIfOpen(store);
            }
        }
        try (StateStore store = openReal(left, RecoverTo.LAST_FLUSH)) {
            history.verifyLastFlush(store);
            Verifier.verifyIfOpen(store);
        }
    }

    private void verifyReadOnly(Path left, History history) {
        Path path = left.resolve("store");
        if (!Files.exists(path)) {
            return;
        }
        Map<Path, Integer> before = checksums(left);
        VerificationReport report = EngineStores.verify(factory(), path, Progress.NONE);
        Verifier.require(report.isSound(), "the file is unsound: " + report);
        try (StateStore store =
                EngineStores.openPersistent(factory(), path, OPTIONS.withReadOnly(true))) {
            history.verifyLastRecord(store);
        } catch (StoreIoException e) {
            assertThat(e).hasMessageContaining("there is no store");
        }
        Verifier.require(before.equals(checksums(left)), "reading has changed a file");
    }

    static Map<Path, Integer> checksums(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            Map<Path, Integer> checksums = new HashMap<>();
            for (Path file : files.toList()) {
                checksums.put(file, Arrays.hashCode(Files.readAllBytes(file)));
            }
            return checksums;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
