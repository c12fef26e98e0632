package io.cairn.engine;

import io.cairn.Progress;
import io.cairn.RecoveryReport;
import io.cairn.SalvageReport;
import io.cairn.StateStore;
import io.cairn.StoreIoException;
import io.cairn.StoreOptions;
import io.cairn.VerificationReport;
import io.cairn.engine.log.RecordLog;
import io.cairn.engine.memory.MemoryFactory;
import io.cairn.engine.memory.Uninterrupted;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Where backends open stores over their memory. Safe for any thread. */
public final class EngineStores {
    private EngineStores() {}

    /**
     * Opens a store in memory.
     *
     * @param factory the backend's memory
     * @param options how to open it
     * @throws io.cairn.StoreFullException if the memory cannot be had
     */
    public static StateStore openInMemory(MemoryFactory factory, StoreOptions options) {
        Objects.requireNonNull(options, "options");
        Contents contents =
                new Contents(factory, RecordLog.inMemory(factory, options), Seeds.next());
        return new MmapStateStore(
                new Home(factory, options, null, null), contents, RecoveryReport.NOTHING, 0);
    }

    /**
     * Opens, or creates, a store on a file; see
     * {@link io.cairn.spi.StateStoreProvider#openPersistent} for the errors.
     *
     * @param factory the backend's memory
     * @param path the file
     * @param options how to open it
     */
    public static StateStore openPersistent(
            MemoryFactory factory, Path path, StoreOptions options) {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(options, "options");
        return Uninterrupted.call(() -> new Opening(factory, options).open(path));
    }

    /**
     * Checks the file of a store; see {@link io.cairn.spi.StateStoreProvider#verify} for the
     * errors.
     *
     * @param factory the backend's memory
     * @param path the file
     * @param progress told of the work done, in bytes
     */
    public static VerificationReport verify(MemoryFactory factory, Path path, Progress progress) {
        return new FileVerifier(factory, existing(path), progress).verify();
    }

    /**
     * Copies every intact record of a damaged file into a new store; see
     * {@link io.cairn.spi.StateStoreProvider#salvage} for the errors.
     *
     * @param factory the backend's memory
     * @param damaged the file
     * @param target where the new store is to be
     * @param progress told of the work done, in bytes
     */
    public static SalvageReport salvage(
            MemoryFactory factory, Path damaged, Path target, Progress progress) {
        return new Salvage(factory, existing(damaged), progress).into(target);
    }

    private static Path existing(Path given) {
        Path path = Opening.resolved(given);
        if (!Files.isRegularFile(path)) {
            throw new StoreIoException("there is no file=" + path + "; give another path");
        }
        return path;
    }
}
