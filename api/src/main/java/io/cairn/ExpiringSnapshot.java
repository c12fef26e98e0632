package io.cairn;

import io.cairn.ExpiryLayout.Settings;

/**
 * The entries of an {@link ExpiringStateStore} that had not expired at one moment, and its
 * watermark then; in constant time when taken. The rules of {@link Snapshot} hold: one thread at a
 * time reads it, which need not be the store's owner.
 */
public final class ExpiringSnapshot extends ExpiringReader implements AutoCloseable {
    private final Snapshot snapshot;

    ExpiringSnapshot(Snapshot snapshot, Settings settings) {
        super(snapshot, settings);
        this.snapshot = snapshot;
    }

    /** {@return the snapshot of the store under this one, to write it out, say} */
    public Snapshot underlying() {
        return snapshot;
    }

    /** Releases what only this snapshot holds. A second call does nothing. */
    @Override
    public void close() {
        snapshot.close();
    }
}
