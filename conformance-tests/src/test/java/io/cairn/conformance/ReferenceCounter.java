package io.cairn.conformance;

import io.cairn.SerializationException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** The numbers that {@link ReferenceStore#addLong} adds to. */
final class ReferenceCounter {
    private ReferenceCounter() {}

    static long add(byte @Nullable [] value, long delta, Bug bug) {
        if (value == null) {
            return bug == Bug.ADD_LONG_INSERTS_ZERO ? 0 : delta;
        }
        if (value.length != Long.BYTES && bug != Bug.ADD_LONG_TAKES_ANY_LENGTH) {
            throw new SerializationException("valueLength=" + value.length
                    + " is not 8; add only to values that addLong has made");
        }
        long present = value.length < Long.BYTES
                ? 0
                : ByteBuffer.wrap(value).order(order(bug)).getLong();
        long sum = present + delta;
        boolean wrapped = ((present ^ sum) & (delta ^ sum)) < 0;
        return wrapped && bug == Bug.ADD_LONG_SATURATES
                ? delta < 0 ? Long.MIN_VALUE : Long.MAX_VALUE
                : sum;
    }

    static byte[] bytes(long number, Bug bug) {
        return ByteBuffer.allocate(Long.BYTES).order(order(bug)).putLong(number).array();
    }

    private static ByteOrder order(Bug bug) {
        return bug == Bug.ADD_LONG_IS_BIG_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }
}
