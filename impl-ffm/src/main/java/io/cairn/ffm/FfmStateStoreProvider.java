package io.cairn.ffm;

import io.cairn.Progress;
import io.cairn.SalvageReport;
import io.cairn.StateStore;
import io.cairn.StoreOptions;
import io.cairn.VerificationReport;
import io.cairn.engine.EngineStores;
import io.cairn.spi.Availability;
import io.cairn.spi.StateStoreProvider;

import java.nio.file.Path;

/** The backend named {@code ffm}. Its class files need Java 22. */
public final class FfmStateStoreProvider implements StateStoreProvider {
    private final FfmMemoryFactory factory = new FfmMemoryFactory();

    /** For {@link java.util.ServiceLoader}. */
    public FfmStateStoreProvider() {}

    @Override
    public String name() {
        return factory.name();
    }

    @Override
    public Availability availability() {
        return new Availability(true, SystemCalls.missing());
    }

    @Override
    public StateStore openInMemory(StoreOptions options) {
        return EngineStores.openInMemory(factory, options);
    }

    @Override
    public StateStore openPersistent(Path path, StoreOptions options) {
        return EngineStores.openPersistent(factory, path, options);
    }

    @Override
    public VerificationReport verify(Path path, Progress progress) {
        return EngineStores.verify(factory, path, progress);
    }

    @Override
    public SalvageReport salvage(Path damaged, Path target, Progress progress) {
        return EngineStores.salvage(factory, damaged, target, progress);
    }
}
