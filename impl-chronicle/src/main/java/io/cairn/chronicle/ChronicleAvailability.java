package io.cairn.chronicle;

import io.cairn.spi.Availability;

import java.nio.ByteOrder;

/**
 * Finds out whether Chronicle can run here. Refers to no class of Chronicle's but by name and
 * through {@link Pages}.
 */
final class ChronicleAvailability {
    private static final String UNSAFE_MEMORY = "net.openhft.chronicle.core.UnsafeMemory";

    /** From this Java on the first use of Unsafe prints a warning, and an option can deny it. */
    private static final int FIRST_THAT_WARNS = 24;

    /** From this Java on it may be denied without any option. */
    private static final int FIRST_THAT_DENIES = 26;

    private ChronicleAvailability() {}

    /**
     * Returns whether Chronicle can run. Uses Unsafe only where that prints no warning, or where
     * nothing else could tell.
     */
    static Availability get() {
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            return new Availability(false, "Chronicle needs a little-endian processor");
        }
        try {
            Class.forName(UNSAFE_MEMORY, false, ChronicleAvailability.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            return new Availability(
                    false, "chronicle-bytes is not on the class path, or does not load: " + e);
        }
        int feature = Runtime.version().feature();
        if (feature < FIRST_THAT_WARNS || feature >= FIRST_THAT_DENIES) {
            return probe();
        }
        return new Availability(
                true,
                "Java " + feature + " prints a warning on the first use of Unsafe, unless"
                        + " --sun-misc-unsafe-memory-access=allow is set");
    }

    /**
     * Makes sure that Chronicle can run.
     *
     * @throws IllegalStateException if it cannot
     */
    static void require() {
        Availability availability = get();
        if (availability.available()) {
            availability = probe();
        }
        if (!availability.available()) {
            throw new IllegalStateException(
                    "backend=chronicle is not available: " + availability.reason());
        }
    }

    private static Availability probe() {
        try {
            Pages.probe();
            return Availability.YES;
        } catch (LinkageError | RuntimeException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return new Availability(
                    false,
                    "this JVM denies Chronicle the use of Unsafe (" + cause
                            + "); set --sun-misc-unsafe-memory-access=allow");
        }
    }
}
