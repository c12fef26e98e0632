package io.cairn.engine;

import io.cairn.CorruptStoreException;
import io.cairn.StateStore;
import io.cairn.UnsupportedFormatException;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Reads what {@link SnapshotWriter} wrote into a builder, and nothing beyond it. */
final class SnapshotReader {
    private final InputStream in;
    private final byte[] block = new byte[SnapshotFormat.BLOCK_BYTES];
    private final byte[] small = new byte[SnapshotFormat.HEADER_BYTES];
    private final ByteBuffer smallBuffer = ByteBuffer.wrap(small).order(ByteOrder.LITTLE_ENDIAN);
    private final byte[] blockHeader = new byte[SnapshotFormat.BLOCK_HEADER_BYTES];
    private final ByteBuffer blockHeaderBuffer =
            ByteBuffer.wrap(blockHeader).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32C crc = new CRC32C();
    private byte[] previousKey = {};
    private int filled;
    private int taken;
    private int blocks;
    private long offset;

    SnapshotReader(InputStream in) {
        this.in = in;
    }

    /** Adds all entries to {@code target}. */
    void readInto(ContentsBuilder target) throws IOException {
        readFully(small, SnapshotFormat.HEADER_BYTES);
        if (smallBuffer.getLong(0) != SnapshotFormat.MAGIC) {
            throw corrupt("it does not begin with CAIRNSNP, so it is no snapshot");
        }
        int version = smallBuffer.getInt(Long.BYTES);
        if (version != SnapshotFormat.VERSION) {
            throw new UnsupportedFormatException("the snapshot has format version=" + version
                    + ", this build reads " + SnapshotFormat.VERSION
                    + "; restore it with the release that wrote it");
        }
        long count = smallBuffer.getLong(Long.BYTES + Integer.BYTES);
        if (count < 0) {
            throw corrupt("it promises entries=" + count);
        }
        nextBlock();
        for (long i = 0; i < count; i++) {
            readEntry(target);
        }
        if (taken < filled || (filled > 0 && nextBlock())) {
            throw corrupt("there is more than the " + count + " entries it promises");
        }
    }

    private void readEntry(ContentsBuilder target) throws IOException {
        take(small, 0, SnapshotFormat.ENTRY_HEADER_BYTES);
        int keyLength = smallBuffer.getShort(0) & 0xFFFF;
        int valueLength = smallBuffer.getInt(Short.BYTES);
        if (valueLength < 0 || valueLength > StateStore.MAX_VALUE_LENGTH) {
            throw corrupt("an entry has valueLength=" + valueLength);
        }
        byte[] key = target.keyArray(keyLength);
        take(key, 0, keyLength);
        requireAscending(key, keyLength, target);
        target.begin(keyLength, valueLength);
        for (int left = valueLength; left > 0; ) {
            int part = Math.min(left, available());
            target.addValue(block, taken, part);
            taken += part;
            left -= part;
        }
        target.end();
    }

    private void requireAscending(byte[] key, int length, ContentsBuilder target) {
        boolean isFirst = target.contents().size() == 0;
        byte[] copy = Arrays.copyOf(key, length);
        if (!isFirst && Arrays.compareUnsigned(previousKey, copy) >= 0) {
            throw corrupt("its keys are not in ascending order");
        }
        previousKey = copy;
    }

    private void take(byte[] target, int at, int length) throws IOException {
        for (int done = 0; done < length; ) {
            int part = Math.min(length - done, available());
            System.arraycopy(block, taken, target, at + done, part);
            taken += part;
            done += part;
        }
    }

    /** Returns how many bytes of the block are left, 1 or more. */
    private int available() throws IOException {
        if (taken == filled && !nextBlock()) {
            throw corrupt("it ends before the last of its entries");
        }
        return filled - taken;
    }

    /** Reads the next block; false if it is the empty one at the end. */
    private boolean nextBlock() throws IOException {
        readFully(blockHeader, SnapshotFormat.BLOCK_HEADER_BYTES);
        int length = blockHeaderBuffer.getInt(0);
        int checksum = blockHeaderBuffer.getInt(Integer.BYTES);
        if (length < 0 || length > block.length) {
            throw corrupt("block=" + blocks + " has length=" + length);
        }
        readFully(block, length);
        if (SnapshotFormat.checksum(crc, block, length, blocks) != checksum) {
            throw corrupt("the checksum of block=" + blocks + " does not fit");
        }
        blocks++;
        filled = length;
        taken = 0;
        return length > 0;
    }

    private void readFully(byte[] target, int length) throws IOException {
        int read = in.readNBytes(target, 0, length);
        offset += read;
        if (read < length) {
            throw new CorruptStoreException(
                    "the snapshot's stream offset=" + offset
                            + ": it was cut; take the snapshot again",
                    new EOFException());
        }
    }

    private CorruptStoreException corrupt(String reason) {
        return new CorruptStoreException("the snapshot's stream offset=" + offset + ": " + reason
                + "; take another snapshot");
    }
}
