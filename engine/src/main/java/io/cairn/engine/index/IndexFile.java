package io.cairn.engine.index;

import io.cairn.engine.log.LogFile;
import io.cairn.engine.log.RecordLog;
import io.cairn.engine.memory.Memory;
import io.cairn.engine.memory.MemoryFactory;
import io.cairn.engine.memory.Windows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The image of both indexes beside a store's file, and the only place that knows its layout: a
 * header, the point index's pages, the order index's nodes, and a checksum over each. It is bound
 * to the log's identity and position, so that a stale or foreign image is found out. The memory's
 * bytes are written as they are.
 */
public final class IndexFile {
    /** The ASCII bytes {@code CAIRNIDX}, read as a little-endian long. */
    private static final long MAGIC = 0x5844_494E_5249_4143L;

    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 128;
    private static final int CHUNK_BYTES = 1 << 20;

    private final MemoryFactory factory;
    private final Path path;

    /** For the image at a path. */
    public IndexFile(MemoryFactory factory, Path path) {
        this.factory = factory;
        this.path = path;
    }

    /**
     * What an image holds.
     *
     * @param position the log's end when it was made
     * @param usedBytes the log's used bytes
     * @param liveRecordBytes bytes of live records
     * @param liveBytes bytes of live keys and values
     * @param windows how many windows the log has
     */
    public record Position(
            long position, long usedBytes, long liveRecordBytes, long liveBytes, int windows) {}

    /** An image that was loaded. */
    public record Loaded(Position position, PointIndex points, OrderIndex order) {}

    /** Writes an image to a temporary file beside it, forces it, and renames it. */
    public void save(RecordLog log, Position position, PointIndex points, OrderIndex order)
            throws IOException {
        LogFile file = Objects.requireNonNull(log.file(), "an image belongs to a log on file");
        if (!points.overflow().isEmpty()) {
            return; // an image has no place for what did not fit its page; the next opening replays
            // the log
        }
        Path temporary = path.resolveSibling(path.getFileName() + ".tmp");
        try (FileChannel channel = factory.open(temporary)) {
            factory.truncate(channel, 0);
            channel.position(HEADER_BYTES);
            CRC32C crc = new CRC32C();
            writeWindows(log, position.windows, channel, crc);
            copyOut(points.windows(), points.pageBytes(), channel, crc);
            copyOut(order.pages().windows(), order.pages().usedBytes(), channel, crc);
            channel.write(header(file, position, points, order, (int) crc.getValue()), 0);
            factory.force(channel);
        }
        factory.replace(temporary, path);
    }

