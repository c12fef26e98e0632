package io.cairn;

import io.cairn.spi.Availability;
import io.cairn.spi.StateStoreProvider;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A memory backend that was found, whether it can run in this JVM or not.
 * {@link StateStores#backends()} lists them. Safe for any thread.
 */
public final class Backend {
    private final String name;
    private final Availability availability;
    private final @Nullable StateStoreProvider provider;

    /** A backend whose provider could be loaded. */
    Backend(String name, Availability availability, StateStoreProvider provider) {
        this.name = name;
        this.availability = availability;
        this.provider = provider;
    }

    /** A backend whose provider cannot even be asked. */
    Backend(String name, String reason) {
        this.name = name;
        this.availability = new Availability(false, reason);
        this.provider = null;
    }

    /** {@return the name: lower-case letters and digits} */
    public String name() {
        return name;
    }

    /** {@return whether stores can be opened on this backend} */
    public boolean isAvailable() {
        return availability.available();
    }

    /**
     * {@return in one sentence why the backend is unavailable; if it is available, what it goes
     * without, or the empty string}
     */
    public String reason() {
        return availability.reason();
    }

    /**
     * Opens a store in memory; see {@link #openInMemory(StoreOptions)}.
     *
     * @param initialCapacityBytes room that is set aside at once, 0 to 2^44; a hint, never a limit
     * @return the open store
     * @throws IllegalArgumentException if the capacity is outside of its range
     * @throws IllegalStateException if the backend is unavailable
     * @throws StoreFullException if the memory cannot be had
     */
    public StateStore openInMemory(long initialCapacityBytes) {
        return openInMemory(StoreOptions.defaults().withInitialCapacityBytes(initialCapacityBytes));
    }

    /**
     * Opens a store in memory. Well under a millisecond, but for the memory that the options ask
     * for.
     *
     * @param options how to open it
     * @return the open store
     * @throws IllegalStateException if the backend is unavailable
     * @throws StoreFullException if the memory cannot be had
     */
    public StateStore openInMemory(StoreOptions options) {
        Objects.requireNonNull(options, "options");
        return requireProvider().openInMemory(options);
    }

    /**
     * Opens, or creates, a store on a file; see {@link #openPersistent(Path, StoreOptions)}.
     *
     * @param path the file; its folder must exist
     * @param initialCapacityBytes room that is set aside at once, 0 to 2^44; a hint, never a limit
     * @return the open store
     * @throws IllegalArgumentException if the capacity is outside of its range, or {@code path} is
     *     a folder
     * @throws IllegalStateException if the backend is unavailable
     * @throws StateStoreException as {@link #openPersistent(Path, StoreOptions)} does
     */
    public StateStore openPersistent(Path path, long initialCapacityBytes) {
        return openPersistent(
                path, StoreOptions.defaults().withInitialCapacityBytes(initialCapacityBytes));
    }

    /**
     * Opens, or creates, a store on a file. Well under a millisecond for a new or cleanly closed
     * store; otherwise it costs what recovery has to read.
     *
     * @param path the file; its folder must exist
     * @param options how to open it
     * @return the open store
     * @throws IllegalArgumentException if {@code path} is a folder
     * @throws IllegalStateException if the backend is unavailable
     * @throws StoreLockedException if the store is open already, in this process or in another
     * @throws CorruptStoreException if the file is damaged or is no store
     * @throws UnsupportedFormatException if the file is of a version that this build does not read
     * @throws StoreIoException if the system refuses
     */
    public StateStore openPersistent(Path path, StoreOptions options) {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(options, "options");
        return requireProvider().openPersistent(path, options);
    }

    /**
     * Checks the file of a store that nobody has open for writing; see {@link StoreVerifier}.
     *
     * @param path the file
     * @param progress told of the work done, in bytes
     * @return what was found
     * @throws IllegalStateException if the backend is unavailable
     * @throws StoreLockedException if the store is open for writing
     * @throws UnsupportedFormatException if the file is of a version that this build does not read
     * @throws StoreIoException if the file cannot be read
     */
    public VerificationReport verify(Path path, Progress progress) {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(progress, "progress");
        return requireProvider().verify(path, progress);
    }

    /**
     * Copies every intact record of a damaged file into a new store; see {@link StoreSalvage}.
     *
     * @param damaged the file, which is not changed
     * @param target where the new store is to be; must not exist
     * @param progress told of the work done, in bytes
     * @return what was saved and what was lost
     * @throws IllegalStateException if the backend is unavailable
     * @throws IllegalArgumentException if {@code target} exists
     * @throws CorruptStoreException if nothing can be salvaged: it is no store
     * @throws StoreLockedException if the damaged store is open for writing
     * @throws UnsupportedFormatException if the file is of a version that this build does not read
     * @throws StoreIoException if the system refuses
     */
    public SalvageReport salvage(Path damaged, Path target, Progress progress) {
        Objects.requireNonNull(damaged, "damaged");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(progress, "progress");
        return requireProvider().salvage(damaged, target, progress);
    }

    @Override
    public String toString() {
        String state = isAvailable() ? "available" : "unavailable";
        return name + " (" + state + (reason().isEmpty() ? "" : ": " + reason()) + ")";
    }

    private StateStoreProvider requireProvider() {
        if (provider == null || !availability.available()) {
            throw unavailable();
        }
        return provider;
    }

    /** The exception for a caller who wants a store on this backend all the same. */
    IllegalStateException unavailable() {
        return new IllegalStateException("backend="
                + name
                + " is unavailable here: "
                + reason()
                + "; choose another one or change what is missing");
    }
}
