package io.cairn.engine;

import io.cairn.BytesView;
import io.cairn.engine.memory.Memory;
import java.lang.ref.Reference;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A view onto a key or a value in a log's window; stale as soon as the stamp it was pointed under
 * has changed.
 */
class StoreView implements BytesView {
    private final Stamp stamp;
    private long validUnder = Stamp.NEVER;
    private @Nullable Memory window;
    private long at;
    private int length;

    StoreView(Stamp stamp) {
        this.stamp = stamp;
    }

    final boolean belongsTo(Stamp owner) {
        return stamp == owner;
    }

    @SuppressWarnings("ReferenceEquality") // it is the same object or another one
    final void point(Memory newWindow, long newAt, int newLength) {
        if (window != newWindow) {
            window = newWindow; // a reference costs the collector's barrier
        }
        at = newAt;
        length = newLength;
        validUnder = stamp.value();
    }

    final long at() {
        return at;
    }

    final void unpoint() {
        validUnder = Stamp.NEVER;
    }

    /** Returns the window; throws if the view is stale. */
    final Memory valid() {
        Memory current = window;
        if (validUnder != stamp.value() || current == null) {
            throw new IllegalStateException(
                    validUnder == Stamp.NEVER
                            ? "the view points at nothing; point it with getRef, and look at what that answers"
                            : "the view is stale: the store was changed or closed since; point it again");
        }
        return current;
    }

    @Override
    public final int length() {
        valid();
        return length;
    }

    @Override
    public final byte getByte(int index) {
        Memory m = valid();
        Objects.checkIndex(index, length);
        return m.getByte(at + index);
    }

    @Override
    public final int getInt(int index) {
        Memory m = valid();
        Objects.checkFromIndexSize(index, Integer.BYTES, length);
        return m.getInt(at + index);
    }

    @Override
    public final long getLong(int index) {
        Memory m = valid();
        Objects.checkFromIndexSize(index, Long.BYTES, length);
        return m.getLong(at + index);
    }

    @Override
    public final void copyTo(int index, byte[] target, int offset, int count) {
        Memory m = valid();
        Objects.checkFromIndexSize(index, count, length);
        try {
            m.copyOut(at + index, target, offset, count);
        } finally {
            Reference.reachabilityFence(this); // nor the snapshot that it shows
        }
    }

    @Override
    public final void copyTo(ByteBuffer target) {
        Memory m = valid();
        if (target.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        if (target.remaining() < length) {
            throw new BufferOverflowException();
        }
        try {
            m.copyOut(at, target, length);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public final int compareTo(byte[] other) {
        return valid().compare(at, length, other, 0, other.length);
    }

    @Override
    public final byte[] toByteArray() {
        Memory m = valid();
        byte[] copy = new byte[length];
        try {
            m.copyOut(at, copy, 0, length);
        } finally {
            Reference.reachabilityFence(this);
        }
        return copy;
    }

    @Override
    public final String toString() {
        return validUnder == stamp.value()
                ? "BytesView[length=" + length + "]"
                : "BytesView[stale]";
    }
}
