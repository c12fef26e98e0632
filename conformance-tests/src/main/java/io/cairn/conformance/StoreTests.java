package io.cairn.conformance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cairn.StateStore;
import io.cairn.StoreOptions;
import io.cairn.spi.Availability;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Opens stores for the tests of a contract, which are verified whenever they are closed. */
public abstract class StoreTests extends StoreContract {
    private final List<StateStore> opened = new ArrayList<>();

    @TempDir
    Path folder = Path.of("");

    /** For subclasses. */
    protected StoreTests() {}

    @BeforeEach
    final void backendIsAvailable() {
        Availability availability = provider().availability();
        assumeTrue(availability.available(), availability::reason);
    }

    @AfterEach
    final void verifyAndClose() {
        List<Throwable> failures = new ArrayList<>();
        for (StateStore store : opened) {
            try {
                store.close();
            } catch (RuntimeException | AssertionError e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw new AssertionError("a store was unsound at its close", failures.get(0));
        }
    }

    /** Opens the test's store; in a mode with a file, the same file each time. */
    final StateStore open(Mode mode) {
        return open(mode, "store");
    }

    /** Opens a store; in a mode with a file, the file of that name. */
    final StateStore open(Mode mode, String name) {
        return mode.persistent()
                ? openFile(file(name), mode.options())
                : openInMemory(mode.options());
    }

    final StateStore openInMemory(StoreOptions options) {
        return track(provider().openInMemory(options));
    }

    final StateStore openFile(Path file, StoreOptions options) {
        assumeTrue(capabilities().persistent(), "the backend declares that it opens no files");
        return track(provider().openPersistent(file, options));
    }

    /** Opens a store that the test itself closes; any thread may. */
    final StateStore openUntracked(Mode mode, String name) {
        return mode.persistent()
                ? provider().openPersistent(file(name), mode.options())
                : provider().openInMemory(mode.options());
    }

    /** Closes the store and opens its file again. */
    final StateStore reopen(StateStore store, Mode mode) {
        store.close();
        return open(mode);
    }

    /** Verifies and closes all stores before the test ends. */
    final void closeStores() {
        verifyAndClose();
        opened.clear();
    }

    final Path file(String name) {
        return folder.resolve(name);
    }

    /** The file that {@link #open(Mode)} opens. */
    final Path file() {
        return file("store");
    }

    final void assumeDurable() {
        assumeTrue(
                capabilities().durable(),
                "the backend declares that its files are none of Cairn's");
    }

    private StateStore track(StateStore opening) {
        StateStore store = VerifiedAtClose.over(opening);
        opened.add(store);
        return store;
    }
}
