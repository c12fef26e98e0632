package io.cairn.engine.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Reads a file from a disk of which some places cannot be read any more. Where that happens it
 * reads page by page, for the system reads no less; a page that fails gives zeros, is remembered,
 * and is not asked for again, since each try can take a disk seconds.
 */
final class PageReader {
    private static final int PAGE = 4096;

    private final FileChannel channel;
    /** Ranges that cannot be read: the first byte of each, and the byte after its last. */
    private final NavigableMap<Long, Long> unreadable = new TreeMap<>();

    PageReader(FileChannel channel) {
        this.channel = channel;
    }

    /** Fills a buffer from a place in the file on, or as far as the file goes. */
    void read(ByteBuffer target, long position) throws IOException {
        int start = target.position();
        int limit = target.limit();
        while (target.position() < limit) {
            long at = position + target.position() - start;
            target.limit((int) Math.min(limit, target.position() + readableFrom(at)));
            if (target.hasRemaining()) {
                if (!readPart(target, at)) {
                    break;
                }
            } else if (!skip(target.limit(limit), at)) {
                break;
            }
        }
        target.limit(limit);
    }

    /** Tells whether the byte at a place could not be read. */
    boolean isUnreadable(long at) {
        Map.Entry<Long, Long> range = unreadable.floorEntry(at);
        return range != null && at < range.getValue();
    }

    /** Returns how many of the bytes in a range could not be read so far. */
    long unreadableBytes(long from, long to) {
        long bytes = 0;
        Map.Entry<Long, Long> range = unreadable.lowerEntry(to);
        while (range != null && range.getValue() > from) {
            bytes += Math.min(to, range.getValue()) - Math.max(from, range.getKey());
            range = unreadable.lowerEntry(range.getKey());
        }
        return bytes;
    }

    /** How many bytes from a place on may be asked for: 0 where they are known to fail. */
    private long readableFrom(long at) {
        if (isUnreadable(at)) {
            return 0;
        }
        Long next = unreadable.higherKey(at);
        return next == null ? Integer.MAX_VALUE : next - at;
    }

    /** Reads some bytes, or finds out which pages of them fail; false at the file's end. */
    private boolean readPart(ByteBuffer target, long at) throws IOException {
        int from = target.position();
        try {
            return channel.read(target, at) >= 0;
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            target.position(from);
            findUnreadable(at, at + target.remaining());
            return true;
        }
    }

    private void findUnreadable(long from, long to) throws IOException {
        ByteBuffer probe = ByteBuffer.allocate(PAGE);
        for (long page = from / PAGE * PAGE; page < to; page += PAGE) {
            try {
                channel.read(probe.clear(), page);
            } catch (ClosedChannelException e) {
                throw e;
            } catch (IOException e) {
                add(page, Math.min(page + PAGE, channel.size()));
            }
        }
    }

    private void add(long from, long to) {
        Map.Entry<Long, Long> before = unreadable.lowerEntry(from);
        boolean adjoins = before != null && before.getValue() >= from;
        unreadable.put(adjoins ? before.getKey() : from, to);
    }

    /** Puts zeros where nothing can be read; false at the file's end. */
    private boolean skip(ByteBuffer target, long at) throws IOException {
        long end = unreadable.floorEntry(at).getValue();
        int zeros = (int) Math.min(target.remaining(), Math.min(end, channel.size()) - at);
        for (int i = 0; i < zeros; i++) {
            target.put((byte) 0);
        }
        return zeros > 0;
    }
}
