package io.cairn.engine;

import io.cairn.engine.memory.TestMemoryFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** A disk of which some pages cannot be read: any read that meets one fails, as the system's do. */
final class FailingReads extends TestMemoryFactory {
    private static final int PAGE = 4096;

    private final long[] ranges;
    private int failures;

    /**
     * Makes a disk.
     *
     * @param ranges the first byte that cannot be read, the byte after the last, and so on
     */
    FailingReads(long... ranges) {
        this.ranges = ranges.clone();
    }

    /** Returns how many reads have failed. */
    int failures() {
        return failures;
    }

    @Override
    public FileChannel openToRead(Path path) throws IOException {
        return new Channel(super.openToRead(path));
    }

    private void check(long from, long length) throws IOException {
        for (int i = 0; i < ranges.length; i += 2) {
            long bad = ranges[i] / PAGE * PAGE;
            long good = (ranges[i + 1] + PAGE - 1) / PAGE * PAGE;
            if (from < good && from + length > bad) {
                failures++;
                throw new IOException("Input/output error");
            }
        }
    }

    /** Reads at places, and nothing else. */
    private final class Channel extends FileChannel {
        private final FileChannel channel;

        Channel(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            check(position, Math.min(target.remaining(), channel.size() - position));
            return channel.read(target, position);
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        protected void implCloseChannel() throws IOException {
            channel.close();
        }

        private static UnsupportedOperationException unused() {
            return new UnsupportedOperationException("a damaged file is read at places");
        }

        @Override
        public int read(ByteBuffer target) {
            throw unused();
        }

        @Override
        public long read(ByteBuffer[] targets, int offset, int length) {
            throw unused();
        }

        @Override
        public int write(ByteBuffer source) {
            throw unused();
        }

        @Override
        public long write(ByteBuffer[] sources, int offset, int length) {
            throw unused();
        }

        @Override
        public int write(ByteBuffer source, long position) {
            throw unused();
        }

        @Override
        public long position() {
            throw unused();
        }

        @Override
        public FileChannel position(long newPosition) {
            throw unused();
        }

        @Override
        public FileChannel truncate(long size) {
            throw unused();
        }

        @Override
        public void force(boolean metaData) {
            throw unused();
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) {
            throw unused();
        }

        @Override
        public long transferFrom(ReadableByteChannel source, long position, long count) {
            throw unused();
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) {
            throw unused();
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) {
            throw unused();
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) {
            throw unused();
        }
    }
}
