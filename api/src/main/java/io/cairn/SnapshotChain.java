package io.cairn;

import java.io.InputStream;
import java.util.List;
import java.util.Objects;

/**
 * A full snapshot's stream, and the streams of the changes since: each of those continues the one
 * before. They are read side by side, so they must be different streams, and stay open until
 * {@link StateStore#restore(SnapshotChain)} has returned, which closes none of them.
 */
public final class SnapshotChain {
    private final InputStream full;
    private final List<InputStream> deltas;

    private SnapshotChain(InputStream full, List<InputStream> deltas) {
        this.full = full;
        this.deltas = deltas;
    }

    /**
     * {@return a chain}
     *
     * @param full what {@link Snapshot#writeTo(java.io.OutputStream)} wrote
     * @param deltas what {@link Snapshot#writeChangesSince(Snapshot, java.io.OutputStream)} wrote,
     *     the oldest first; may be none
     */
    public static SnapshotChain of(InputStream full, InputStream... deltas) {
        return of(full, List.of(deltas));
    }

    /**
     * {@return a chain}
     *
     * @param full what {@link Snapshot#writeTo(java.io.OutputStream)} wrote
     * @param deltas what {@link Snapshot#writeChangesSince(Snapshot, java.io.OutputStream)} wrote,
     *     the oldest first; may be none
     */
    public static SnapshotChain of(InputStream full, List<? extends InputStream> deltas) {
        return new SnapshotChain(Objects.requireNonNull(full, "full"), List.copyOf(deltas));
    }

    /** {@return the full snapshot's stream} */
    public InputStream full() {
        return full;
    }

    /** {@return the streams of the changes since, the oldest first} */
    public List<InputStream> deltas() {
        return deltas;
    }
}
