package io.cairn.engine.memory;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * CRC-32C of ranges of a direct buffer, without garbage. The platform's checksum takes a range by
 * the buffer's position, which two threads cannot share, so a view of its own is kept for whoever
 * comes first; a second thread that comes meanwhile makes another one. Safe for any thread.
 */
public final class BufferChecksum {
    private final AtomicReference<@Nullable Worker> idle = new AtomicReference<>();

    /** Makes one that has not seen its buffer yet. */
    public BufferChecksum() {}

    /**
     * Returns the checksum of a range.
     *
     * @param bytes the buffer, the same one in each call
     * @throws IndexOutOfBoundsException if the range is not wholly inside its capacity
     */
    public int of(ByteBuffer bytes, int offset, int length) {
        Worker worker = idle.getAndSet(null);
        if (worker == null) {
            worker = new Worker(bytes.duplicate());
        }
        try {
            return worker.checksum(offset, length);
        } finally {
            idle.setRelease(worker);
        }
    }

    /** Drops the view of the buffer, so that nothing here keeps it reachable. */
    public void clear() {
        idle.set(null);
    }

    private static final class Worker {
        private final CRC32C crc = new CRC32C();
        private final ByteBuffer view;

        Worker(ByteBuffer view) {
            this.view = view;
        }

        int checksum(int offset, int length) {
            Objects.checkFromIndexSize(offset, length, view.capacity());
            crc.reset();
            crc.update(view.limit(offset + length).position(offset));
            return (int) crc.getValue();
        }
    }
}
