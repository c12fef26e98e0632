package io.cairn.engine;

import io.cairn.Direction;
import io.cairn.KeyRange;
import io.cairn.Snapshot;
import io.cairn.engine.index.OrderIndex;
import io.cairn.engine.index.TreeCursor;
import io.cairn.engine.log.RecordLog;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/** A pinned root of the order index, and the log below it. */
final class EngineSnapshot extends EngineReader implements Snapshot {
    private final RecordLog log;
    private final OrderIndex order;
    private final OrderIndex.Frozen frozen;
    private final TreeCursor finder;
    private final Pin pin;
    private final AtomicBoolean open = new AtomicBoolean(true);

    /**
     * What a snapshot remembers of its moment.
     *
     * @param epoch the epoch of the order index that it ended
     * @param logEnd the records before this address must not change
     * @param size how many entries there are
     * @param liveBytes bytes of their keys and values
     * @param takenAtMillis when it was taken
     */
    record Pin(long epoch, long logEnd, long size, long liveBytes, long takenAtMillis) {}

    /** Takes a snapshot; the order index was just pinned. */
    EngineSnapshot(Contents contents, Pin pin) {
        this.log = contents.log();
        this.order = contents.order();
        this.frozen = order.frozen();
        this.finder = frozen.cursor();
        this.pin = pin;
        log.retain();
        order.retain();
    }

    Pin pin() {
        return pin;
    }

    boolean isOf(Contents contents) {
        return contents.isOrderedBy(order);
    }

    boolean isOpen() {
        return open.get();
    }

    @Override
    void checkReadable() {
        if (!open.get()) {
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
        return log;
    }

    @Override
    TreeCursor treeCursor() {
        return frozen.cursor();
    }

    @Override
    public long size() {
        checkReadable();
        return pin.size;
    }

    @Override
    public long sizeBytes() {
        checkReadable();
        return pin.liveBytes;
    }

    @Override
    public long takenAtEpochMillis() {
        return pin.takenAtMillis;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        Objects.requireNonNull(out, "out");
        new SnapshotWriter(out).write(scan(KeyRange.all(), Direction.FORWARD), size());
    }

    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            stamp.advance();
            order.release();
            log.release();
        }
    }
}
