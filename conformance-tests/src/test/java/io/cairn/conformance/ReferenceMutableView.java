package io.cairn.conformance;

import io.cairn.MutableBytesView;
import io.cairn.ValueUpdater;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/** A view onto a value while an updater runs. */
final class ReferenceMutableView implements MutableBytesView {
    private final Bug bug;
    private final byte[] bytes;
    private final ReferenceView view;

    private ReferenceMutableView(ReferenceReader owner, byte[] bytes) {
        this.bug = owner.bug;
        this.bytes = bytes;
        this.view = new ReferenceView(owner);
        view.point(bytes);
    }

    /** Returns what the updater makes of a value, which stays as it is. */
    static byte[] update(ReferenceReader owner, byte[] value, ValueUpdater updater) {
        boolean inPlace = owner.bug == Bug.UPDATE_STAYS_IF_THE_UPDATER_THROWS
                || owner.bug == Bug.UPDATE_REACHES_SNAPSHOTS;
        byte[] bytes = inPlace ? value : value.clone();
        ReferenceMutableView open = new ReferenceMutableView(owner, bytes);
        try {
            updater.update(open);
        } finally {
            if (owner.bug != Bug.UPDATED_VIEW_STAYS_OPEN) {
                open.view.point(null);
            }
        }
        return owner.bug == Bug.UPDATE_IS_DROPPED ? value : bytes;
    }

    @Override
    public void putByte(int index, byte value) {
        number(index, Byte.BYTES).put(index, value);
    }

    @Override
    public void putInt(int index, int value) {
        number(index, Integer.BYTES).putInt(index, value);
    }

    @Override
    public void putLong(int index, long value) {
        number(index, Long.BYTES).putLong(index, value);
    }

    @Override
    public void copyFrom(int index, byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(index, length, view.length());
        Objects.checkFromIndexSize(offset, length, source.length);
        System.arraycopy(source, offset, bytes, index, length);
    }

    private ByteBuffer number(int index, int length) {
        int limit = view.length();
        ByteOrder order = bug == Bug.UPDATED_NUMBERS_ARE_BIG_ENDIAN
                ? ByteOrder.BIG_ENDIAN
                : ByteOrder.LITTLE_ENDIAN;
        if (bug == Bug.UPDATE_CHECKS_NO_POSITION && (index < 0 || index > limit - length)) {
            return ByteBuffer.allocate(length + Math.abs(index)).order(order);
        }
        Objects.checkFromIndexSize(index, length, limit);
        return ByteBuffer.wrap(bytes).order(order);
    }

    @Override
    public int length() {
        return view.length();
    }

    @Override
    public byte getByte(int index) {
        return view.getByte(index);
    }

    @Override
    public int getInt(int index) {
        return view.getInt(index);
    }

    @Override
    public long getLong(int index) {
        return view.getLong(index);
    }

    @Override
    public void copyTo(int index, byte[] target, int offset, int length) {
        view.copyTo(index, target, offset, length);
    }

    @Override
    public void copyTo(ByteBuffer target) {
        view.copyTo(target);
    }

    @Override
    public int compareTo(byte[] other) {
        return view.compareTo(other);
    }

    @Override
    public byte[] toByteArray() {
        return view.toByteArray();
    }
}
