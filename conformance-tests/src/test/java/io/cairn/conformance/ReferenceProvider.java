package io.cairn.conformance;

import io.cairn.RecoverTo;
import io.cairn.StateStore;
import io.cairn.StoreLockedException;
import io.cairn.StoreOptions;
import io.cairn.spi.Availability;
import io.cairn.spi.StateStoreProvider;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Opens reference stores, with a bug or without. */
final class ReferenceProvider implements StateStoreProvider {
    static final String NAME = "reference";

    private static final Map<Path, ReferenceFile> FILES = new ConcurrentHashMap<>();

    private final Bug bug;

    ReferenceProvider(Bug bug) {
        this.bug = bug;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Availability availability() {
        return Availability.YES;
    }

    @Override
    public StateStore openInMemory(StoreOptions options) {
        Objects.requireNonNull(options, "options");
        return new ReferenceStore(bug, options, null, new ReferenceFile(bug));
    }

    @Override
    public StateStore openPersistent(Path path, StoreOptions options) {
        Objects.requireNonNull(options, "options");
        if (Files.isDirectory(path)) {
            throw new IllegalArgumentException(
                    "path=" + path + " is a folder; give the path of a file");
        }
        ReferenceFile file = FILES.computeIfAbsent(
                path.toAbsolutePath().normalize(), absent -> new ReferenceFile(bug));
        if (!file.lock() && bug != Bug.OPEN_TAKES_NO_LOCK) {
            throw new StoreLockedException(
                    "path=" + path + " is open in this process; close that store first");
        }
        if (options.recoverTo() == RecoverTo.LAST_FLUSH && bug != Bug.LAST_FLUSH_IS_LAST_RECORD) {
            file.recoverToLastFlush();
        }
        return new ReferenceStore(bug, options, path, file);
    }
}
