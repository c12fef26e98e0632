package io.cairn.conformance;

import io.cairn.CorruptStoreException;
import io.cairn.Snapshot;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;

/** A copy of the store's map. */
final class ReferenceSnapshot extends ReferenceReader implements Snapshot {
    private static final long MAGIC = 0x5265666572656E63L;

    private final ReferenceStore store;
    private final NavigableMap<byte[], byte[]> copy;
    private final long sizeBytes;
    private final long taken = System.currentTimeMillis();
    private volatile boolean closed;

    ReferenceSnapshot(ReferenceStore store, NavigableMap<byte[], byte[]> entries, long sizeBytes) {
        super(store.bug);
        this.store = store;
        this.sizeBytes = sizeBytes;
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
        return closed || (!store.isOpen() && bug != Bug.SNAPSHOT_OUTLIVES_ITS_STORE) ? -1 : 1;
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
    public void writeTo(OutputStream out) throws IOException {
        Objects.requireNonNull(out, "out");
        CRC32C crc = new CRC32C();
        DataOutputStream data = new DataOutputStream(new CheckedOutputStream(out, crc));
        data.writeLong(MAGIC);
        data.writeInt(entries().size());
        for (Map.Entry<byte[], byte[]> entry : entries().entrySet()) {
            data.writeInt(entry.getKey().length);
            data.write(entry.getKey());
            data.writeInt(entry.getValue().length);
            data.write(entry.getValue());
        }
        data.writeInt((int) crc.getValue());
        data.flush();
    }

    /** Reads what {@link #writeTo} wrote into {@code entries}. */
    static void read(InputStream in, NavigableMap<byte[], byte[]> entries, Bug bug)
            throws IOException {
        CRC32C crc = new CRC32C();
        DataInputStream data = new DataInputStream(new CheckedInputStream(in, crc));
        try {
            require(data.readLong() == MAGIC, "is no snapshot");
            for (int left = data.readInt(); left > 0; left--) {
                byte[] key = readBytes(data);
                entries.put(key, readBytes(data));
            }
            int expected = (int) crc.getValue();
            require(
                    data.readInt() == expected || bug == Bug.RESTORE_CHECKS_NO_SUM,
                    "has a wrong checksum");
            if (bug == Bug.RESTORE_READS_TOO_FAR) {
                data.skipBytes(1);
            }
        } catch (EOFException e) {
            throw new CorruptStoreException(
                    "the stream ends too early; take the snapshot again", e);
        }
    }

    private static byte[] readBytes(DataInputStream data) throws IOException {
        int length = data.readInt();
        require(length >= 0, "has a negative length");
        byte[] bytes = data.readNBytes(length);
        require(bytes.length == length, "ends too early");
        return bytes;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new CorruptStoreException("the stream " + what + "; take the snapshot again");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            store.snapshotClosed();
        }
    }

    /** For messages of assertions. */
    @Override
    public String toString() {
        return "ReferenceSnapshot[" + copy.size() + " entries of " + Arrays.asList(store) + "]";
    }
}
