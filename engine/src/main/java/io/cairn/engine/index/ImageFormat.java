package io.cairn.engine.index;

import io.cairn.engine.log.FileFormat;
import io.cairn.engine.log.LogFile;
import io.cairn.engine.log.RecordFormat;
import io.cairn.engine.memory.Windows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The layout of an index image, and the only place that does arithmetic on it: a header, the sizes
 * of the log's windows, and then the windows of the two indexes as they lie in memory, each whole,
 * so that they can be mapped.
 */
final class ImageFormat {
    /** The ASCII bytes {@code CAIRNIDX}, read as a little-endian long. */
    private static final long MAGIC = 0x5844_494E_5249_4143L;

    static final int VERSION = 3;
    static final int HEADER_BYTES = 136;

    private static final int VERSION_AT = Long.BYTES;
    private static final int CHECKSUM_AT = VERSION_AT + Integer.BYTES;
    private static final int ID_AT = CHECKSUM_AT + Integer.BYTES;
    private static final int POSITION_AT = ID_AT + 2 * Long.BYTES;
    private static final int USED_AT = POSITION_AT + Long.BYTES;
    private static final int LIVE_RECORDS_AT = USED_AT + Long.BYTES;
    private static final int LIVE_AT = LIVE_RECORDS_AT + Long.BYTES;
    private static final int POINT_BYTES_AT = LIVE_AT + Long.BYTES;
    private static final int POINTS_AT = POINT_BYTES_AT + Long.BYTES;
    private static final int EPOCH_AT = POINTS_AT + Long.BYTES;
    private static final int LEVEL_AT = EPOCH_AT + Long.BYTES;
    private static final int ROOT_AT = LEVEL_AT + Integer.BYTES;
    private static final int HEIGHT_AT = ROOT_AT + Integer.BYTES;
    private static final int NODES_AT = HEIGHT_AT + Integer.BYTES;
    private static final int FIRST_FREE_AT = NODES_AT + Integer.BYTES;
    private static final int FREE_NODES_AT = FIRST_FREE_AT + Integer.BYTES;
    private static final int WINDOWS_AT = FREE_NODES_AT + Integer.BYTES;
    private static final int HEADER_CHECKSUM_AT = HEADER_BYTES - Integer.BYTES;

    private static final long PAGE = 4096;
    private static final int MOST_WINDOWS = 1 << 24;
    /** Of the point index: so many pages that a log of the largest size can fill them. */
    private static final int MOST_LEVEL = 36;

    /** Where large windows begin, so that the system can map them with huge pages. */
    private static final long HUGE_PAGE = 2 << 20;

    private ImageFormat() {}

    static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns the header, all but the checksum of what follows it. */
    static ByteBuffer header(
            LogFile log, IndexFile.Position position, PointIndex points, OrderIndex order) {
        ByteBuffer header = buffer(HEADER_BYTES);
        header.putLong(MAGIC).putInt(VERSION).putInt(0);
        header.putLong(log.identity().id().getMostSignificantBits());
        header.putLong(log.identity().id().getLeastSignificantBits());
        header.putLong(position.position()).putLong(position.usedBytes());
        header.putLong(position.liveRecordBytes()).putLong(position.liveBytes());
        header.putLong(points.pageBytes()).putLong(points.size()).putLong(order.epoch());
        header.putInt(points.level()).putInt(order.root()).putInt(order.height());
        NodePages pages = order.pages();
        header.putInt(pages.fresh()).putInt(pages.firstFree()).putInt(pages.freeCount());
        header.putInt(position.windows());
        return header.clear();
    }

    /** Ends the header. */
    static void seal(ByteBuffer header, int checksum) {
        header.putInt(CHECKSUM_AT, checksum);
        header.putInt(HEADER_CHECKSUM_AT, checksumOf(header));
    }

    private static int checksumOf(ByteBuffer header) {
        CRC32C crc = new CRC32C();
        crc.update(header.duplicate().clear().limit(HEADER_CHECKSUM_AT));
        return (int) crc.getValue();
    }

    /** Tells in a sentence why an image cannot be used; empty if its header is all right. */
    static String whatIsWrong(ByteBuffer header, long bytes, LogFile log, long limit) {
        if (header.getLong(0) != MAGIC) {
            return "the index image is damaged: it does not begin with CAIRNIDX";
        }
        if (header.getInt(VERSION_AT) != VERSION) {
            return "the index image is of another version=" + header.getInt(VERSION_AT);
        }
        if (header.getInt(HEADER_CHECKSUM_AT) != checksumOf(header)) {
            return "the index image is damaged: its header's checksum does not fit";
        }
        if (header.getLong(ID_AT) != log.identity().id().getMostSignificantBits()
                || header.getLong(ID_AT + Long.BYTES)
                        != log.identity().id().getLeastSignificantBits()) {
            return "the index image belongs to another log";
        }
        if (!arePoints(header) || !isTree(header) || !isPosition(header)) {
            return "the index image is damaged: its header speaks of no possible sizes";
        }
        if (header.getLong(POSITION_AT) > limit) {
            return "the index image is ahead of what is to be recovered";
        }
        long expected = nodesAt(header) + wholeWindows(nodeBytes(header));
        return bytes == expected
                ? ""
                : "the index image has length=" + bytes + " instead of " + expected;
    }

