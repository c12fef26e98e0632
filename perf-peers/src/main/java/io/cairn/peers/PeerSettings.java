package io.cairn.peers;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * How the comparison is to be run, from the system properties that begin with {@code peers.}.
 *
 * @param entries how many entries a store holds, 1,000 to 100,000,000
 * @param rounds how often each store is measured, 1 to 100
 * @param seconds about how long measuring may take, 10 to 86,400
 * @param records how many records YCSB loads, 1,000 to 100,000,000, or 0 to leave YCSB out
 * @param stores what a store's id must contain, one of these, to be measured beside Cairn's
 *     selected backend; empty for all
 * @param directory where stores on file are made and the JVMs' own output is left
 */
record PeerSettings(
        int entries, int rounds, int seconds, int records, List<String> stores, Path directory) {
    private static final String PREFIX = "peers.";
    private static final String ENTRIES = PREFIX + "entries";
    private static final String ROUNDS = PREFIX + "rounds";
    private static final String SECONDS = PREFIX + "seconds";
    private static final String RECORDS = PREFIX + "ycsb.records";
    private static final String STORES = PREFIX + "stores";
    private static final String DIRECTORY = PREFIX + "directory";

    /** The build takes these for itself and passes them on all the same. */
    private static final List<String> OF_THE_BUILD =
            List.of(PREFIX + "args", PREFIX + "jvm.args", PREFIX + "system.properties");

    private static final List<String> KNOWN =
            List.of(ENTRIES, ROUNDS, SECONDS, RECORDS, STORES, DIRECTORY);

    private static final int MOST_ENTRIES = 100_000_000;

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException if a property is unknown, or its value is outside of its
     *     range
     */
    static PeerSettings from(Properties properties) {
        TreeSet<String> unknown = new TreeSet<>(properties.stringPropertyNames());
        unknown.removeIf(Predicate.not(name -> name.startsWith(PREFIX)));
        OF_THE_BUILD.forEach(unknown::remove);
        KNOWN.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(unknown + " is unknown; known are " + KNOWN);
        }
        String stores = properties.getProperty(STORES, "");
        return new PeerSettings(
                number(properties, ENTRIES, 1_000_000, 1_000, MOST_ENTRIES),
                number(properties, ROUNDS, 2, 1, 100),
                number(properties, SECONDS, 900, 10, 86_400),
                number(properties, RECORDS, 100_000, 0, MOST_ENTRIES),
                stores.isEmpty() ? List.of() : List.of(stores.split(",")),
                Path.of(properties.getProperty(
                                DIRECTORY, Path.of("target", "peers").toString()))
                        .toAbsolutePath());
    }

    /**
     * Whether a store is to be measured.
     *
     * @param selected the name of the selected Cairn, which always is
     */
    boolean wants(Peer peer, String selected) {
        return stores.isEmpty()
                || peer.name().equals(selected)
                || stores.stream().anyMatch(peer.id()::contains);
    }

    private static int number(
            Properties properties, String name, int fallback, int least, int most) {
        String text = properties.getProperty(name, String.valueOf(fallback));
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
