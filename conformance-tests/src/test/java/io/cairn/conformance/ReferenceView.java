package io.cairn.conformance;

import io.cairn.BytesView;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A view onto an array of the map. */
final class ReferenceView implements BytesView {
    private final ReferenceReader owner;
    private byte @Nullable [] bytes;
    private long stamp;

    ReferenceView(ReferenceReader owner) {
        this.owner = owner;
    }

    ReferenceReader owner() {
        return owner;
    }

    void point(byte @Nullable [] target) {
        bytes = target;
        stamp = owner.stamp();
    }

    @Override
    public int length() {
        return bytes().length;
    }

    @Override
    public byte getByte(int index) {
        return number(index, Byte.BYTES).get(0);
    }

    @Override
    public int getInt(int index) {
        return number(index, Integer.BYTES).getInt(0);
    }

    @Override
    public long getLong(int index) {
        return number(index, Long.BYTES).getLong(0);
    }

    @Override
    public void copyTo(int index, byte[] target, int offset, int length) {
        byte[] from = bytes();
        Objects.checkFromIndexSize(index, length, from.length);
        Objects.checkFromIndexSize(offset, length, target.length);
        System.arraycopy(from, index, target, offset, length);
    }

    @Override
    public void copyTo(ByteBuffer target) {
        byte[] from = bytes();
        if (target.remaining() < from.length) {
            throw new BufferOverflowException();
        }
        target.put(from);
    }

    @Override
    public int compareTo(byte[] other) {
        Objects.requireNonNull(other, "other");
        return owner.bug == Bug.VIEW_COMPARES_SIGNED
                ? Arrays.compare(bytes(), other)
                : Arrays.compareUnsigned(bytes(), other);
    }

    @Override
    public byte[] toByteArray() {
        return bytes().clone();
    }

    private ByteBuffer number(int index, int length) {
        byte[] from = bytes();
        ByteOrder order = owner.bug == Bug.VIEW_IS_BIG_ENDIAN
                ? ByteOrder.BIG_ENDIAN
                : ByteOrder.LITTLE_ENDIAN;
        if (owner.bug == Bug.VIEW_CHECKS_NO_POSITION
                && (index < 0 || index > from.length - length)) {
            return ByteBuffer.allocate(length);
        }
        Objects.checkFromIndexSize(index, length, from.length);
        return ByteBuffer.wrap(from, index, length).slice().order(order);
    }

    private byte[] bytes() {
        boolean fresh = stamp == owner.stamp()
                || (owner.bug == Bug.VIEW_OUTLIVES_A_CHANGE && owner.stamp() >= 0);
        if (bytes == null || !fresh) {
            throw new IllegalStateException(
                    "the view is stale, or was never pointed; point it again");
        }
        return bytes;
    }
}
