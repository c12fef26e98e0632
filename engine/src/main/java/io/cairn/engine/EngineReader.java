package io.cairn.engine;

import io.cairn.BytesView;
import io.cairn.Cursor;
import io.cairn.Direction;
import io.cairn.KeyRange;
import io.cairn.KeyValueReader;
import io.cairn.engine.index.PointIndex;
import io.cairn.engine.index.TreeCursor;
import io.cairn.engine.log.RecordFormat;
import io.cairn.engine.log.RecordLog;
import io.cairn.engine.memory.Memory;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a store and a snapshot read alike, once a key's record is found. */
abstract class EngineReader implements KeyValueReader {
    final Stamp stamp = new Stamp(this);
    private byte[] keyBuffer = new byte[64];

    /** Throws if nothing can be read now. */
    abstract void checkReadable();

    /** Returns the address of a key's record, or {@link PointIndex#ABSENT}. */
    abstract long find(byte[] key, int offset, int length);

    abstract RecordLog log();

    abstract TreeCursor treeCursor();

    private long findChecked(byte[] key, int offset, int length) {
        Arguments.requireKey(key, offset, length);
        checkReadable();
        return find(key, offset, length);
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        Objects.requireNonNull(key, "key");
        return get(key, 0, key.length);
    }

    @Override
    public byte @Nullable [] get(byte[] key, int offset, int length) {
        long address = findChecked(key, offset, length);
        if (address == PointIndex.ABSENT) {
            return null;
        }
        Memory window = log().at(address);
        long at = log().within(address);
        byte[] value = new byte[RecordFormat.valueLength(window, at)];
        try {
            window.copyOut(RecordFormat.valueAt(at, length), value, 0, value.length);
        } finally {
            Reference.reachabilityFence(this); // a snapshot is not forgotten before it is read
        }
        return value;
    }

    @Override
    public byte @Nullable [] get(ByteBuffer key) {
        byte[] array = arrayOf(key);
        return get(array, offsetOf(key), key.remaining());
    }

    @Override
    public int get(byte[] key, byte[] target, int offset) {
        Objects.requireNonNull(key, "key");
        return get(key, 0, key.length, target, offset);
    }

    @Override
    public int get(byte[] key, int offset, int length, byte[] target, int targetOffset) {
        Objects.requireNonNull(target, "target");
        Objects.checkFromToIndex(targetOffset, target.length, target.length);
        long address = findChecked(key, offset, length);
        if (address == PointIndex.ABSENT) {
            return -1;
        }
        Memory window = log().at(address);
        long at = log().within(address);
        int valueLength = RecordFormat.valueLength(window, at);
        int copied = Math.min(valueLength, target.length - targetOffset);
        try {
            window.copyOut(RecordFormat.valueAt(at, length), target, targetOffset, copied);
        } finally {
            Reference.reachabilityFence(this);
        }
        return valueLength;
    }

    @Override
    public int get(ByteBuffer key, byte[] target, int offset) {
        byte[] array = arrayOf(key);
        return get(array, offsetOf(key), key.remaining(), target, offset);
    }

    @Override
    public boolean getRef(byte[] key, BytesView view) {
        Objects.requireNonNull(key, "key");
        return getRef(key, 0, key.length, view);
    }

    @Override
    public boolean getRef(byte[] key, int offset, int length, BytesView view) {
        StoreView target = own(view);
        return point(target, findChecked(key, offset, length), length);
    }

    @Override
    public int getAll(byte[][] keys, BytesView[] views) {
        Arguments.requireAsMany(keys.length, views.length, "views");
        Arguments.requireKeys(keys);
        checkReadable();
        int present = 0;
        for (int i = 0; i < keys.length; i++) {
            long address = find(keys[i], 0, keys[i].length);
            present += point(own(views[i]), address, keys[i].length) ? 1 : 0;
        }
        return present;
    }

    /** Points a view at the value of a record that was found, or at nothing. */
    final boolean point(StoreView target, long address, int keyLength) {
        if (address == PointIndex.ABSENT) {
            target.unpoint();
            return false;
        }
        Memory window = log().at(address);
        long at = log().within(address);
        target.point(
                window, RecordFormat.valueAt(at, keyLength), RecordFormat.valueLength(window, at));
        return true;
    }

    @Override
    public boolean getRef(ByteBuffer key, BytesView view) {
        byte[] array = arrayOf(key);
        return getRef(array, offsetOf(key), key.remaining(), view);
    }

    final StoreView own(BytesView view) {
        if (view instanceof StoreView candidate && candidate.belongsTo(stamp)) {
            return candidate;
        }
        Objects.requireNonNull(view, "view");
        throw new IllegalArgumentException(
                "the view was made by another store or snapshot; use newView() of this one");
    }

    @Override
    public BytesView newView() {
        checkReadable();
        return new StoreView(stamp);
    }

    @Override
    public boolean contains(byte[] key) {
        Objects.requireNonNull(key, "key");
        return contains(key, 0, key.length);
    }

    @Override
    public boolean contains(byte[] key, int offset, int length) {
        return findChecked(key, offset, length) != PointIndex.ABSENT;
    }

    @Override
    public boolean contains(ByteBuffer key) {
        byte[] array = arrayOf(key);
        return contains(array, offsetOf(key), key.remaining());
    }

    @Override
    public Cursor scan(KeyRange range, Direction direction) {
        Objects.requireNonNull(range, "range");
        Objects.requireNonNull(direction, "direction");
        checkReadable();
        TreeCursor tree = treeCursor();
        tree.setRange(range.start(), range.end(), direction == Direction.FORWARD);
        return new StoreCursor(this, tree);
    }

    /**
     * Returns an array that holds the key, at {@link #offsetOf}: the buffer's own, or a copy where
     * it shows none.
     */
    @SuppressWarnings("ByteBufferBackingArray") // always used together with offsetOf
    final byte[] arrayOf(ByteBuffer key) {
        Objects.requireNonNull(key, "key");
        if (key.hasArray()) {
            return key.array();
        }
        int length = key.remaining();
        Arguments.requireKeyLength(length);
        if (length > keyBuffer.length) {
            keyBuffer = new byte[Math.max(length, 2 * keyBuffer.length)];
        }
        key.get(key.position(), keyBuffer, 0, length);
        return keyBuffer;
    }

    static int offsetOf(ByteBuffer key) {
        return key.hasArray() ? key.arrayOffset() + key.position() : 0;
    }
}
