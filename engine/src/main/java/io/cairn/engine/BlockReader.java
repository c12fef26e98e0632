package io.cairn.engine;

import io.cairn.CorruptStoreException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** Reads what {@link BlockWriter} wrote, and nothing beyond it. */
final class BlockReader implements AutoCloseable {
    private final InputStream in;
    private final String name;
    private byte[] block = new byte[SnapshotFormat.BLOCK_BYTES];
    private byte[] spare = new byte[0];
    private final byte[] header = new byte[SnapshotFormat.BLOCK_HEADER_BYTES];
    private final ByteBuffer headerBuffer = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32C crc = new CRC32C();
    private @Nullable Inflater inflater;
    private int filled;
    private int taken;
    private int blocks;
    private boolean ended;
    private long offset;

    /**
     * Makes a reader.
     *
     * @param name what messages call the stream
     */
    BlockReader(InputStream in, String name) {
        this.in = in;
        this.name = name;
    }

    /** Tells whether all blocks were taken. */
    boolean isAtEnd() throws IOException {
        return taken == filled && !nextBlock();
    }

    void take(byte[] target, int at, int length) throws IOException {
        for (int done = 0; done < length; ) {
            int part = Math.min(length - done, available());
            System.arraycopy(block, taken, target, at + done, part);
            taken += part;
            done += part;
        }
    }

    /** Adds the next bytes to the builder's value; only reads them if that is null. */
    void takeValue(@Nullable ContentsBuilder target, int length) throws IOException {
        for (int left = length; left > 0; ) {
            int part = Math.min(left, available());
            if (target != null) {
                target.addValue(block, taken, part);
            }
            taken += part;
            left -= part;
        }
    }

    /** Returns how many bytes of the block are left, 1 or more. */
    private int available() throws IOException {
        if (isAtEnd()) {
            throw corrupt("it ends before the last of its entries");
        }
        return filled - taken;
    }

    /** Reads the next block; false if it is the empty one at the end, or that was read. */
    private boolean nextBlock() throws IOException {
        if (ended) {
            return false;
        }
        readFully(header, SnapshotFormat.BLOCK_HEADER_BYTES);
        int stored = headerBuffer.getInt(0);
        boolean deflated = (stored & SnapshotFormat.DEFLATED) != 0 && stored > 0;
        int length = deflated ? stored ^ SnapshotFormat.DEFLATED : stored;
        if (length < 0 || length > block.length) {
            throw corrupt("block=" + blocks + " has length=" + length);
        }
        readFully(block, length);
        filled = deflated ? inflate(length) : length;
        int checksum = headerBuffer.getInt(Integer.BYTES);
        if (SnapshotFormat.checksum(crc, block, filled, blocks) != checksum) {
            throw corrupt("the checksum of block=" + blocks + " does not fit");
        }
        blocks++;
        taken = 0;
        ended = filled == 0;
        return !ended;
    }

    /** Puts the block's inflated bytes in its place, and returns how many there are. */
    private int inflate(int length) {
        Inflater tool = inflater;
        if (tool == null) {
            tool = new Inflater(true);
            inflater = tool;
            spare = new byte[SnapshotFormat.BLOCK_BYTES];
        }
        tool.reset();
        tool.setInput(block, 0, length);
        int bytes;
        try {
            bytes = tool.inflate(spare);
        } catch (DataFormatException e) {
            throw corrupt("block=" + blocks + " cannot be inflated");
        }
        boolean isWhole = bytes > 0 && isFinished(tool) && tool.getRemaining() == 0;
        if (!isWhole) {
            throw corrupt("block=" + blocks + " cannot be inflated to at most "
                    + SnapshotFormat.BLOCK_BYTES + " bytes");
        }
        byte[] inflated = spare;
        spare = block;
        block = inflated;
        return bytes;
    }

    /** A block that just fills the array leaves the end of its bytes to be read. */
    private boolean isFinished(Inflater tool) {
        try {
            return tool.finished() || (tool.inflate(header, 0, 1) == 0 && tool.finished());
        } catch (DataFormatException e) {
            throw corrupt("block=" + blocks + " cannot be inflated");
        }
    }

    void readFully(byte[] target, int length) throws IOException {
        int read = in.readNBytes(target, 0, length);
        offset += read;
        if (read < length) {
            throw new CorruptStoreException(
                    name + " offset=" + offset + ": it was cut; take the snapshot again",
                    new EOFException());
        }
    }

    CorruptStoreException corrupt(String reason) {
        return new CorruptStoreException(
                name + " offset=" + offset + ": " + reason + "; take another snapshot");
    }

    /** Releases the decompressor; does not close the stream below. */
    @Override
    public void close() {
        if (inflater != null) {
            inflater.end();
        }
    }
}
