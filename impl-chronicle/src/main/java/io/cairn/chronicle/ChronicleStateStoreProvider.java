package io.cairn.chronicle;

import io.cairn.Progress;
import io.cairn.SalvageReport;
import io.cairn.StateStore;
import io.cairn.StoreOptions;
import io.cairn.VerificationReport;
import io.cairn.engine.EngineStores;
import io.cairn.spi.Availability;
import io.cairn.spi.StateStoreProvider;

import java.nio.file.Path;

/**
 * The backend named {@code chronicle}, which needs Chronicle Bytes and a JVM that lets it use
 * Unsafe.
 */
public final class ChronicleStateStoreProvider implements StateStoreProvider {
    private final ChronicleMemoryFactory factory = new ChronicleMemoryFactory();

    /** For {@link java.util.ServiceLoader}. */
    public ChronicleStateStoreProvider() {}

    @Override
    public String name() {
        return factory.name();
    }

    @Override
    public Availability availability() {
        return ChronicleAvailability.get();
    }

    @Override
    public StateStore openInMemory(StoreOptions options) {
        ChronicleAvailability.require();
        return EngineStores.openInMemory(factory, options);
    }

    @Override
    public StateStore openPersistent(Path path, StoreOptions options) {
        ChronicleAvailability.require();
        return EngineStores.openPersistent(factory, path, options);
    }

    @Override
    public VerificationReport verify(Path path, Progress progress) {
        ChronicleAvailability.require();
        return EngineStores.verify(factory, path, progress);
    }

    @Override
    public SalvageReport salvage(Path damaged, Path target, Progress progress) {
        ChronicleAvailability.require();
        return EngineStores.salvage(factory, damaged, target, progress);
    }
}
