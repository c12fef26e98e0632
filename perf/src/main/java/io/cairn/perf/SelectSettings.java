package io.cairn.perf;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * How the selection is to be run, from the system properties that begin with {@code select.}.
 *
 * @param thorough whether to measure everything in every round, and for longer
 * @param entries how many entries a store holds, 1,000 to 100,000,000
 * @param budgetSeconds how long measuring may take, 10 to 86,400; two rounds are run even if they
 *     take longer
 * @param directory where the stores on file are made, and JMH's own output is left
 */
record SelectSettings(boolean thorough, int entries, int budgetSeconds, Path directory) {
    private static final String PREFIX = "select.";
    private static final String THOROUGH = PREFIX + "thorough";
    private static final String ENTRIES = PREFIX + "entries";
    private static final String SECONDS = PREFIX + "seconds";
    private static final String DIRECTORY = ScratchFolder.PARENT_PROPERTY;

    /** The build takes these for itself and passes them on all the same. */
    private static final List<String> OF_THE_BUILD =
            List.of(PREFIX + "args", PREFIX + "jvm.args", PREFIX + "system.properties");

    private static final List<String> KNOWN = List.of(THOROUGH, ENTRIES, SECONDS, DIRECTORY);

    private static final int DEFAULT_ENTRIES = 1_000_000;
    private static final int DEFAULT_SECONDS = 225;
    private static final int THOROUGH_SECONDS = 1800;

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException if a property is unknown, or its value is outside of its
     *     range
     */
    static SelectSettings from(Properties properties) {
        TreeSet<String> unknown = new TreeSet<>(properties.stringPropertyNames());
        unknown.removeIf(Predicate.not(name -> name.startsWith(PREFIX)));
        OF_THE_BUILD.forEach(unknown::remove);
        KNOWN.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(unknown + " is unknown; known are " + KNOWN);
        }
        String thoroughText = properties.getProperty(THOROUGH, "false");
        boolean thorough = thoroughText.isEmpty() || Boolean.parseBoolean(thoroughText);
        return new SelectSettings(
                thorough,
                number(properties, ENTRIES, DEFAULT_ENTRIES, 1_000, 100_000_000),
                number(
                        properties,
                        SECONDS,
                        thorough ? THOROUGH_SECONDS : DEFAULT_SECONDS,
                        10,
                        86_400),
                Path.of(properties.getProperty(
                                DIRECTORY, Path.of("target", "select").toString()))
                        .toAbsolutePath());
    }

    private static int number(
            Properties properties, String name, int fallback, int least, int most) {
        String text = properties.getProperty(name);
        if (text == null) {
            return fallback;
        }
        String range = name + "=" + text + " must be a whole number from " + least + " to " + most;
        try {
            int number = Integer.parseInt(text);
            if (number < least || number > most) {
                throw new IllegalArgumentException(range);
            }
            return number;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(range, e);
        }
    }
}
