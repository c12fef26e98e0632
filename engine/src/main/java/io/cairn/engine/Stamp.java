package io.cairn.engine;

/**
 * Changes with every change of its store (or the close of its snapshot): views and cursors remember
 * it to know when they are stale.
 */
final class Stamp {
    /** A value that no stamp ever has. */
    static final long NEVER = -1;

    /** Keeps the snapshot from being taken for forgotten while a view or cursor is in use. */
    @SuppressWarnings({"unused", "FieldCanBeLocal"})
    private final Object owner;

    private long value;

    Stamp(Object owner) {
        this.owner = owner;
    }

    long value() {
        return value;
    }

    void advance() {
        value++;
    }
}
