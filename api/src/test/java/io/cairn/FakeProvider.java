package io.cairn;

import io.cairn.spi.Availability;
import io.cairn.spi.StateStoreProvider;

import java.nio.file.Path;

/** A provider that opens a {@link TreeMapStore} and says what its test tells it to. */
class FakeProvider implements StateStoreProvider {
    private final String name;
    private final Availability availability;

    FakeProvider(String name, Availability availability) {
        this.name = name;
        this.availability = availability;
    }

    static Backend available(String name) {
        return new Backend(name, Availability.YES, new FakeProvider(name, Availability.YES));
    }

    static Backend unavailable(String name, String reason) {
        Availability no = new Availability(false, reason);
        return new Backend(name, no, new FakeProvider(name, no));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Availability availability() {
        return availability;
    }

    @Override
    public StateStore openInMemory(StoreOptions options) {
        return new TreeMapStore();
    }

    @Override
    public StateStore openPersistent(Path path, StoreOptions options) {
        return new TreeMapStore();
    }
}
