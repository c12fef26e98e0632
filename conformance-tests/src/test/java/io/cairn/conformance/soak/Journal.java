package io.cairn.conformance.soak;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * How each of a victim's operations came out: one byte each in a mapped file, which outlives the
 * process that writes it, killed or not.
 */
final class Journal {
    /** The operation has not returned. */
    static final int NOTHING = 0;
    /** It has returned. */
    static final int DONE = 1;
    /** It threw for want of room, and the store takes no more changes until it is opened again. */
    static final int POISONED = 2;
    /** It threw for want of room; to this is added how many parts of it were done before. */
    static final int REFUSED = 3;
    /** The store was brought back to a flush; to this is added to which one of those possible. */
    static final int RECOVERED = 100;

    /** The most operations of a generation. */
    static final int CAPACITY = 1 << 20;

    private final MappedByteBuffer bytes;

    private Journal(MappedByteBuffer bytes) {
        this.bytes = bytes;
    }

    /** Opens a journal, or makes one in which nothing has returned. */
    static Journal open(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            return new Journal(channel.map(MapMode.READ_WRITE, 0, CAPACITY));
        }
    }

    /** Notes how the next operation came out, after all that it did. */
    void note(int number, int outcome) {
        VarHandle.releaseFence();
        bytes.put(number, (byte) outcome);
    }

    int outcome(int number) {
        return number < CAPACITY ? bytes.get(number) & 0xFF : NOTHING;
    }
}
