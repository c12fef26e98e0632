package io.cairn;

/**
 * When a store begins to compact itself, a little with each change: once its log has
 * {@code leastLogBytes}, and more than {@code garbageShare} of it is garbage.
 *
 * <p>A store that is only overwritten takes up to {@code 1 / (1 - garbageShare) + 4 / 3} times the
 * bytes of its live records, in both files together: 2.8 times by default. What is written between
 * the end of the copying and the next {@code flush} comes twice on top of that; and each file may
 * hold an eighth more than it needs, 4 MiB at most.
 *
 * @param garbageShare the share of the log that must be garbage, above 0.0 to 1.0, which no log
 *     ever reaches: then it never begins by itself
 * @param leastLogBytes how many bytes of records there must be, garbage included; 0 or more
 */
public record CompactionTrigger(double garbageShare, long leastLogBytes) {
    /** From 30 % of garbage on, in logs of 4 MiB and more. */
    public static final CompactionTrigger DEFAULT = new CompactionTrigger(0.3, 4 << 20);

    /** Never: only {@link StateStore#compact} compacts. */
    public static final CompactionTrigger OFF = new CompactionTrigger(1, Long.MAX_VALUE);

    /**
     * Makes a trigger.
     *
     * @throws IllegalArgumentException if a number is outside of its range
     */
    public CompactionTrigger {
        if (!(garbageShare > 0 && garbageShare <= 1)) {
            throw new IllegalArgumentException("garbageShare=" + garbageShare
                    + " is outside of above 0.0 to 1.0; give a share, or take OFF");
        }
        if (leastLogBytes < 0) {
            throw new IllegalArgumentException("leastLogBytes=" + leastLogBytes
                    + " is below 0; give a number of bytes, 0 or more");
        }
    }

    /** {@return whether a store ever begins by itself} */
    public boolean isOn() {
        return garbageShare < 1;
    }
}
