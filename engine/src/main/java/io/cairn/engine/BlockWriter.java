package io.cairn.engine;

import io.cairn.BytesView;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/** Writes bytes as checksummed blocks; {@link SnapshotFormat} has the numbers. */
final class BlockWriter implements AutoCloseable {
    private final OutputStream out;
    private final byte[] block = new byte[SnapshotFormat.BLOCK_BYTES];
    private final byte[] header = new byte[SnapshotFormat.BLOCK_HEADER_BYTES];
    private final ByteBuffer headerBuffer = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    private final byte[] number = new byte[SnapshotFormat.ENTRY_HEADER_BYTES];
    private final ByteBuffer numberBuffer = ByteBuffer.wrap(number).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32C crc = new CRC32C();
    private final @Nullable Deflater deflater;
    private final byte[] deflated;
    private int filled;
    private int blocks;

    BlockWriter(OutputStream out, boolean compressed) {
        this.out = out;
        this.deflater = compressed ? new Deflater(Deflater.BEST_SPEED, true) : null;
        this.deflated = new byte[compressed ? SnapshotFormat.BLOCK_BYTES : 0];
    }

    /** Writes an entry's key and what its value's length is, or {@link SnapshotFormat#GONE}. */
    void addKey(BytesView key, int valueLength) throws IOException {
        numberBuffer.putShort(0, (short) key.length()).putInt(Short.BYTES, valueLength);
        for (int i = 0; i < number.length; i++) {
            block[filled++] = number[i];
            endFullBlock();
        }
        add(key);
    }

    void add(BytesView bytes) throws IOException {
        int length = bytes.length();
        for (int at = 0; at < length; ) {
            int part = Math.min(length - at, block.length - filled);
            bytes.copyTo(at, block, filled, part);
            at += part;
            filled += part;
            endFullBlock();
        }
    }

    /** Ends the stream. */
    void end() throws IOException {
        if (filled > 0) {
            endBlock();
        }
        endBlock(); // an empty one ends the stream
    }

    private void endFullBlock() throws IOException {
        if (filled == block.length) {
            endBlock();
        }
    }

    private void endBlock() throws IOException {
        int smaller = deflate();
        headerBuffer.putInt(0, smaller > 0 ? smaller | SnapshotFormat.DEFLATED : filled);
        headerBuffer.putInt(Integer.BYTES, SnapshotFormat.checksum(crc, block, filled, blocks));
        out.write(header);
        out.write(smaller > 0 ? deflated : block, 0, smaller > 0 ? smaller : filled);
        filled = 0;
        blocks++;
    }

    /** Returns the bytes of the deflated block, or 0 if it would not be smaller. */
    private int deflate() {
        Deflater tool = deflater;
        if (tool == null || filled == 0) {
            return 0;
        }
        tool.reset();
        tool.setInput(block, 0, filled);
        tool.finish();
        int bytes = tool.deflate(deflated, 0, filled - 1);
        return tool.finished() ? bytes : 0;
    }

    /** Releases the compressor; does not close the stream below. */
    @Override
    public void close() {
        if (deflater != null) {
            deflater.end();
        }
    }
}
