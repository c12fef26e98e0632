package io.cairn.engine;

import io.cairn.BytesView;
import io.cairn.Cursor;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** Writes entries as a stream of checksummed blocks; {@link SnapshotFormat} has the numbers. */
final class SnapshotWriter {
    private final OutputStream out;
    private final byte[] block = new byte[SnapshotFormat.BLOCK_BYTES];
    private final byte[] small = new byte[SnapshotFormat.HEADER_BYTES];
    private final ByteBuffer smallBuffer = ByteBuffer.wrap(small).order(ByteOrder.LITTLE_ENDIAN);
    private final byte[] blockHeader = new byte[SnapshotFormat.BLOCK_HEADER_BYTES];
    private final ByteBuffer blockHeaderBuffer =
            ByteBuffer.wrap(blockHeader).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32C crc = new CRC32C();
    private int filled;
    private int blocks;

    SnapshotWriter(OutputStream out) {
        this.out = out;
    }

    void write(Cursor entries, long count) throws IOException {
        smallBuffer.clear();
        smallBuffer.putLong(SnapshotFormat.MAGIC).putInt(SnapshotFormat.VERSION).putLong(count);
        out.write(small, 0, smallBuffer.position());
        while (entries.next()) {
            BytesView key = entries.key();
            BytesView value = entries.value();
            smallBuffer.clear();
            smallBuffer.putShort((short) key.length()).putInt(value.length());
            add(small, smallBuffer.position());
            add(key);
            add(value);
        }
        if (filled > 0) {
            endBlock();
        }
        endBlock(); // an empty one ends the stream
    }

    private void add(byte[] bytes, int length) throws IOException {
        for (int at = 0; at < length; ) {
            int part = Math.min(length - at, block.length - filled);
            System.arraycopy(bytes, at, block, filled, part);
            at += part;
            advance(part);
        }
    }

    private void add(BytesView bytes) throws IOException {
        for (int at = 0; at < bytes.length(); ) {
            int part = Math.min(bytes.length() - at, block.length - filled);
            bytes.copyTo(at, block, filled, part);
            at += part;
            advance(part);
        }
    }

    private void advance(int part) throws IOException {
        filled += part;
        if (filled == block.length) {
            endBlock();
        }
    }

    private void endBlock() throws IOException {
        blockHeaderBuffer.putInt(0, filled);
        blockHeaderBuffer.putInt(
                Integer.BYTES, SnapshotFormat.checksum(crc, block, filled, blocks));
        out.write(blockHeader);
        out.write(block, 0, filled);
        filled = 0;
        blocks++;
    }
}
