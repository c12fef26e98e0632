package io.cairn.conformance;

import io.cairn.ChangeCursor;
import io.cairn.Snapshot;
import io.cairn.StreamOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.Cleaner;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A copy of the store's map. */
final class ReferenceSnapshot extends ReferenceReader implements Snapshot {
    private static final Cleaner CLEANER = Cleaner.create();

    private final ReferenceStore store;
    private final NavigableMap<byte[], byte[]> copy;
    private final long sizeBytes;
    private final long taken = System.currentTimeMillis();
    private final UUID id = UUID.randomUUID();
    private final byte[] tag;
    private final Hold hold;
    private final Cleaner.Cleanable watch;

    /** What is told when nobody has the snapshot any more. */
    private static final class Hold {
        private final ReferenceStore store;
        private final AtomicBoolean closed = new AtomicBoolean();

        Hold(ReferenceStore store) {
            this.store = store;
        }

        void close() {
            if (closed.compareAndSet(false, true)) {
                store.snapshotClosed();
            }
        }
    }

    ReferenceSnapshot(ReferenceStore store, NavigableMap<byte[], byte[]> entries, long sizeBytes) {
        super(store.bug);
        this.store = store;
        this.sizeBytes = sizeBytes;
        this.hold = new Hold(store);
        this.watch = bug == Bug.FORGOTTEN_SNAPSHOTS_STAY
                ? () -> {}
                : CLEANER.register(this, hold::close);
        this.tag = store.flushedTagNow();
        this.copy = bug == Bug.SNAPSHOT_SEES_LATER_CHANGES ? entries : new TreeMap<>(entries);
    }

    @Override
    NavigableMap<byte[], byte[]> entries() {
        if (stamp() < 0 && bug != Bug.SNAPSHOT_OUTLIVES_ITS_CLOSE) {
            throw new IllegalStateException("the snapshot or its store is closed");
        }
        return copy;
    }

    @Override
    long stamp() {
        return hold.closed.get() || (!store.isOpen() && bug != Bug.SNAPSHOT_OUTLIVES_ITS_STORE)
                ? -1
                : 1;
    }

    @Override
    <T extends @Nullable Object> T alone(Supplier<T> call) {
        return call.get();
    }

    @Override
    long sizeBytesNow() {
        Objects.requireNonNull(entries());
        return sizeBytes;
    }

    @Override
    public long takenAtEpochMillis() {
        return taken;
    }

    @Override
    public UUID id() {
        return id;
    }

    @Override
    public byte[] flushedTag() {
        return tag.clone();
    }

    @Override
    public ChangeCursor changesSince(Snapshot earlier) {
        ChangeCursor changes = Snapshot.super.changesSince(earlier);
        return switch (bug) {
            case CHANGES_FORGET_DELETES, CHANGES_MISS_THE_FIRST ->
                new ReferenceChanges(changes, bug);
            default -> changes;
        };
    }

    @Override
    public void writeTo(OutputStream out, StreamOptions options) throws IOException {
        Objects.requireNonNull(out, "out");
        Objects.requireNonNull(options, "options");
        ReferenceStream.write(this, out, options);
    }

    @Override
    public void writeChangesSince(Snapshot earlier, OutputStream out, StreamOptions options)
            throws IOException {
        Objects.requireNonNull(out, "out");
        Objects.requireNonNull(options, "options");
        ReferenceStream.writeChanges(this, earlier.id(), changesSince(earlier), out, options);
    }

    @Override
    public void close() {
        hold.close();
        watch.clean();
    }

    /** For messages of assertions. */
    @Override
    public String toString() {
        return "ReferenceSnapshot[" + copy.size() + " entries of " + Arrays.asList(store) + "]";
    }
}
