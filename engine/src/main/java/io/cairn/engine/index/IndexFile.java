package io.cairn.engine.index;

import io.cairn.engine.log.LogFile;
import io.cairn.engine.log.RecordLog;
import io.cairn.engine.memory.Memory;
import io.cairn.engine.memory.MemoryFactory;
import io.cairn.engine.memory.Windows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The image of both indexes beside a store's file. It is bound to the log's identity and position,
 * so that a stale or foreign image is found out. It holds the indexes' windows as they are: large
 * ones are mapped when it is loaded, and what is changed later stays in memory, so that the image
 * is what it was until the next one replaces it.
 */
public final class IndexFile {
    private static final int CHUNK_BYTES = 2 << 20;
    /** Smaller windows are copied: a mapping has its price, too. */
    private static final long MAPPED_FROM_BYTES = 1 << 20;

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

    /** Returns where an image is written before it is renamed; a crash may leave it. */
    public static Path temporaryOf(Path image) {
        return image.resolveSibling(image.getFileName() + ".tmp");
    }

    /** Writes an image to a temporary file beside it, forces it, and renames it. */
    public void save(RecordLog log, Position position, PointIndex points, OrderIndex order)
            throws IOException {
        LogFile file = Objects.requireNonNull(log.file(), "an image belongs to a log on file");
        if (!points.overflow().isEmpty()) {
            return; // an image has no place for what did not fit its page; the next opening replays
            // the log
        }
        order.settle();
        Path temporary = temporaryOf(path);
        try {
            save(temporary, log, ImageFormat.header(file, position, points, order), points, order);
            factory.replace(temporary, path);
        } catch (IOException e) {
            delete(temporary, e); // on a full disk it would keep what room is left
            throw e;
        }
    }

    private void save(
            Path temporary, RecordLog log, ByteBuffer header, PointIndex points, OrderIndex order)
            throws IOException {
        try (FileChannel channel = factory.open(temporary)) {
            factory.truncate(channel, 0);
            write(channel, log, header, points, order);
            factory.force(channel);
        }
    }

