package io.cairn.spi;

import io.cairn.StateStore;
import io.cairn.StoreOptions;

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
}
