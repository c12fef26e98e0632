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

    private ChronicleAvailability() {}

    /**
     * Returns whether Chronicle can run, without a use of Unsafe that Java would print a warning
     * about.
     */
    static Availability get() {
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            return new Availability(
                    false,
                    "Chronicle's memory is read in the processor's byte order, which must be little-endian");
        }
        try {
            Class.forName(UNSAFE_MEMORY, false, ChronicleAvailability.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            return new Availability(
                    false, "chronicle-bytes is not on the class path, or does not load: " + e);
        }
        if (Runtime.version().feature() < FIRST_THAT_WARNS) {
            return probe();
        }
        return new Availability(
                true,
                "Java " + Runtime.version().feature()
                        + " prints a warning on the first use of Unsafe, unless"
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
            return new Availability(
                    false,
                    "this JVM denies Chronicle the use of Unsafe (" + e
                            + "); set --sun-misc-unsafe-memory-access=allow");
        }
    }
}
