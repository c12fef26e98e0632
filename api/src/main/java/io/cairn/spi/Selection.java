package io.cairn.spi;

import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The choice of a backend that was measured on one host and JVM.
 *
 * @param backend the chosen backend's name: lower-case letters and digits
 * @param host where it was measured
 * @param writtenAt when it was measured
 * @param reason why it was chosen, in a sentence
 * @param results the measured figures as JSON, on one line; opaque here, may be empty
 */
public record Selection(
        String backend, HostFingerprint host, Instant writtenAt, String reason, String results) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,64}");

    /**
     * Makes a selection.
     *
     * @throws IllegalArgumentException if {@code backend} is no backend's name, or {@code results}
     *     has a line break
     */
    public Selection {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(writtenAt, "writtenAt");
        Objects.requireNonNull(reason, "reason");
        if (!isBackendName(backend)) {
            throw new IllegalArgumentException("backend="
                    + backend
                    + " is no backend's name; give 1 to 64 lower-case letters and digits");
        }
        if (results.indexOf('\n') >= 0 || results.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("results has a line break; give JSON on one line");
        }
    }

    /**
     * {@return whether {@code name} can be a backend's name: 1 to 64 lower-case letters and digits}
     *
     * @param name any string
     */
    public static boolean isBackendName(String name) {
        return NAME.matcher(name).matches();
    }
}
