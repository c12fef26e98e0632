package io.cairn.peers;

/** What is measured of each store, in the order in which it is done. */
enum PeerWorkload {
    /** Puts of all entries into an empty store, in random key order. */
    LOAD("load: put of n random keys", false),
    /**
     * Lookup of a present key that depends on the value read before, and the read of one number.
     */
    GET("get, dependent keys", false),
    /** Lookup of an absent key. */
    GET_MISSING("get of a missing key", false),
    /** Seek, and the reading of 100 entries. */
    SCAN("seek and scan of 100", true),
    /** Put of a present key with a value of the same length. */
    OVERWRITE("put, overwriting", false),
    /** Put of a new key, from n to 1.5 n entries. */
    INSERT("put, inserting", false),
    /** Close, with all entries on the disk afterwards. */
    CLOSE("close", false),
    /** Opening of the closed store up to its first answer. */
    REOPEN("reopen", false);

    private final String title;
    private final boolean needsOrder;

    PeerWorkload(String title, boolean needsOrder) {
        this.title = title;
        this.needsOrder = needsOrder;
    }

    /** What tables call it. */
    String title() {
        return title;
    }

    /** Whether a store without order has to leave it out. */
    boolean needsOrder() {
        return needsOrder;
    }

    /** Whether it is one action, in milliseconds, rather than many, in nanoseconds each. */
    boolean isSingle() {
        return this == CLOSE || this == REOPEN;
    }
}
