package io.cairn.spi;

import io.cairn.CorruptStoreException;
import io.cairn.Progress;
import io.cairn.SalvageReport;
import io.cairn.StateStore;
import io.cairn.StoreOptions;
import io.cairn.VerificationReport;

import java.nio.file.Path;

/**
 * A memory backend, found by {@link java.util.ServiceLoader}. Name the class after the backend,
 * {@code FfmProvider} for {@code ffm}: where the class itself cannot be loaded, its name is all
 * that is known.
 */
public interface StateStoreProvider {
    /** {@return the backend's name: lower-case letters and digits, unique among the backends} */
    String name();

    /**
     * {@return whether the backend can run in this JVM} Cheap, has no side effect, and never
     * throws.
     */
    Availability availability();

    /**
     * Opens a store in memory.
     *
     * @param options how to open it
     * @return the open store
     * @throws IllegalStateException if the backend is not available
     * @throws io.cairn.StoreFullException if the memory cannot be had
     */
    StateStore openInMemory(StoreOptions options);

    /**
     * Opens, or creates, a store on a file.
     *
     * @param path the file; its folder must exist
     * @param options how to open it
     * @return the open store
     * @throws IllegalStateException if the backend is not available
     * @throws IllegalArgumentException if {@code path} is a folder
     * @throws io.cairn.StoreLockedException if the store is open already
     * @throws io.cairn.CorruptStoreException if the file is damaged or is no store
     * @throws io.cairn.UnsupportedFormatException if the file is of a version that this build does
     *     not read
     * @throws io.cairn.StoreIoException if the system refuses
     */
    StateStore openPersistent(Path path, StoreOptions options);

    /**
     * Checks the file of a store that nobody has open for writing, and changes nothing. This
     * implementation opens the file read-only and lets the store verify itself.
     *
     * @param path the file
     * @param progress told of the work done, in bytes
     * @return what was found
     * @throws IllegalStateException if the backend is not available
     * @throws io.cairn.StoreLockedException if the store is open for writing
     * @throws io.cairn.UnsupportedFormatException if the file is of a version that this build does
     *     not read
     * @throws io.cairn.StoreIoException if the file cannot be read
     */
    default VerificationReport verify(Path path, Progress progress) {
        try (StateStore store = openPersistent(path, StoreOptions.defaults().withReadOnly(true))) {
            return store.verify();
        } catch (CorruptStoreException e) {
            return VerificationReport.ofDamage(path, e);
        }
    }

    /**
     * Copies every intact record of a damaged file into a new store. This implementation refuses.
     *
     * @param damaged the file, which is not changed
     * @param target where the new store is to be; must not exist
     * @param progress told of the work done, in bytes
     * @return what was saved and what was lost
     * @throws UnsupportedOperationException if the backend salvages no files
     * @throws IllegalStateException if the backend is not available
     * @throws IllegalArgumentException if {@code target} exists
     * @throws io.cairn.CorruptStoreException if nothing can be salvaged: it is no store
     * @throws io.cairn.StoreLockedException if the damaged store is open for writing
     * @throws io.cairn.UnsupportedFormatException if the file is of a version that this build does
     *     not read
     * @throws io.cairn.StoreIoException if the system refuses
     */
    default SalvageReport salvage(Path damaged, Path target, Progress progress) {
        throw new UnsupportedOperationException(
                "backend=" + name() + " salvages no files; choose another one");
    }
}
