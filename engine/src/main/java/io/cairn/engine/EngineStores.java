package io.cairn.engine;

import io.cairn.RecoveryReport;
import io.cairn.StateStore;
import io.cairn.StoreOptions;
import io.cairn.engine.log.RecordLog;
import io.cairn.engine.memory.MemoryFactory;

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
        return new Opening(factory, options).open(path);
    }
}
