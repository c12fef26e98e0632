package io.cairn;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A view of an array, which stands in for a store's own. */
final class ArrayView implements BytesView {
    private @Nullable ByteBuffer bytes;

    ArrayView() {}

    ArrayView(byte[] bytes) {
        point(bytes);
    }

    void point(byte @Nullable [] target) {
        bytes = target == null
                ? null
                : ByteBuffer.wrap(target.clone()).order(ByteOrder.LITTLE_ENDIAN);
    }

    private ByteBuffer bytes() {
        if (bytes == null) {
            throw new IllegalStateException("the view points at nothing");
        }
        return bytes;
    }

    @Override
    public int length() {
        return bytes().capacity();
    }

    @Override
    public byte getByte(int index) {
        return bytes().get(index);
    }

    @Override
    public int getInt(int index) {
        return bytes().getInt(index);
    }

    @Override
    public long getLong(int index) {
        return bytes().getLong(index);
    }

    @Override
    public void copyTo(int index, byte[] target, int offset, int length) {
        bytes().get(index, target, offset, length);
    }

    @Override
    public void copyTo(ByteBuffer target) {
        target.put(toByteArray());
    }

    @Override
    public int compareTo(byte[] other) {
        return Arrays.compareUnsigned(toByteArray(), Objects.requireNonNull(other, "other"));
    }

    @Override
    public byte[] toByteArray() {
        return bytes().array().clone();
    }
}
