package io.cairn;

import io.cairn.spi.Selection;
import io.cairn.spi.SelectionFile.Outcome;
import io.cairn.spi.SelectionFile.Reading;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides which of the found backends is taken: the one that the system property names, else the
 * selection file's, else the first available one. What the file says is settled at the first need
 * and kept. Safe for any thread.
 */
final class BackendSelector {
    /** Names the backend to take. */
    static final String BACKEND_PROPERTY = "cairn.backend";

    private static final Logger LOG = System.getLogger("io.cairn");

    private final List<Backend> backends;
    private final Function<String, @Nullable String> properties;
    private final Supplier<Reading> selectionFile;
    private volatile @Nullable SelectedBackend withoutProperty;

    /**
     * @param backends in the built-in order
     * @param properties the system's
     * @param selectionFile reads the selection file; called once
     */
    BackendSelector(
            List<Backend> backends,
            Function<String, @Nullable String> properties,
            Supplier<Reading> selectionFile) {
        this.backends = List.copyOf(backends);
        this.properties = properties;
        this.selectionFile = selectionFile;
    }

    List<Backend> backends() {
        return backends;
    }

    /**
     * {@return the backend of that name, which is available}
     *
     * @throws IllegalArgumentException if there is none of that name
     * @throws IllegalStateException if it is unavailable
     */
    Backend named(String name) {
        Objects.requireNonNull(name, "name");
        return requireAvailable(name, "backend=" + name);
    }

    Backend selectedBackend() {
        return named(selected().name());
    }

    SelectedBackend selected() {
        String wish = properties.apply(BACKEND_PROPERTY);
        if (wish != null && !wish.isBlank()) {
            String setting = "the system property " + BACKEND_PROPERTY + "=" + wish;
            Backend backend = requireAvailable(wish.strip(), setting);
            return new SelectedBackend(backend.name(), setting + " names it");
        }
        SelectedBackend settled = withoutProperty;
        return settled != null ? settled : settle();
    }

    private synchronized SelectedBackend settle() {
        SelectedBackend settled = withoutProperty;
        if (settled == null) {
            Backend first = firstAvailable();
            settled = fromFile(first);
            withoutProperty = settled;
        }
        return settled;
    }

    private SelectedBackend fromFile(Backend first) {
        Reading reading = selectionFile.get();
        Selection selection = reading.selection();
        if (selection == null) {
            if (!reading.problem().isEmpty()) {
                Level level = reading.outcome() == Outcome.FOREIGN ? Level.INFO : Level.WARNING;
                LOG.log(level, reading.problem());
            }
            return inOrder(first, reading.problem());
        }
        Optional<Backend> chosen = find(selection.backend());
        if (chosen.isPresent() && chosen.get().isAvailable()) {
            return new SelectedBackend(
                    selection.backend(),
                    "it was selected on this host at "
                            + selection.writtenAt()
                            + ": "
                            + selection.reason());
        }
        String why = chosen.isPresent()
                ? "unavailable here: " + chosen.get().reason()
                : "not on the class path";
        String problem = "the selection file is ignored because its backend="
                + selection.backend()
                + " is "
                + why;
        LOG.log(Level.WARNING, problem);
        return inOrder(first, problem);
    }

    private SelectedBackend inOrder(Backend first, String problem) {
        String passedOver = backends.stream()
                .takeWhile(backend -> backend != first)
                .map(backend -> "; " + backend)
                .collect(Collectors.joining());
        String why = "it is the first available one in the built-in order "
                + String.join(", ", BackendDiscovery.BUILT_IN_ORDER)
                + passedOver;
        return new SelectedBackend(first.name(), problem.isEmpty() ? why : why + "; " + problem);
    }

    private Backend firstAvailable() {
        return backends.stream()
                .filter(Backend::isAvailable)
                .findFirst()
                .orElseThrow(this::noneAvailable);
    }

    private IllegalStateException noneAvailable() {
        String found = backends.isEmpty() ? "" : ": " + names(Backend::toString);
        return new IllegalStateException("no backend is available"
                + found
                + "; add io.cairn:cairn-impl-bytebuffer or io.cairn:cairn-impl-chronicle"
                + " (Java 17 or newer) or io.cairn:cairn-impl-ffm (Java 22 or newer) to the"
                + " class path");
    }

    private Backend requireAvailable(String name, String setting) {
        Backend backend = find(name).orElseThrow(() -> unknown(name, setting));
        if (!backend.isAvailable()) {
            throw backend.unavailable();
        }
        return backend;
    }

    private IllegalArgumentException unknown(String name, String setting) {
        String known = backends.isEmpty() ? "none" : names(Backend::name);
        boolean ours = BackendDiscovery.BUILT_IN_ORDER.contains(name);
        return new IllegalArgumentException(setting
                + " is unknown; known here are "
                + known
                + "; name one of these, or add the backend's artifact to the class path"
                + (ours ? " (io.cairn:cairn-impl-" + name + ")" : ""));
    }

    private Optional<Backend> find(String name) {
        return backends.stream().filter(backend -> backend.name().equals(name)).findFirst();
    }

    private String names(Function<Backend, String> description) {
        return backends.stream().map(description).collect(Collectors.joining(", "));
    }
}
