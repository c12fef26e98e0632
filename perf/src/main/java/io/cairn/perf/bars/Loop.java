package io.cairn.perf.bars;

/**
 * One operation, done again and again on random entries. Each loop is a class of its own, so that
 * HotSpot compiles it for itself.
 */
abstract class Loop {
    private static final int CHUNK = 1024;

    private final String name;

    /** A loop whose readings are to have this name. */
    Loop(String name) {
        this.name = name;
    }

    final String name() {
        return name;
    }

    /** How many operations to do between two looks at the clock. */
    int chunk() {
        return CHUNK;
    }

    /** Whether there is work left for another chunk. */
    boolean hasNext() {
        return true;
    }

    /** Whether it has to be warmed up: its code is not compiled yet. */
    boolean needsWarmUp() {
        return true;
    }

    /** Gets ready for a slice of time, untimed: other loops may have changed the store. */
    void begin() {}

    /**
     * Does the operation; allocates nothing.
     *
     * @param count how often, 1 to {@link #chunk}
     */
    abstract void run(int count);

    /**
     * Verifies all answers so far.
     *
     * @throws IllegalStateException if one was wrong
     */
    abstract void verify();
}