    private void delete(Path temporary, IOException failure) {
        try {
            factory.delete(temporary);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private void write(
            FileChannel channel,
            RecordLog log,
            ByteBuffer header,
            PointIndex points,
            OrderIndex order)
            throws IOException {
        CRC32C crc = new CRC32C();
        channel.position(ImageFormat.HEADER_BYTES);
        writeLogWindows(log, ImageFormat.position(header).windows(), channel, crc);
        long nodesAt = ImageFormat.nodesAt(header);
        long nodeBytes = ImageFormat.nodeBytes(header);
        channel.position(ImageFormat.pointsAt(header));
        writeWindows(points.windows(), ImageFormat.pointBytes(header), channel, crc);
        channel.position(nodesAt);
        writeWindows(order.pages().windows(), nodeBytes, channel, crc);
        factory.reserve(channel, nodesAt + ImageFormat.wholeWindows(nodeBytes) - 1, 1);
        ImageFormat.seal(header, (int) crc.getValue());
        channel.position(0);
        writeFully(header, channel);
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
        try (FileChannel channel = open(file.isReadOnly())) {
            ByteBuffer header = readHeader(channel);
            String reason = ImageFormat.whatIsWrong(header, channel.size(), file, limit);
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

    private FileChannel open(boolean toRead) throws IOException {
        return toRead
                ? FileChannel.open(path)
                : FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static ByteBuffer readHeader(FileChannel channel) throws IOException {
        ByteBuffer header = ImageFormat.buffer(ImageFormat.HEADER_BYTES);
        while (header.hasRemaining() && channel.read(header) >= 0) {}
        return header.clear();
    }

    private @Nullable Loaded read(
            ByteBuffer header, FileChannel channel, RecordLog log, LogFile file, StringBuilder why)
            throws IOException {
        PointIndex points = PointIndex.toRestore(factory, log, file.identity().hashSeed());
        OrderIndex order = OrderIndex.toRestore(factory, log);
        boolean intact = false;
        try {
            CRC32C crc = new CRC32C();
            channel.position(ImageFormat.HEADER_BYTES);
            long[] logWindows =
                    readLogWindows(ImageFormat.position(header).windows(), channel, crc);
            Source source = new Source(channel, file.isReadOnly());
            source.read(
                    points.windows(),
                    ImageFormat.pointsAt(header),
                    ImageFormat.pointBytes(header),
                    crc);
            source.read(
                    order.pages().windows(),
                    ImageFormat.nodesAt(header),
                    ImageFormat.nodeBytes(header),
                    crc);
            intact = (int) crc.getValue() == ImageFormat.checksum(header)
                    && log.openWindows(logWindows);
        } finally {
            if (!intact) {
                points.release();
                order.release();
            }
        }
        if (!intact) {
            why.append("the index image is damaged: the checksum of its pages does not fit");
            return null;
        }
        ImageFormat.restore(header, points);
        ImageFormat.restore(header, order);
        return new Loaded(ImageFormat.position(header), points, order);
    }

    /** An open image, from which windows are read. */
    private final class Source {
        private final FileChannel channel;
        private final boolean toRead;

        Source(FileChannel channel, boolean toRead) {
            this.channel = channel;
            this.toRead = toRead;
        }

        /** Adds windows that hold {@code bytes}, and takes those into the checksum. */
        void read(Windows windows, long position, long bytes, CRC32C crc) throws IOException {
            for (int index = 0; windows.baseOf(index) < bytes; index++) {
                long base = windows.baseOf(index);
                long size = windows.sizeOf(index);
                Memory window = window(position + base, size);
                windows.set(index, window);
                updateWith(crc, window.crc32c(0, Math.min(size, bytes - base)));
            }
        }

        private Memory window(long position, long bytes) throws IOException {
            // Replaying changes the indexes, and only a file that is open for writing can be mapped
            // so
            // that changes stay in memory.
            return toRead || bytes < MAPPED_FROM_BYTES || isInMemory()
                    ? factory.copyOf(channel, position, bytes)
                    : factory.mapPrivate(channel, position, bytes);
        }
    }

    /**
     * Tells whether the image's file system is one in memory: that takes a page where a mapping's
     * blank one is read, private or not, and has none if it is full.
     */
    private boolean isInMemory() throws IOException {
        return Files.getFileStore(path).type().equals("tmpfs");
    }

    /** The image's checksum is one over the checksums of its parts, so that a part has its own. */
    private static void updateWith(CRC32C crc, int part) {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            crc.update(part >>> shift);
        }
    }

    private static void writeLogWindows(RecordLog log, int count, FileChannel channel, CRC32C crc)
            throws IOException {
        ByteBuffer sizes = ImageFormat.buffer(count * Long.BYTES);
        for (int index = 0; index < count; index++) {
            sizes.putLong(log.windowBytes(index));
        }
        crc.update(sizes.flip());
        writeFully(sizes.rewind(), channel);
    }

    private static long[] readLogWindows(int count, FileChannel channel, CRC32C crc)
            throws IOException {
        ByteBuffer sizes = ImageFormat.buffer(count * Long.BYTES);
        while (sizes.hasRemaining()) {
            if (channel.read(sizes) < 0) {
                throw new IOException("it ends at " + channel.position());
            }
        }
        crc.update(sizes.flip());
        long[] bytes = new long[count];
        sizes.rewind().asLongBuffer().get(bytes);
        return bytes;
    }

    private static void writeWindows(Windows windows, long bytes, FileChannel channel, CRC32C crc)
            throws IOException {
        ByteBuffer buffer = ImageFormat.buffer((int) Math.min(CHUNK_BYTES, bytes));
        for (int index = 0; windows.baseOf(index) < bytes; index++) {
            long base = windows.baseOf(index);
            long used = Math.min(windows.sizeOf(index), bytes - base);
            updateWith(crc, writeWindow(windows.at(base), used, buffer, channel));
        }
    }

    private static int writeWindow(Memory window, long used, ByteBuffer buffer, FileChannel channel)
            throws IOException {
        CRC32C crc = new CRC32C();
        for (long at = 0; at < used; at += buffer.limit()) {
            buffer.clear();
            window.copyOut(at, buffer, (int) Math.min(buffer.capacity(), used - at));
            crc.update(buffer.flip());
            writeFully(buffer.rewind(), channel);
        }
        return (int) crc.getValue();
    }

    private static void writeFully(ByteBuffer buffer, FileChannel channel) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
