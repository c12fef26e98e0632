package io.cairn.engine;

/**
 * Changes with every change of its store (or the close of its snapshot): views and cursors remember
 * it to know when they are stale.
 */
final class Stamp {
    /** A value that no stamp ever has. */
    static final long NEVER = -1;

    private long value;

    long value() {
        return value;
    }

    void advance() {
        value++;
    }
}
