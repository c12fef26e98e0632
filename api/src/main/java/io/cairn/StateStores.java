package io.cairn;

import io.cairn.spi.HostFingerprint;
import io.cairn.spi.SelectionFile;
import io.cairn.spi.SelectionFile.Outcome;
import io.cairn.spi.SelectionFile.Reading;
import java.lang.ref.SoftReference;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where stores are opened. Finds the memory backends on the class or module path, and takes, in
 * this order:
 *
 * <ol>
 *   <li>the one that the caller names with {@link #backend};
 *   <li>the one that the system property {@code cairn.backend} names;
 *   <li>the one that was measured as the best on this host and JVM, if {@code mvn -Pselect} was run
 *       by this user: see {@link SelectionFile};
 *   <li>the first available of {@code ffm}, {@code chronicle}, {@code bytebuffer}, then all others
 *       by name.
 * </ol>
 *
 * <p>A backend that is named explicitly and is unknown or unavailable is an exception. A selection
 * file that is damaged, or of another host or JVM, is ignored, and logged once under the name
 * {@code io.cairn}.
 *
 * <p>Backends are looked for once per context class loader. Safe for any thread.
 */
public final class StateStores {
    /** Soft, since a provider refers to the loader that is the key. */
    private static final Map<ClassLoader, SoftReference<BackendSelector>> SELECTORS =
            new WeakHashMap<>();

    private StateStores() {}

    /**
     * Opens a store in memory on the selected backend.
     *
     * @param initialCapacityBytes room that is set aside at once, 0 to 2^44; a hint, never a limit
     * @return the open store
     * @throws IllegalArgumentException if the capacity is outside of its range, or
     *     {@code cairn.backend} is unknown
     * @throws IllegalStateException if no backend is available, or the one that
     *     {@code cairn.backend} names is not
     * @throws StoreFullException if the memory cannot be had
     */
    public static StateStore inMemory(long initialCapacityBytes) {
        return selectedBackend().openInMemory(initialCapacityBytes);
    }

    /**
     * Opens a store in memory on the selected backend.
     *
     * @param options how to open it
     * @return the open store
     * @throws IllegalArgumentException if {@code cairn.backend} is unknown
     * @throws IllegalStateException if no backend is available, or the one that
     *     {@code cairn.backend} names is not
     * @throws StoreFullException if the memory cannot be had
     */
    public static StateStore inMemory(StoreOptions options) {
        return selectedBackend().openInMemory(options);
    }

    /**
     * Opens, or creates, a store on a file, on the selected backend. A file that another backend
     * wrote is as good.
     *
     * @param path the file; its folder must exist
     * @param initialCapacityBytes room that is set aside at once, 0 to 2^44; a hint, never a limit
     * @return the open store
     * @throws IllegalArgumentException if the capacity is outside of its range, {@code path} is a
     *     folder, or {@code cairn.backend} is unknown
     * @throws IllegalStateException if no backend is available, or the one that
     *     {@code cairn.backend} names is not
     * @throws StateStoreException as {@link Backend#openPersistent(Path, StoreOptions)} does
     */
    public static StateStore persistent(Path path, long initialCapacityBytes) {
        return selectedBackend().openPersistent(path, initialCapacityBytes);
    }

    /**
     * Opens, or creates, a store on a file, on the selected backend. A file that another backend
     * wrote is as good.
     *
     * @param path the file; its folder must exist
     * @param options how to open it
     * @return the open store
     * @throws IllegalArgumentException if {@code path} is a folder, or {@code cairn.backend} is
     *     unknown
     * @throws IllegalStateException if no backend is available, or the one that
     *     {@code cairn.backend} names is not
     * @throws StateStoreException as {@link Backend#openPersistent(Path, StoreOptions)} does
     */
    public static StateStore persistent(Path path, StoreOptions options) {
        return selectedBackend().openPersistent(path, options);
    }

    /**
     * {@return all backends that were found, in the built-in order, the unavailable ones with their
     * reason}
     */
    public static List<Backend> backends() {
        return selector().backends();
    }

    /**
     * {@return the backend of a name, to open stores on}
     *
     * @param name the name, {@code ffm} say
     * @throws IllegalArgumentException if no backend of that name was found
     * @throws IllegalStateException if it is unavailable here; the message says why
     */
    public static Backend backend(String name) {
        return selector().named(name);
    }

    /**
     * {@return which backend {@link #inMemory} and {@link #persistent} take, and why}
     *
     * @throws IllegalArgumentException if {@code cairn.backend} is unknown
     * @throws IllegalStateException if no backend is available, or the one that
     *     {@code cairn.backend} names is not
     */
    public static SelectedBackend selected() {
        return selector().selected();
    }

    static Backend selectedBackend() {
        return selector().selectedBackend();
    }

    private static BackendSelector selector() {
        ClassLoader own = StateStores.class.getClassLoader();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader asked = context == null ? own : context;
        synchronized (SELECTORS) {
            SoftReference<BackendSelector> known = SELECTORS.get(asked);
            BackendSelector selector = known == null ? null : known.get();
            if (selector == null) {
                selector = new BackendSelector(
                        find(asked, own), System::getProperty, StateStores::readSelectionFile);
                SELECTORS.put(asked, new SoftReference<>(selector));
            }
            return selector;
        }
    }

    /**
     * A context class loader may know of none, or have nothing to do with this API: then its own
     * loader is asked.
     */
    private static List<Backend> find(ClassLoader asked, ClassLoader own) {
        if (!asked.equals(own) && seesThisApi(asked)) {
            List<Backend> backends = BackendDiscovery.find(asked);
            if (backends.stream().anyMatch(Backend::isAvailable)) {
                return backends;
            }
        }
        return BackendDiscovery.find(own);
    }

    private static boolean seesThisApi(ClassLoader loader) {
        try {
            return Class.forName(StateStores.class.getName(), false, loader) == StateStores.class;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private static Reading readSelectionFile() {
        try {
            @Nullable Path path = SelectionFile.location().orElse(null);
            return path == null
                    ? Reading.ABSENT
                    : SelectionFile.read(path, HostFingerprint.current());
        } catch (InvalidPathException e) {
            return new Reading(
                    Outcome.UNREADABLE,
                    null,
                    "the selection file is ignored because its path is none: "
                            + e.getMessage()
                            + "; correct the system property "
                            + SelectionFile.LOCATION_PROPERTY);
        }
    }
}
