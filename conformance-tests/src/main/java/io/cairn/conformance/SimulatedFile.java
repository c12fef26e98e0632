package io.cairn.conformance;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * A real file, and beside it on the heap what a loss of power would leave of it for certain. What
 * differs between the two was written and not forced: any of its pages or sectors may survive.
 */
final class SimulatedFile implements AutoCloseable {
    private static final int PAGE = 4096;

    private final FileChannel channel;
    private byte[] durable;
    /** The file was cut to this length since its length was made durable; never if larger. */
    private long cutTo = Long.MAX_VALUE;

    private SimulatedFile(FileChannel channel, byte[] durable) {
        this.channel = channel;
        this.durable = durable;
    }

    /** A file that is wholly durable, with what it holds now. */
    static SimulatedFile ofDurable(Path path) throws IOException {
        SimulatedFile file = ofNew(path);
        file.durable = file.content();
        return file;
    }

    /** A file that was just made, of which nothing is durable. */
    static SimulatedFile ofNew(Path path) throws IOException {
        return new SimulatedFile(FileChannel.open(path, StandardOpenOption.READ), new byte[0]);
    }

    /** Takes note that the file is about to be cut. */
    void truncating(long bytes) throws IOException {
        if (bytes < channel.size()) {
            cutTo = Math.min(cutTo, bytes);
        }
    }

    /** Makes the file's length and a range durable, rounded outward to pages. */
    void force(long position, long bytes) throws IOException {
        byte[] content = content();
        commitLength(content.length);
        int from = (int) (position / PAGE * PAGE);
        int to = (int) Math.min(content.length, (position + bytes + PAGE - 1) / PAGE * PAGE);
        if (from < to) {
            System.arraycopy(content, from, durable, from, to - from);
        }
    }

    /** Makes everything durable. */
    void force() throws IOException {
        force(0, channel.size());
    }

    private void commitLength(int length) {
        durable = Arrays.copyOf(withoutCutPart(), length);
        cutTo = Long.MAX_VALUE;
    }

    private byte[] withoutCutPart() {
        byte[] cut = durable.clone();
        if (cutTo < cut.length) {
            Arrays.fill(cut, (int) cutTo, cut.length, (byte) 0);
        }
        return cut;
    }

    /** Lets the system write back some of what was not forced, as it may at any time. */
    void writeBack(Survival survival) throws IOException {
        durable = survivor(survival);
        cutTo = Long.MAX_VALUE;
    }

    /** What a loss of power leaves at this moment. */
    byte[] survivor(Survival survival) throws IOException {
        byte[] content = content();
        boolean wasCut = cutTo < durable.length;
        boolean lengthSurvives = survival.next();
        byte[] left = wasCut && lengthSurvives ? withoutCutPart() : durable.clone();
        left = lengthSurvives ? Arrays.copyOf(left, content.length) : left;
        for (int at = 0; at < left.length; at += survival.unit()) {
            int to = Math.min(left.length, at + survival.unit());
            int end = Math.min(to, content.length);
            boolean same = at >= end || Arrays.equals(left, at, end, content, at, end);
            if (!same && survival.next()) {
                System.arraycopy(content, at, left, at, end - at);
            }
        }
        return left;
    }

    private byte[] content() throws IOException {
        ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        while (content.hasRemaining() && channel.read(content, content.position()) >= 0) {}
        return content.array();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
