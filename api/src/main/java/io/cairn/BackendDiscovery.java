package io.cairn;

import io.cairn.spi.Availability;
import io.cairn.spi.Selection;
import io.cairn.spi.StateStoreProvider;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * Finds the backends that one class loader sees. A provider that cannot be loaded or asked becomes
 * a backend that is unavailable for that reason; it never hides the others.
 */
final class BackendDiscovery {
    /**
     * The order in which backends are listed, and taken where nothing else decides; all others
     * follow by name.
     */
    static final List<String> BUILT_IN_ORDER = List.of("ffm", "chronicle", "bytebuffer");

    private static final Logger LOG = System.getLogger("io.cairn");
    private static final String SERVICES =
            "META-INF/services/" + StateStoreProvider.class.getName();
    private static final int CLASS_FILE_MAGIC = 0xCAFEBABE;

    /** Class file version 45 was Java 1's. */
    private static final int CLASS_FILE_VERSION_BEFORE_JAVA_1 = 44;

    /** A broken list of providers fails again at each step; then the search must end. */
    private static final int MOST_FAILURES = 64;

    private final ClassLoader loader;
    private final Set<String> loadedProviders = new HashSet<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final Map<String, Backend> found = new HashMap<>();

    private BackendDiscovery(ClassLoader loader) {
        this.loader = loader;
    }

    /** {@return the backends in the built-in order} */
    static List<Backend> find(ClassLoader loader) {
        BackendDiscovery discovery = new BackendDiscovery(loader);
        discovery.loadProviders();
        discovery.explainFailures();
        return discovery.found.values().stream().sorted(builtInOrder()).toList();
    }

    private static Comparator<Backend> builtInOrder() {
        return Comparator.<Backend>comparingInt(backend -> {
                    int position = BUILT_IN_ORDER.indexOf(backend.name());
                    return position < 0 ? BUILT_IN_ORDER.size() : position;
                })
                .thenComparing(Backend::name);
    }

    private void loadProviders() {
        Iterator<ServiceLoader.Provider<StateStoreProvider>> providers =
                ServiceLoader.load(StateStoreProvider.class, loader).stream().iterator();
        while (failures.size() < MOST_FAILURES) {
            try {
                if (!providers.hasNext()) {
                    return;
                }
                ServiceLoader.Provider<StateStoreProvider> provider = providers.next();
                String className = provider.type().getName();
                loadedProviders.add(className);
                add(className, ask(className, provider));
            } catch (ServiceConfigurationError | LinkageError e) {
                failures.add(e);
            }
        }
    }

    private static Backend ask(String className, ServiceLoader.Provider<StateStoreProvider> found) {
        String name = nameFrom(className);
        try {
            StateStoreProvider provider = found.get();
            String given = provider.name();
            if (!Selection.isBackendName(given)) {
                return new Backend(
                        name,
                        ("its provider %s gives it the name '%s',"
                                        + " not 1 to 64 lower-case letters and digits")
                                .formatted(className, given));
            }
            name = given;
            Availability availability = provider.availability();
            return new Backend(name, availability, provider);
        } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
            return new Backend(name, "its provider " + className + " fails: " + rootOf(e));
        }
    }

    private void add(String className, Backend backend) {
        Backend first = found.putIfAbsent(backend.name(), backend);
        if (first != null) {
            LOG.log(
                    Level.WARNING,
                    "backend={0} has a second provider, {1}, which is ignored; remove one of the"
                            + " two from the class path",
                    backend.name(),
                    className);
        }
    }

    /** Names the providers behind the failures: those that are declared and were not loaded. */
    private void explainFailures() {
        if (failures.isEmpty()) {
            return;
        }
        Set<String> missing = declaredProviders();
        missing.removeAll(loadedProviders);
        for (String className : missing) {
            add(className, new Backend(nameFrom(className), whyNotLoaded(className)));
        }
        if (missing.isEmpty()) {
            LOG.log(Level.WARNING, "a backend's provider cannot be loaded", failures.get(0));
        }
    }

    private String whyNotLoaded(String className) {
        int needed = javaVersionNeeded(className);
        if (needed > Runtime.version().feature()) {
            return "needs Java %d or newer, this is %s"
                    .formatted(needed, System.getProperty("java.version"));
        }
        String slashed = className.replace('.', '/');
        for (Throwable failure : failures) {
            String text = String.valueOf(failure.getMessage());
            if (text.contains(className) || text.contains(slashed)) {
                return "its provider cannot be loaded: " + rootOf(failure);
            }
        }
        return "its provider " + className + " cannot be loaded: " + rootOf(failures.get(0));
    }

    private Set<String> declaredProviders() {
        Set<String> names = new LinkedHashSet<>();
        try {
            Enumeration<URL> files = loader.getResources(SERVICES);
            while (files.hasMoreElements()) {
                names.addAll(declaredIn(files.nextElement()));
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.log(Level.WARNING, "the lists of backends cannot be read: " + SERVICES, e);
        }
        return names;
    }

    private static List<String> declaredIn(URL file) throws IOException {
        URLConnection connection = file.openConnection();
        // A cached jar would stay open, and Windows could not replace it.
        connection.setUseCaches(false);
        try (InputStream in = connection.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }

    /** The Java whose class files the provider is one of; 0 if it cannot be read. */
    private int javaVersionNeeded(String className) {
        try (InputStream in = loader.getResourceAsStream(className.replace('.', '/') + ".class")) {
            if (in == null) {
                return 0;
            }
            DataInputStream header = new DataInputStream(in);
            if (header.readInt() != CLASS_FILE_MAGIC) {
                return 0;
            }
            header.readUnsignedShort(); // the minor version
            return header.readUnsignedShort() - CLASS_FILE_VERSION_BEFORE_JAVA_1;
        } catch (IOException e) {
            return 0; // the failure itself is then the reason that is given
        }
    }

    /** {@code io.cairn.ffm.FfmProvider} is taken for the backend {@code ffm}. */
    static String nameFrom(String className) {
        String simpleName = className.substring(
                Math.max(className.lastIndexOf('.'), className.lastIndexOf('$')) + 1);
        String name = simpleName
                .replaceFirst("(StateStore|Store)?Provider$", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]", "");
        return name.isEmpty() ? "unknown" : name;
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        for (Throwable cause = root.getCause(); cause != null; cause = cause.getCause()) {
            root = cause;
        }
        return root;
    }
}
