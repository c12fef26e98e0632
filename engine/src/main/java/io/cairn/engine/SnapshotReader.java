package io.cairn.engine;

import io.cairn.StateStore;
import io.cairn.UnsupportedFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link SnapshotWriter} wrote, entry by entry, and nothing beyond it: a snapshot, or
 * changes.
 */
final class SnapshotReader implements AutoCloseable {
    private static final long UNKNOWN = -1;

    private final String name;
    private final BlockReader blocks;
    private final byte[] small = new byte[SnapshotFormat.START_BYTES];
    private final ByteBuffer smallBuffer = ByteBuffer.wrap(small).order(ByteOrder.LITTLE_ENDIAN);
    private final StreamHeader header;
    /** How many entries there are still to come, by a header of version 1. */
    private long left = UNKNOWN;

    private byte[] key = new byte[256];
    private int keyLength;
    private byte[] previousKey = new byte[256];
    private int previousLength = -1;
    private boolean started;
    private int valueLength;
    /** Whether the value is still to be read. */
    private boolean valueAhead;

    /**
     * Reads the header.
     *
     * @param name what messages call the stream
     */
    SnapshotReader(InputStream in, String name) throws IOException {
        this.name = name;
        this.blocks = new BlockReader(in, name);
        this.header = readHeader();
    }

    StreamHeader header() {
        return header;
    }

    private StreamHeader readHeader() throws IOException {
        blocks.readFully(small, SnapshotFormat.BEGINNING_BYTES);
        long magic = smallBuffer.getLong(0);
        boolean isDelta = magic == SnapshotFormat.DELTA_MAGIC;
        if (!isDelta && magic != SnapshotFormat.MAGIC) {
            throw blocks.corrupt(
                    "it begins with neither CAIRNSNP nor CAIRNDLT, so it is no snapshot");
        }
        int version = smallBuffer.getInt(Long.BYTES);
        if (!isDelta && version == SnapshotFormat.BARE_VERSION) {
            return readBareHeader();
        }
        int known = isDelta ? SnapshotFormat.DELTA_VERSION : SnapshotFormat.VERSION;
        if (version != known) {
            throw new UnsupportedFormatException(name + " has format version=" + version
                    + ", this build reads " + known
                    + " and older; restore it with the release that wrote it");
        }
        return readHeader(isDelta);
    }

    private StreamHeader readBareHeader() throws IOException {
        blocks.readFully(small, Long.BYTES);
        left = smallBuffer.getLong(0);
        if (left < 0) {
            throw blocks.corrupt("it promises entries=" + left);
        }
        return StreamHeader.BARE;
    }

    private StreamHeader readHeader(boolean isDelta) throws IOException {
        byte[] rest = new byte[2 * Integer.BYTES];
        blocks.readFully(rest, rest.length);
        System.arraycopy(rest, 0, small, SnapshotFormat.BEGINNING_BYTES, rest.length);
        int length = smallBuffer.getInt(SnapshotFormat.BEGINNING_BYTES);
        if (length < 0 || length > StreamHeader.MAX_BYTES) {
            throw blocks.corrupt("its header has length=" + length);
        }
        byte[] bytes = new byte[length];
        blocks.readFully(bytes, length);
        int crc = smallBuffer.getInt(SnapshotFormat.START_BYTES - Integer.BYTES);
        if (StreamHeader.checksum(small, bytes, 0) != crc) {
            throw blocks.corrupt("the checksum of its header does not fit");
        }
        try {
            return StreamHeader.decode(bytes, isDelta);
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            throw blocks.corrupt("its header cannot be: " + e.getMessage());
        }
    }

    /** Steps to the next entry; false if there is none. */
    boolean next() throws IOException {
        if (valueAhead) {
            takeValue(null);
        }
        if (left == 0 && !blocks.isAtEnd()) {
            throw blocks.corrupt("there is more than the entries it promises");
        }
        if (left == 0 || (left == UNKNOWN && blocks.isAtEnd())) {
            return false;
        }
        left -= left == UNKNOWN ? 0 : 1;
        readKey();
        return true;
    }

    private void readKey() throws IOException {
        blocks.take(small, 0, SnapshotFormat.ENTRY_HEADER_BYTES);
        int length = smallBuffer.getShort(0) & 0xFFFF;
        valueLength = smallBuffer.getInt(Short.BYTES);
        boolean mayBeGone = header.isDelta() && valueLength == SnapshotFormat.GONE;
        if (!mayBeGone && (valueLength < 0 || valueLength > StateStore.MAX_VALUE_LENGTH)) {
            throw blocks.corrupt("an entry has valueLength=" + valueLength);
        }
        swapKeys(length);
        blocks.take(key, 0, length);
        if (previousLength >= 0 && compare(previousKey, previousLength, key, length) >= 0) {
            throw blocks.corrupt("its keys are not in ascending order");
        }
        valueAhead = valueLength > 0;
    }

    private void swapKeys(int newLength) {
        byte[] free = previousKey;
        previousKey = key;
        previousLength = started ? keyLength : -1;
        started = true;
        key = newLength <= free.length ? free : new byte[Math.max(newLength, 2 * free.length)];
        keyLength = newLength;
    }

    boolean isDelete() {
        return valueLength == SnapshotFormat.GONE;
    }

    /** Compares the current keys of two streams. */
    int compareKey(SnapshotReader other) {
        return compare(key, keyLength, other.key, other.keyLength);
    }

    private static int compare(byte[] one, int oneLength, byte[] other, int otherLength) {
        return Arrays.compareUnsigned(one, 0, oneLength, other, 0, otherLength);
    }

    /** Returns the array that holds the current key, from its first byte on. */
    byte[] key() {
        return key;
    }

    int keyLength() {
        return keyLength;
    }

    /** Adds the current entry, which is no delete, to a builder. Once. */
    void addTo(ContentsBuilder target) throws IOException {
        System.arraycopy(key, 0, target.keyArray(keyLength), 0, keyLength);
        target.begin(keyLength, valueLength);
        takeValue(target);
        target.end();
    }

    private void takeValue(@Nullable ContentsBuilder target) throws IOException {
        valueAhead = false;
        blocks.takeValue(target, Math.max(0, valueLength));
    }

    @Override
    public String toString() {
        return name;
    }

    /** Releases what reading took; does not close the stream below. */
    @Override
    public void close() {
        blocks.close();
    }
}
