package io.cairn.perf.gate;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How the gate is to be run, from the system properties that begin with {@code gate.}.
 *
 * @param values the properties that were given, by name
 */
record GateSettings(Map<String, String> values) {
    private static final String PREFIX = "gate.";
    private static final String ROUNDS = PREFIX + "rounds";
    private static final String ENTRIES = PREFIX + "entries";
    private static final String BASELINE = PREFIX + "baseline";
    private static final String DIRECTORY = PREFIX + "directory";
    private static final String UPDATE = PREFIX + "update";
    private static final String STRICT = PREFIX + "strict";
    private static final String SIZES = PREFIX + "sizes";
    private static final List<String> KNOWN =
            List.of(ROUNDS, ENTRIES, BASELINE, DIRECTORY, UPDATE, STRICT, SIZES, Slowdown.PROPERTY);

    private static final int DEFAULT_ROUNDS = 6;
    private static final int DEFAULT_ENTRIES = 1_000_000;

    /** Whether, and how, this run changes the baseline. */
    enum Update {
        /** Not at all: it judges. */
        NONE,
        /** It takes the place of what the file has of this kind of host. */
        REPLACE,
        /** Its ratios are added to those. */
        ADD
    }

    /**
     * Reads the settings.
     *
     * @throws GateException if a property is unknown, or its value is outside of its range
     */
    static GateSettings from(Properties properties) {
        Map<String, String> values = new TreeMap<>();
        for (String name : new TreeSet<>(properties.stringPropertyNames())) {
            if (name.startsWith(PREFIX)) {
                if (!KNOWN.contains(name)) {
                    throw new GateException(name + " is unknown; known are " + KNOWN);
                }
                values.put(name, properties.getProperty(name));
            }
        }
        GateSettings settings = new GateSettings(Map.copyOf(values));
        settings.check();
        return settings;
    }

    private void check() {
        rounds();
        entries();
        update();
        largestSize();
        try {
            if (Slowdown.parse(slow()).isActive() && update() != Update.NONE) {
                throw new GateException(Slowdown.PROPERTY + "=" + slow() + " with " + UPDATE
                        + ": a slowed run is no baseline");
            }
        } catch (IllegalArgumentException e) {
            throw new GateException(String.valueOf(e.getMessage()), e);
        }
    }

    /** How many forks of each group count, 2 to 100. */
    int rounds() {
        return number(ROUNDS, DEFAULT_ROUNDS, 2, 100);
    }

    /** How many entries the stores hold, 1,000 to 10,000,000. */
    int entries() {
        return number(ENTRIES, DEFAULT_ENTRIES, 1_000, 10_000_000);
    }

    /** Up to how many entries lookups are measured by size, for the report alone; 0 for not. */
    int largestSize() {
        return flag(SIZES) ? 10_000_000 : number(SIZES, 0, 0, 10_000_000);
    }

    /** The baseline file. */
    Path baseline() {
        return Path.of(values.getOrDefault(BASELINE, "gate-baseline.json")).toAbsolutePath();
    }

    /** Where stores on file are made, and JMH's own output is left. */
    Path directory() {
        return Path.of(values.getOrDefault(DIRECTORY, Path.of("target", "gate").toString()))
                .toAbsolutePath();
    }

    /** Where the report is written: the folder around {@link #directory}. */
    Path reports() {
        Path parent = directory().getParent();
        return parent == null ? directory() : parent;
    }

    /** What becomes of the baseline. */
    Update update() {
        String text = values.getOrDefault(UPDATE, "none");
        if (flag(UPDATE)) {
            return Update.REPLACE;
        }
        for (Update update : Update.values()) {
            if (update.name().equalsIgnoreCase(text)) {
                return update;
            }
        }
        throw new GateException(UPDATE + "=" + text + " must be one of "
                + Arrays.toString(Update.values()) + ", or nothing for REPLACE");
    }

    /** Whether a run that cannot be judged fails. */
    boolean strict() {
        return flag(STRICT);
    }

    /** What is slowed down on purpose, as {@link Slowdown#parse} reads it. */
    String slow() {
        return values.getOrDefault(Slowdown.PROPERTY, "");
    }

    /** A property without a value is a yes; Maven gives it the value {@code true}. */
    private boolean flag(String name) {
        String text = values.get(name);
        return text != null && (text.isEmpty() || Boolean.parseBoolean(text));
    }

    private int number(String name, int fallback, int least, int most) {
        String text = values.get(name);
        if (text == null) {
            return fallback;
        }
        String range = name + "=" + text + " must be a whole number from " + least + " to " + most;
        try {
            int number = Integer.parseInt(text);
            if (number < least || number > most) {
                throw new GateException(range);
            }
            return number;
        } catch (NumberFormatException e) {
            throw new GateException(range, e);
        }
    }
}
