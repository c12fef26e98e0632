package io.cairn.engine.memory;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Something that a store and its snapshots hold together, and that the last of them frees. Begins
 * held once. Any thread may retain and release.
 */
public abstract class Shared {
    private final AtomicInteger holders = new AtomicInteger(1);

    /** For subclasses. */
    protected Shared() {}

    /** Adds a holder. */
    public final void retain() {
        holders.incrementAndGet();
    }

    /** Removes a holder, and frees when it was the last. */
    public final void release() {
        if (holders.decrementAndGet() == 0) {
            free();
        }
    }

    /** Frees what is held. Called once. */
    protected abstract void free();
}
