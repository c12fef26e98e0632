package io.cairn.perf.gate;

/**
 * What the gate measures.
 *
 * <p>The yardstick of an operation is chase^share x kernel^(1 - share), where the share is roughly
 * that of its time which it waits for memory: then a host whose memory or whose processor is slower
 * today moves operation and yardstick alike. The shares are part of the baseline's meaning; to
 * change one, measure a new baseline.
 */
enum Operation {
    /** Zero-copy lookup of a present key; each key depends on the value read before. */
    GET_REF("getRef", 5_000, 0.9, 0.5),
    /** Lookup of an absent key. */
    GET_MISSING("getMissing", 8_000, 0.8, 0.8),
    /** Put of a present key. */
    OVERWRITE("overwrite", 5_000, 0.7, 0.5),
    /** Put of a new key. */
    INSERT("insert", 1_500, 0.5, 0.5),
    /** Seek, and the reading of 100 entries. */
    SCAN("scan", 200, 0.5, 0.5);

    private final String title;
    private final int sliceLength;
    private final double shareInMemory;
    private final double shareOnFile;

    Operation(String title, int sliceLength, double shareInMemory, double shareOnFile) {
        this.title = title;
        this.sliceLength = sliceLength;
        this.shareInMemory = shareInMemory;
        this.shareOnFile = shareOnFile;
    }

    /** What tables, the baseline and {@code gate.slow} call it. */
    String title() {
        return title;
    }

    /** How many operations one slice has: about 2 ms, in which it is seldom interrupted. */
    int sliceLength() {
        return sliceLength;
    }

    /** The chase's share of the yardstick, 0 to 1. */
    double chaseShare(boolean inMemory) {
        return inMemory ? shareInMemory : shareOnFile;
    }

    /**
     * The operation of a title.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Operation of(String title) {
        StringBuilder known = new StringBuilder();
        for (Operation operation : values()) {
            if (operation.title.equals(title)) {
                return operation;
            }
            known.append(' ').append(operation.title);
        }
        throw new IllegalArgumentException("operation=" + title + " is unknown; known are" + known);
    }
}
