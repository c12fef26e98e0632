package io.cairn.perf.gate;

import java.util.EnumMap;
import java.util.Map;

/**
 * Which operations are to be slowed down, and by how much: the property
 * {@code gate.slow=OPERATION:PERCENT[,...]}. Only the gate's benchmark reads it.
 *
 * @param percents percent of the operation's own time, 1 to 1000
 */
record Slowdown(Map<Operation, Integer> percents) {
    /** The system property. */
    static final String PROPERTY = "gate.slow";

    private static final int MOST_PERCENT = 1000;

    /**
     * Reads the property's text; empty slows nothing.
     *
     * @throws IllegalArgumentException if it has another form
     */
    static Slowdown parse(String text) {
        Map<Operation, Integer> percents = new EnumMap<>(Operation.class);
        if (!text.isBlank()) {
            for (String part : text.split(",", -1)) {
                String[] both = part.strip().split(":", -1);
                if (both.length != 2 || !both[1].matches("[0-9]{1,4}")) {
                    throw new IllegalArgumentException(malformed(text));
                }
                int percent = Integer.parseInt(both[1]);
                if (percent < 1 || percent > MOST_PERCENT) {
                    throw new IllegalArgumentException(malformed(text));
                }
                percents.put(Operation.of(both[0]), percent);
            }
        }
        return new Slowdown(Map.copyOf(percents));
    }

    private static String malformed(String text) {
        return PROPERTY + "=" + text + " must have the form OPERATION:PERCENT[,...] with a percent"
                + " from 1 to " + MOST_PERCENT + ", getRef:25 say";
    }

    /** Whether anything is slowed down. */
    boolean isActive() {
        return !percents.isEmpty();
    }

    /** By how much an operation is slowed down, as a share of its time. */
    double share(Operation operation) {
        return percents.getOrDefault(operation, 0) / 100.0;
    }
}
