package io.cairn;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A view of another view's bytes without the first or the last ones. It is stale when the other one
 * is, since it asks that one each time.
 */
class PartView implements BytesView {
    private final int skipped;
    private final int leftOut;
    private @Nullable BytesView whole;

    /**
     * Makes a view of nothing.
     *
     * @param skipped how many of the first bytes are not shown
     * @param leftOut how many of the last bytes are not shown
     */
    PartView(int skipped, int leftOut) {
        this.skipped = skipped;
        this.leftOut = leftOut;
    }

    @SuppressWarnings("ReferenceEquality") // it is the same object or another one
    final void point(@Nullable BytesView newWhole) {
        if (whole != newWhole) {
            whole = newWhole; // a reference costs the collector's barrier
        }
    }

    final BytesView whole() {
        BytesView current = whole;
        if (current == null) {
            throw new IllegalStateException(
                    "the view points at nothing; point it with getRef, and look at what that answers");
        }
        return current;
    }

    @Override
    public final int length() {
        return whole().length() - skipped - leftOut;
    }

    @Override
    public final byte getByte(int index) {
        Objects.checkIndex(index, length());
        return whole().getByte(skipped + index);
    }

    @Override
    public final int getInt(int index) {
        Objects.checkFromIndexSize(index, Integer.BYTES, length());
        return whole().getInt(skipped + index);
    }

    @Override
    public final long getLong(int index) {
        Objects.checkFromIndexSize(index, Long.BYTES, length());
        return whole().getLong(skipped + index);
    }

    @Override
    public final void copyTo(int index, byte[] target, int offset, int count) {
        Objects.checkFromIndexSize(index, count, length());
        whole().copyTo(skipped + index, target, offset, count);
    }

    @Override
    public final void copyTo(ByteBuffer target) {
        int length = length();
        if (target.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        if (target.remaining() < length) {
            throw new BufferOverflowException();
        }
        if (target.hasArray()) {
            int offset = target.arrayOffset() + target.position();
            whole().copyTo(skipped, target.array(), offset, length);
            target.position(target.position() + length);
        } else {
            copyByNumbers(target, length);
        }
    }

    private void copyByNumbers(ByteBuffer target, int length) {
        boolean swapped = target.order() != ByteOrder.LITTLE_ENDIAN;
        int at = 0;
        for (; at <= length - Long.BYTES; at += Long.BYTES) {
            long number = getLong(at);
            target.putLong(swapped ? Long.reverseBytes(number) : number);
        }
        for (; at < length; at++) {
            target.put(getByte(at));
        }
    }

    @Override
    public final int compareTo(byte[] other) {
        int length = length();
        int common = Math.min(length, other.length);
        for (int at = 0; at < common; at++) {
            int difference = (getByte(at) & 0xFF) - (other[at] & 0xFF);
            if (difference != 0) {
                return difference;
            }
        }
        return Integer.compare(length, other.length);
    }

    @Override
    public final byte[] toByteArray() {
        byte[] copy = new byte[length()];
        whole().copyTo(skipped, copy, 0, copy.length);
        return copy;
    }
}