    /**
     * Loads the image if it is intact, belongs to the log, and is not ahead of {@code limit}.
     *
     * @return the indexes, or null; {@code why} then holds the reason in a sentence
     */
    public @Nullable Loaded load(RecordLog log, LogFile file, long limit, StringBuilder why) {
        if (!Files.exists(path)) {
            why.append("there is no index image");
            return null;
        }
        try (FileChannel channel = FileChannel.open(path)) {
            ByteBuffer header = readHeader(channel);
            String reason = whatIsWrong(header, channel.size(), file, limit);
            if (!reason.isEmpty()) {
                why.append(reason);
                return null;
            }
            return read(header, channel, log, file, why);
        } catch (IOException e) {
            why.append("the index image cannot be read: ").append(e.getMessage());
            return null;
        }
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer header(
            LogFile log, Position position, PointIndex points, OrderIndex order, int crc) {
        ByteBuffer header = buffer(HEADER_BYTES);
        header.putLong(MAGIC).putInt(VERSION).putInt(crc);
        header.putLong(log.identity().id().getMostSignificantBits());
        header.putLong(log.identity().id().getLeastSignificantBits());
        header.putLong(position.position).putLong(position.usedBytes);
        header.putLong(position.liveRecordBytes).putLong(position.liveBytes);
        header.putLong(points.pageBytes()).putLong(points.size());
        header.putLong(order.epoch())
                .putInt(points.level())
                .putInt(order.root())
                .putInt(order.height());
        NodePages pages = order.pages();
        header.putInt(pages.fresh()).putInt(pages.firstFree()).putInt(pages.freeCount());
        header.putInt(position.windows);
        header.position(HEADER_BYTES - Integer.BYTES);
        header.putInt(checksumOfHeader(header));
        return header.flip();
    }

    private static int checksumOfHeader(ByteBuffer header) {
        CRC32C crc = new CRC32C();
        crc.update(header.duplicate().clear().limit(HEADER_BYTES - Integer.BYTES));
        return (int) crc.getValue();
    }

    private static ByteBuffer readHeader(FileChannel channel) throws IOException {
        ByteBuffer header = buffer(HEADER_BYTES);
        while (header.hasRemaining() && channel.read(header) >= 0) {}
        return header.clear();
    }

    private static String whatIsWrong(ByteBuffer header, long bytes, LogFile log, long limit) {
        if (header.getLong(0) != MAGIC) {
            return "the index image is damaged: it does not begin with CAIRNIDX";
        }
        if (header.getInt(8) != VERSION) {
            return "the index image is of another version=" + header.getInt(8);
        }
        if (header.getInt(HEADER_BYTES - Integer.BYTES) != checksumOfHeader(header)) {
            return "the index image is damaged: its header's checksum does not fit";
        }
        if (header.getLong(16) != log.identity().id().getMostSignificantBits()
                || header.getLong(24) != log.identity().id().getLeastSignificantBits()) {
            return "the index image belongs to another log";
        }
        if (header.getLong(32) > limit) {
            return "the index image is ahead of what is to be recovered";
        }
        long expected = HEADER_BYTES
                + (long) header.getInt(112) * Long.BYTES
                + header.getLong(64)
                + ((long) header.getInt(100) << NodeFormat.NODE_SHIFT);
        return bytes == expected
                ? ""
                : "the index image has length=" + bytes + " instead of " + expected;
    }

    private @Nullable Loaded read(
            ByteBuffer header, FileChannel channel, RecordLog log, LogFile file, StringBuilder why)
            throws IOException {
        PointIndex points = new PointIndex(factory, log, file.identity().hashSeed());
        OrderIndex order = null;
        boolean intact = false;
        try {
            order = new OrderIndex(factory, log);
            points.restoreGeometry(
                    header.getInt(88), header.getLong(64) >>> 12, header.getLong(72));
            order.pages().restore(header.getInt(100), header.getInt(104), header.getInt(108));
            order.restore(header.getInt(92), header.getInt(96), header.getLong(80));
            CRC32C crc = new CRC32C();
            long[] logWindows = readWindows(header.getInt(112), channel, crc);
            copyIn(points.windows(), points.pageBytes(), channel, crc);
            copyIn(order.pages().windows(), order.pages().usedBytes(), channel, crc);
            intact = (int) crc.getValue() == header.getInt(12) && log.openWindows(logWindows);
        } finally {
            if (!intact) {
                points.release();
                if (order != null) {
                    order.release();
                }
            }
        }
        if (!intact) {
            why.append("the index image is damaged: the checksum of its pages does not fit");
            return null;
        }
        Position position = new Position(
                header.getLong(32),
                header.getLong(40),
                header.getLong(48),
                header.getLong(56),
                header.getInt(112));
        return new Loaded(position, points, order);
    }

    private static void writeWindows(RecordLog log, int count, FileChannel channel, CRC32C crc)
            throws IOException {
        ByteBuffer sizes = buffer(count * Long.BYTES);
        for (int index = 0; index < count; index++) {
            sizes.putLong(log.windowBytes(index));
        }
        crc.update(sizes.flip());
        writeFully(sizes.rewind(), channel);
    }

    private static long[] readWindows(int count, FileChannel channel, CRC32C crc)
            throws IOException {
        ByteBuffer sizes = buffer(count * Long.BYTES);
        readFully(sizes, channel);
        crc.update(sizes.flip());
        long[] bytes = new long[count];
        sizes.rewind().asLongBuffer().get(bytes);
        return bytes;
    }

    private static void writeFully(ByteBuffer buffer, FileChannel channel) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static void readFully(ByteBuffer buffer, FileChannel channel) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new IOException("it ends at " + channel.position());
            }
        }
    }

    private static void copyOut(Windows windows, long bytes, FileChannel channel, CRC32C crc)
            throws IOException {
        ByteBuffer buffer = buffer(CHUNK_BYTES);
        for (long at = 0; at < bytes; ) {
            int length = chunk(windows, at, bytes);
            buffer.clear();
            windows.at(at).copyOut(windows.within(at), buffer, length);
            crc.update(buffer.flip());
            writeFully(buffer.rewind(), channel);
            at += length;
        }
    }

    private static void copyIn(Windows windows, long bytes, FileChannel channel, CRC32C crc)
            throws IOException {
        ByteBuffer buffer = buffer(CHUNK_BYTES);
        for (long at = 0; at < bytes; ) {
            int length = chunk(windows, at, bytes);
            buffer.clear().limit(length);
            readFully(buffer, channel);
            crc.update(buffer.flip());
            Memory window = windows.at(at);
            window.copyIn(windows.within(at), buffer.rewind());
            at += length;
        }
    }

    private static int chunk(Windows windows, long at, long end) {
        long left = Math.min(end - at, windows.at(at).size() - windows.within(at));
        return (int) Math.min(CHUNK_BYTES, left);
    }
}
