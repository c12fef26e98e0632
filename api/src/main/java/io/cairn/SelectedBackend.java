package io.cairn;

import java.util.Objects;

/**
 * Which backend {@link StateStores} opens stores on, and why.
 *
 * @param name the backend's name
 * @param reason why it was taken, in a sentence
 */
public record SelectedBackend(String name, String reason) {
    /** Makes an answer. */
    public SelectedBackend {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(reason, "reason");
    }
}
