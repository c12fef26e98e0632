package io.cairn.engine;

import io.cairn.KeyRange;
import io.cairn.KeySubset;
import io.cairn.SnapshotInfo;
import io.cairn.StateStore;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a serialised snapshot, or the changes since one, says of itself before its entries.
 *
 * @param info the snapshot that was written
 * @param base the identity of the snapshot whose changes since these are; null for a full one
 */
record StreamHeader(SnapshotInfo info, @Nullable UUID base) {
    private static final UUID NO_ID = new UUID(0, 0);
    private static final int ALL = 0;
    private static final int RANGE = 1;
    private static final int GROUPS = 2;
    private static final int MAX_TAG = 4096;
    private static final int FIXED_BYTES = 5 * Long.BYTES + Byte.BYTES + 4 * Integer.BYTES;

    /** The most bytes of a header. */
    static final int MAX_BYTES = FIXED_BYTES + 2 * StateStore.MAX_KEY_LENGTH + MAX_TAG;

    /** The header of a stream that has none. */
    static final StreamHeader BARE =
            new StreamHeader(new SnapshotInfo(NO_ID, 0, new byte[0], KeySubset.all()), null);

    boolean isDelta() {
        return base != null;
    }

    /** Returns the start of the stream and the header. */
    byte[] encode() {
        ByteBuffer out = little(new byte[SnapshotFormat.START_BYTES + MAX_BYTES]);
        out.putLong(isDelta() ? SnapshotFormat.DELTA_MAGIC : SnapshotFormat.MAGIC);
        out.putInt(isDelta() ? SnapshotFormat.DELTA_VERSION : SnapshotFormat.VERSION);
        out.position(SnapshotFormat.START_BYTES);
        put(out, info.id());
        put(out, base == null ? NO_ID : base);
        out.putLong(info.takenAtEpochMillis());
        putSubset(out, info.subset());
        putBytes(out, info.flushedTag());
        int length = out.position() - SnapshotFormat.START_BYTES;
        out.putInt(SnapshotFormat.BEGINNING_BYTES, length);
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        int crcAt = SnapshotFormat.START_BYTES - Integer.BYTES;
        little(bytes).putInt(crcAt, checksum(bytes, bytes, SnapshotFormat.START_BYTES));
        return bytes;
    }

    /**
     * The checksum of a start, but for the checksum in it, and of the header, which begins at
     * {@code from}.
     */
    static int checksum(byte[] start, byte[] header, int from) {
        CRC32C crc = new CRC32C();
        crc.update(start, 0, SnapshotFormat.START_BYTES - Integer.BYTES);
        crc.update(header, from, header.length - from);
        return (int) crc.getValue();
    }

    /**
     * Reads a header whose checksum fits.
     *
     * @throws IllegalArgumentException if it says what cannot be
     * @throws java.nio.BufferUnderflowException if it is too short
     */
    static StreamHeader decode(byte[] header, boolean isDelta) {
        ByteBuffer in = little(header);
        UUID id = id(in);
        UUID base = id(in);
        long takenAt = in.getLong();
        KeySubset subset = subset(in);
        byte[] tag = bytes(in, MAX_TAG);
        if (in.hasRemaining() || (!isDelta && !base.equals(NO_ID))) {
            throw new IllegalArgumentException("its header has more than there is to say");
        }
        return new StreamHeader(new SnapshotInfo(id, takenAt, tag, subset), isDelta ? base : null);
    }

    private static void putSubset(ByteBuffer out, KeySubset subset) {
        if (subset.isAll()) {
            out.put((byte) ALL);
        } else if (subset.groups() > 1) {
            out.put((byte) GROUPS);
            out.putInt(subset.firstGroup()).putInt(subset.endGroup()).putInt(subset.groups());
        } else {
            byte[] end = subset.range().end();
            out.put((byte) RANGE);
            putBytes(out, subset.range().start());
            out.put((byte) (end == null ? 0 : 1));
            putBytes(out, end == null ? new byte[0] : end);
        }
    }

    private static KeySubset subset(ByteBuffer in) {
        int kind = in.get();
        if (kind == ALL) {
            return KeySubset.all();
        }
        if (kind == GROUPS) {
            return KeySubset.groups(in.getInt(), in.getInt(), in.getInt());
        }
        if (kind != RANGE) {
            throw new IllegalArgumentException("its subset is of kind=" + kind);
        }
        byte[] start = bytes(in, StateStore.MAX_KEY_LENGTH);
        boolean hasEnd = in.get() != 0;
        byte[] end = bytes(in, StateStore.MAX_KEY_LENGTH);
        return KeySubset.range(hasEnd ? KeyRange.of(start, end) : KeyRange.from(start));
    }

    private static void put(ByteBuffer out, UUID id) {
        out.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static UUID id(ByteBuffer in) {
        return new UUID(in.getLong(), in.getLong());
    }

    private static void putBytes(ByteBuffer out, byte[] bytes) {
        out.putInt(bytes.length).put(bytes);
    }

    private static byte[] bytes(ByteBuffer in, int most) {
        int length = in.getInt();
        if (length < 0 || length > most) {
            throw new IllegalArgumentException("a field of its header has length=" + length);
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
