package io.cairn.conformance;

import io.cairn.RecoverTo;
import io.cairn.StateStore;
import io.cairn.StoreOptions;
import io.cairn.WindowSizes;
import io.cairn.engine.EngineStores;
import io.cairn.engine.memory.MemoryFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;

/** What the tests have in common that let a backend's disk fail or lose its power. */
public abstract class FaultTests extends StoreTests {
    /** Windows of a page or two, so that a short sequence meets growth often. */
    static final StoreOptions OPTIONS =
            StoreOptions.defaults().withWindows(new WindowSizes(4096, 8192));

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
        return EngineStores.openPersistent(
                new SimulatedDiskFactory(factory(), disk),
                disk.folder().resolve("store"),
                OPTIONS.withRecoverTo(state));
    }
}
