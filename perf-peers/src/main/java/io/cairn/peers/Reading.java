package io.cairn.peers;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What one JVM measured of one workload; goes from JVM to JVM as JSON.
 *
 * @param mean nanoseconds an operation, in a loop without timers
 * @param samples HdrHistogram's own compressed form of single timed operations, in base 64; null if
 *     there are none
 */
public record Reading(double mean, @Nullable String samples) {
    /** A reading of a loop. */
    public static Reading of(double mean, Histogram samples) {
        ByteBuffer bytes = ByteBuffer.allocate(samples.getNeededByteBufferCapacity());
        int length = samples.encodeIntoCompressedByteBuffer(bytes);
        byte[] encoded = new byte[length];
        bytes.get(0, encoded);
        return new Reading(mean, Base64.getEncoder().encodeToString(encoded));
    }

    /** A reading of one action. */
    static Reading of(long nanos) {
        return new Reading(nanos, null);
    }

    /** The single timed operations; empty if there are none. */
    public Histogram histogram() {
        if (samples == null) {
            return LoopTimer.newHistogram();
        }
        try {
            return Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(samples)), 1);
        } catch (DataFormatException e) {
            throw new IllegalStateException("samples=" + samples + " is no histogram", e);
        }
    }
}
