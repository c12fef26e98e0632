package io.cairn.engine;

import io.cairn.ChangeCursor;
import io.cairn.Direction;
import io.cairn.Snapshot;
import io.cairn.SnapshotInfo;
import io.cairn.StreamOptions;
import io.cairn.engine.index.OrderIndex;
import io.cairn.engine.index.TreeCursor;
import io.cairn.engine.log.RecordLog;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.Cleaner;
import java.util.Objects;
import java.util.UUID;

/** A pinned root of the order index, and the log below it. */
final class EngineSnapshot extends EngineReader implements Snapshot {
    private final SnapshotHold hold;
    private final SnapshotInfo info;
    private final OrderIndex.Frozen frozen;
    private final TreeCursor finder;
    private final Cleaner.Cleanable watch;

    EngineSnapshot(SnapshotHold hold, SnapshotInfo info) {
        this.hold = hold;
        this.info = info;
        this.frozen = hold.order().frozen();
        this.finder = frozen.cursor();
        this.watch = hold.watch(this);
    }

    @Override
    void checkReadable() {
        if (!hold.isOpen()) {
            throw new IllegalStateException(
                    "the snapshot is closed, or its store is; take another one");
        }
    }

    @Override
    long find(byte[] key, int offset, int length) {
        return finder.find(key, offset, length);
    }

    @Override
    RecordLog log() {
        return hold.log();
    }

    @Override
    TreeCursor treeCursor() {
        return frozen.cursor();
    }

    @Override
    public long size() {
        checkReadable();
        return hold.pin().size();
    }

    @Override
    public long sizeBytes() {
        checkReadable();
        return hold.pin().liveBytes();
    }

    @Override
    public UUID id() {
        return info.id();
    }

    @Override
    public long takenAtEpochMillis() {
        return info.takenAtEpochMillis();
    }

    @Override
    public byte[] flushedTag() {
        return info.flushedTag();
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the same tree, not one like it
    public ChangeCursor changesSince(Snapshot earlier) {
        Objects.requireNonNull(earlier, "earlier");
        checkReadable();
        if (earlier instanceof EngineSnapshot other && other.hold.order() == hold.order()) {
            other.checkReadable();
            return new TreeChanges(other, this, frozen.changesSince(other.frozen));
        }
        return Snapshot.super.changesSince(earlier);
    }

    @Override
    public void writeTo(OutputStream out, StreamOptions options) throws IOException {
        Objects.requireNonNull(out, "out");
        Objects.requireNonNull(options, "options");
        new SnapshotWriter(out, options)
                .write(described(options), scan(options.subset().range(), Direction.FORWARD));
    }

    @Override
    public void writeChangesSince(Snapshot earlier, OutputStream out, StreamOptions options)
            throws IOException {
        Objects.requireNonNull(out, "out");
        Objects.requireNonNull(options, "options");
        ChangeCursor changes = changesSince(earlier);
        new SnapshotWriter(out, options).writeChanges(described(options), earlier.id(), changes);
    }

    private SnapshotInfo described(StreamOptions options) {
        return new SnapshotInfo(
                info.id(), info.takenAtEpochMillis(), info.flushedTag(), options.subset());
    }

    @Override
    public void close() {
        if (hold.close()) {
            stamp.advance();
            hold.release();
            watch.clean();
        }
    }
}
