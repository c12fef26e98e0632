package io.cairn.engine;

import java.util.zip.CRC32C;

/**
 * The layout of a serialised snapshot, and of the changes since another one. A start (magic,
 * version, length and checksum of the header), the header, which {@link StreamHeader} reads and
 * writes, then blocks: length, checksum, bytes; an empty block ends it. The blocks' bytes, put
 * together, are the entries in key order. Of a snapshot: key length (2 bytes), value length (4),
 * key, value; of changes, the same, where a value length of -1 says that the key is gone. All
 * numbers are little-endian. The checksum covers the block's bytes as they were before they were
 * deflated, and its number, so that a block that is lost, doubled or moved is found out.
 *
 * <p>Version 1 of a snapshot had the number of entries in the place of the header.
 */
final class SnapshotFormat {
    /** The ASCII bytes {@code CAIRNSNP}, read as a little-endian long. */
    static final long MAGIC = 0x504E_534E_5249_4143L;

    /** The ASCII bytes {@code CAIRNDLT}. */
    static final long DELTA_MAGIC = 0x544C_444E_5249_4143L;

    static final int VERSION = 2;
    /** The version of snapshots without a header. */
    static final int BARE_VERSION = 1;

    static final int DELTA_VERSION = 1;

    /** Magic and version. */
    static final int BEGINNING_BYTES = Long.BYTES + Integer.BYTES;
    /** Magic, version, the header's length and checksum. */
    static final int START_BYTES = BEGINNING_BYTES + 2 * Integer.BYTES;

    static final int BLOCK_HEADER_BYTES = 2 * Integer.BYTES;
    static final int ENTRY_HEADER_BYTES = Short.BYTES + Integer.BYTES;
    static final int BLOCK_BYTES = 64 << 10;
    /** The bit of a block's length that says that its bytes are deflated. */
    static final int DEFLATED = 1 << 30;
    /** The value length of a change whose key is gone. */
    static final int GONE = -1;

    private SnapshotFormat() {}

    static int checksum(CRC32C crc, byte[] block, int length, int number) {
        crc.reset();
        crc.update(block, 0, length);
        return (int) crc.getValue() ^ number * 0x9E37_79B9;
    }
}
