package io.cairn.engine;

import java.util.zip.CRC32C;

/**
 * The layout of a serialised snapshot. A header (magic, version, number of entries), then blocks:
 * length, checksum, bytes; an empty block ends it. The blocks' bytes, put together, are the entries
 * in key order: key length (2 bytes), value length (4), key, value. All numbers are little-endian.
 * The checksum covers the block and its number, so that a block that is lost, doubled or moved is
 * found out.
 */
final class SnapshotFormat {
    /** The ASCII bytes {@code CAIRNSNP}, read as a little-endian long. */
    static final long MAGIC = 0x504E_534E_5249_4143L;

    static final int VERSION = 1;
    static final int HEADER_BYTES = Long.BYTES + Integer.BYTES + Long.BYTES;
    static final int BLOCK_HEADER_BYTES = 2 * Integer.BYTES;
    static final int ENTRY_HEADER_BYTES = Short.BYTES + Integer.BYTES;
    static final int BLOCK_BYTES = 64 << 10;

    private SnapshotFormat() {}

    static int checksum(CRC32C crc, byte[] block, int length, int number) {
        crc.reset();
        crc.update(block, 0, length);
        return (int) crc.getValue() ^ number * 0x9E37_79B9;
    }
}
