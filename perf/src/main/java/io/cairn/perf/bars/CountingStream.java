package io.cairn.perf.bars;

import java.io.OutputStream;

/** Counts the bytes that are written to it, and drops them. */
final class CountingStream extends OutputStream {
    private long bytes;

    /** Returns how many bytes there were. */
    long bytes() {
        return bytes;
    }

    @Override
    public void write(int oneByte) {
        bytes++;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        bytes += length;
    }
}