    private static boolean arePoints(ByteBuffer header) {
        int level = header.getInt(LEVEL_AT);
        long pages = pointBytes(header) >>> PointIndex.PAGE_SHIFT;
        long points = header.getLong(POINTS_AT);
        return level >= 0
                && level <= MOST_LEVEL
                && pages >= 1L << level
                && pages < 2L << level
                && pages << PointIndex.PAGE_SHIFT == pointBytes(header)
                && points >= 0
                && points <= pointBytes(header) / Long.BYTES;
    }

    private static boolean isTree(ByteBuffer header) {
        int nodes = header.getInt(NODES_AT);
        int height = header.getInt(HEIGHT_AT);
        return isNode(header.getInt(ROOT_AT), nodes)
                && height >= 1
                && height <= TreePath.MAX_DEPTH
                && (header.getInt(FIRST_FREE_AT) == NodePages.NONE
                        || isNode(header.getInt(FIRST_FREE_AT), nodes))
                && header.getInt(FREE_NODES_AT) >= 0
                && header.getInt(FREE_NODES_AT) < nodes
                && header.getLong(EPOCH_AT) > 0;
    }

    private static boolean isNode(int node, int nodes) {
        return node > NodePages.NONE && node < nodes;
    }

    private static boolean isPosition(ByteBuffer header) {
        IndexFile.Position position = position(header);
        return position.windows() >= 0
                && position.windows() <= MOST_WINDOWS
                && position.position() >= FileFormat.HEADER_BYTES
                && position.position() % RecordFormat.ALIGNMENT == 0
                && position.liveBytes() >= 0
                && position.liveRecordBytes() >= 0
                && position.usedBytes() >= position.liveRecordBytes();
    }

    static IndexFile.Position position(ByteBuffer header) {
        return new IndexFile.Position(
                header.getLong(POSITION_AT),
                header.getLong(USED_AT),
                header.getLong(LIVE_RECORDS_AT),
                header.getLong(LIVE_AT),
                header.getInt(WINDOWS_AT));
    }

    static int checksum(ByteBuffer header) {
        return header.getInt(CHECKSUM_AT);
    }

    static long pointBytes(ByteBuffer header) {
        return header.getLong(POINT_BYTES_AT);
    }

    static long nodeBytes(ByteBuffer header) {
        return (long) header.getInt(NODES_AT) << NodeFormat.NODE_SHIFT;
    }

    /** Lets an index be what the header says; its windows are there already. */
    static void restore(ByteBuffer header, PointIndex points) {
        points.restore(
                header.getInt(LEVEL_AT),
                pointBytes(header) >>> PointIndex.PAGE_SHIFT,
                header.getLong(POINTS_AT));
    }

    /** Lets an index be what the header says; its windows are there already. */
    static void restore(ByteBuffer header, OrderIndex order) {
        order.pages()
                .restore(
                        header.getInt(NODES_AT),
                        header.getInt(FIRST_FREE_AT),
                        header.getInt(FREE_NODES_AT));
        order.restore(header.getInt(ROOT_AT), header.getInt(HEIGHT_AT), header.getLong(EPOCH_AT));
    }

    /** Returns where the point index's windows begin. */
    static long pointsAt(ByteBuffer header) {
        long tables = HEADER_BYTES + (long) header.getInt(WINDOWS_AT) * Long.BYTES;
        return aligned(tables, wholeWindows(pointBytes(header)));
    }

    /** Returns where the order index's windows begin. */
    static long nodesAt(ByteBuffer header) {
        long points = pointsAt(header) + wholeWindows(pointBytes(header));
        return aligned(points, wholeWindows(nodeBytes(header)));
    }

    private static long aligned(long at, long bytes) {
        long unit = bytes >= HUGE_PAGE ? HUGE_PAGE : PAGE;
        return (at + unit - 1) / unit * unit;
    }

    /** Returns the bytes of the windows that hold so many bytes. */
    static long wholeWindows(long bytes) {
        Windows windows = new Windows(PointIndex.WINDOWS);
        return windows.baseOf(windows.indexOf(bytes - 1) + 1);
    }
}
