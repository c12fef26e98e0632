package io.cairn.engine.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/**
 * Reads a file through one buffer, at any place, best at ascending ones. Where the disk cannot be
 * read there are zeros.
 */
final class FileBytes {
    private static final int BUFFER_BYTES = 256 << 10;

    private final PageReader reader;
    private final long size;
    private final ByteBuffer buffer =
            ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32C crc = new CRC32C();
    private long start;

    FileBytes(FileChannel channel) throws IOException {
        this.reader = new PageReader(channel);
        this.size = channel.size();
        buffer.limit(0);
    }

    /** Returns the file's length when this was made. */
    long size() {
        return size;
    }

    /** Tells whether the disk fails to read the byte at a place. */
    boolean isUnreadable(long at) throws IOException {
        fetch(at, 1);
        return reader.isUnreadable(at);
    }

    /** Returns how many of the bytes in a range the disk has failed to read so far. */
    long unreadableBytes(long from, long to) {
        return reader.unreadableBytes(from, to);
    }

    byte getByte(long at) throws IOException {
        return buffer.get(fetch(at, Byte.BYTES));
    }

    int getUnsignedShort(long at) throws IOException {
        return Short.toUnsignedInt(buffer.getShort(fetch(at, Short.BYTES)));
    }

    int getInt(long at) throws IOException {
        return buffer.getInt(fetch(at, Integer.BYTES));
    }

    long getLong(long at) throws IOException {
        return buffer.getLong(fetch(at, Long.BYTES));
    }

    void copyOut(long from, byte[] target, int length) throws IOException {
        for (int done = 0; done < length; ) {
            int index = fetch(from + done, 1);
            int part = Math.min(length - done, buffer.limit() - index);
            buffer.get(index, target, done, part);
            done += part;
        }
    }

    int crc32c(long from, long length) throws IOException {
        crc.reset();
        for (long done = 0; done < length; ) {
            int index = fetch(from + done, 1);
            int part = (int) Math.min(length - done, buffer.limit() - index);
            crc.update(buffer.duplicate().position(index).limit(index + part));
            done += part;
        }
        return (int) crc.getValue();
    }

    /** Makes sure that bytes are in the buffer, and returns where. */
    private int fetch(long at, int length) throws IOException {
        if (at < start || at + length > start + buffer.limit()) {
            fill(at, length);
        }
        return (int) (at - start);
    }

    private void fill(long at, int length) throws IOException {
        if (at + length > size) {
            throw new IndexOutOfBoundsException(
                    "offset=" + at + " length=" + length + " is beyond the file's size=" + size);
        }
        start = at;
        buffer.clear();
        reader.read(buffer, at);
        buffer.flip();
        if (buffer.limit() < length) {
            throw new IOException("the file ends at " + (at + buffer.limit())
                    + " now: another process has cut it");
        }
    }
}
