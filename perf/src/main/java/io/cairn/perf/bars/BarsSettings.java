package io.cairn.perf.bars;

import io.cairn.perf.bars.ForkSettings.Effort;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * How the bars are to be measured, from the system properties that begin with {@code bars.}.
 *
 * @param sizes the stores' sizes, 1,000 to 10,000,000 entries, rising
 * @param rounds how many rounds, and how long each loop
 * @param rows which rows, by their names
 * @param jdks homes of further Java versions to measure beside the one that runs this
 * @param folders where files go
 */
record BarsSettings(
        List<Integer> sizes, Rounds rounds, Pattern rows, List<Path> jdks, Folders folders) {
    /**
     * How much is measured.
     *
     * @param count how many rounds, 1 to 100
     * @param large how many with stores of 10,000,000 entries, which take long to load
     * @param seconds how long each loop is measured in a round, in slices; over two rounds or more
     *     that makes a second
     * @param overwrites how long the long run of overwrites is
     */
    record Rounds(int count, int large, double seconds, Overwrites overwrites) {
        private static final int LARGE = 10_000_000;

        /** How many rounds there are with stores of that size. */
        int of(int entries) {
            return entries >= LARGE ? large : count;
        }

        /** What a fork with stores of that size is told. */
        Effort effort(int entries) {
            return new Effort(seconds, overwrites.factor(entries >= LARGE));
        }
    }

    /**
     * How long the long run of overwrites is.
     *
     * @param times how many times as many overwrites as entries it makes, 1 to 100; a 25th of that,
     *     but once as many, with stores of 10,000,000 entries
     * @param everywhere whether it is made on all backends, and not on the first one only
     */
    record Overwrites(double times, boolean everywhere) {
        private static final double LARGE_SHARE = 0.04;

        private double factor(boolean large) {
            return large ? Math.max(1, times * LARGE_SHARE) : times;
        }
    }

    /**
     * Where files go.
     *
     * @param scratch where stores are made and deleted again
     * @param results the file that gets all results
     */
    record Folders(Path scratch, Path results) {}

    private static final String PREFIX = "bars.";
    private static final String ENTRIES = PREFIX + "entries";
    private static final String ROUNDS = PREFIX + "rounds";
    private static final String LARGE_ROUNDS = PREFIX + "rounds.large";
    private static final String SECONDS = PREFIX + "seconds";
    private static final String OVERWRITES = PREFIX + "overwrites";
    private static final String OVERWRITTEN = PREFIX + "overwrites.backends";
    private static final String ROWS = PREFIX + "rows";
    private static final String JDK = PREFIX + "jdk";
    private static final String DIRECTORY = PREFIX + "directory";
    private static final String RESULTS = PREFIX + "results";
    private static final List<String> KNOWN = List.of(
            ENTRIES,
            ROUNDS,
            LARGE_ROUNDS,
            SECONDS,
            OVERWRITES,
            OVERWRITTEN,
            ROWS,
            JDK,
            DIRECTORY,
            RESULTS);

    /** The build takes these for itself and passes them on all the same. */
    private static final List<String> OF_THE_BUILD =
            List.of(PREFIX + "args", PREFIX + "jvm.args", PREFIX + "system.properties");

    private static final int MOST_ROUNDS = 100;
    private static final int LEAST_ENTRIES = 1_000;
    private static final int MOST_ENTRIES = 10_000_000;
    private static final double MOST_SECONDS = 60;
    private static final double LEAST_SECONDS = 0.01;
    private static final double MOST_OVERWRITES = 100;
    private static final List<String> BACKENDS = List.of("first", "all");

    BarsSettings {
        sizes = List.copyOf(sizes);
        jdks = List.copyOf(jdks);
    }

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException if a property is unknown, or its value is outside of its
     *     range
     */
    static BarsSettings from(Properties properties) {
        TreeSet<String> unknown = new TreeSet<>(properties.stringPropertyNames());
        unknown.removeIf(Predicate.not(name -> name.startsWith(PREFIX)));
        OF_THE_BUILD.forEach(unknown::remove);
        KNOWN.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(unknown + " is unknown; known are " + KNOWN);
        }
        List<Integer> sizes = list(properties.getProperty(ENTRIES, "1000000,10000000")).stream()
                .map(text -> (int) number(ENTRIES, text, LEAST_ENTRIES, MOST_ENTRIES))
                .sorted()
                .distinct()
                .toList();
        List<Path> jdks =
                list(properties.getProperty(JDK, "")).stream().map(Path::of).toList();
        return new BarsSettings(
                sizes, rounds(properties), rows(properties), jdks, folders(properties));
    }

    private static Rounds rounds(Properties properties) {
        int count = (int) number(ROUNDS, properties.getProperty(ROUNDS, "3"), 1, MOST_ROUNDS);
        String large = properties.getProperty(LARGE_ROUNDS, String.valueOf(Math.min(count, 2)));
        String seconds = properties.getProperty(SECONDS, "0.5");
        return new Rounds(
                count,
                (int) number(LARGE_ROUNDS, large, 1, MOST_ROUNDS),
                number(SECONDS, seconds, LEAST_SECONDS, MOST_SECONDS),
                overwrites(properties));
    }

    private static Overwrites overwrites(Properties properties) {
        String backends = properties.getProperty(OVERWRITTEN, "first");
        if (!BACKENDS.contains(backends)) {
            throw new IllegalArgumentException(
                    OVERWRITTEN + "=" + backends + " must be one of " + BACKENDS);
        }
        String times = properties.getProperty(OVERWRITES, "50");
        return new Overwrites(
                number(OVERWRITES, times, 1, MOST_OVERWRITES), backends.equals("all"));
    }

    private static Pattern rows(Properties properties) {
        String text = properties.getProperty(ROWS, ".*");
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(ROWS + "=" + text + " is no regular expression", e);
        }
    }

    private static Folders folders(Properties properties) {
        String scratch =
                properties.getProperty(DIRECTORY, Path.of("target", "bars").toString());
        String results =
                properties.getProperty(RESULTS, Path.of("target", "bars.json").toString());
        return new Folders(Path.of(scratch).toAbsolutePath(), Path.of(results).toAbsolutePath());
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(Predicate.not(String::isEmpty))
                .toList();
    }

    private static double number(String name, String text, double least, double most) {
        String range = name + "=" + text + " must be a number from " + least + " to " + most;
        try {
            double number = Double.parseDouble(text);
            if (!(number >= least && number <= most)) {
                throw new IllegalArgumentException(range);
            }
            return number;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(range, e);
        }
    }

    /** Whether a row is to be measured. */
    boolean wants(String row) {
        return rows.matcher(row).find();
    }
}
