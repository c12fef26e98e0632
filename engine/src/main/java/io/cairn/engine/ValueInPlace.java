package io.cairn.engine;

import io.cairn.MutableBytesView;

import java.util.Objects;

/** A view onto a value that is being changed. */
final class ValueInPlace extends StoreView implements MutableBytesView {
    ValueInPlace(Stamp stamp) {
        super(stamp);
    }

    @Override
    public void putByte(int index, byte value) {
        Objects.checkIndex(index, length());
        valid().putByte(at() + index, value);
    }

    @Override
    public void putInt(int index, int value) {
        Objects.checkFromIndexSize(index, Integer.BYTES, length());
        valid().putInt(at() + index, value);
    }

    @Override
    public void putLong(int index, long value) {
        Objects.checkFromIndexSize(index, Long.BYTES, length());
        valid().putLong(at() + index, value);
    }

    @Override
    public void copyFrom(int index, byte[] source, int offset, int count) {
        Objects.requireNonNull(source, "source");
        Objects.checkFromIndexSize(index, count, length());
        valid().copyIn(at() + index, source, offset, count);
    }
}
