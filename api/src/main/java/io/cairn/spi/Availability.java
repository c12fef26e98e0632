package io.cairn.spi;

import java.util.Objects;

/**
 * Whether a backend can run in this JVM, and in one sentence why not, or what it goes without.
 *
 * @param available whether stores can be opened
 * @param reason why not; if available, what it goes without, or the empty string
 */
public record Availability(boolean available, String reason) {
    /** Available, with nothing missing. */
    public static final Availability YES = new Availability(true, "");

    /**
     * Makes an answer.
     *
     * @throws IllegalArgumentException if the backend is unavailable and no reason is given
     */
    public Availability {
        Objects.requireNonNull(reason, "reason");
        if (!available && reason.isBlank()) {
            throw new IllegalArgumentException(
                    "reason is blank; say in one sentence what is missing");
        }
    }
}
