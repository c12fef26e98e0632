package io.cairn.conformance;

import io.cairn.BytesView;
import io.cairn.Cursor;
import io.cairn.Direction;
import io.cairn.KeyRange;
import io.cairn.KeyValueReader;
import io.cairn.StateStore;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads a sorted map on the heap by the rules of {@link KeyValueReader}. */
abstract class ReferenceReader implements KeyValueReader {
    final Bug bug;

    ReferenceReader(Bug bug) {
        this.bug = bug;
    }

    /** Returns the entries, or throws if this reader is closed. */
    abstract NavigableMap<byte[], byte[]> entries();

    /** Returns a number that changes whenever views and cursors turn stale. */
    abstract long stamp();

    /** Runs a read where nothing else runs. */
    abstract <T extends @Nullable Object> T alone(Supplier<T> call);

    abstract long sizeBytesNow();

    @Override
    public byte @Nullable [] get(byte[] key, int offset, int length) {
        byte[] bytes = key(key, offset, length);
        return alone(() -> {
            byte[] value = find(bytes);
            return value == null || bug == Bug.ARRAYS_ARE_SHARED ? value : value.clone();
        });
    }

    @Override
    public byte @Nullable [] get(ByteBuffer key) {
        byte[] bytes = key(key);
        return get(bytes, 0, bytes.length);
    }

    @Override
    public int get(byte[] key, int offset, int length, byte[] target, int targetOffset) {
        byte[] bytes = key(key, offset, length);
        Objects.checkFromIndexSize(targetOffset, 0, target.length);
        return alone(() -> {
            byte[] value = find(bytes);
            if (value == null) {
                return -1;
            }
            if (bug == Bug.GET_INTO_WANTS_ROOM) {
                Objects.checkFromIndexSize(targetOffset, value.length, target.length);
            }
            int copied = Math.min(value.length, target.length - targetOffset);
            System.arraycopy(value, 0, target, targetOffset, copied);
            return bug == Bug.GET_INTO_ANSWERS_WHAT_WAS_COPIED ? copied : value.length;
        });
    }

    @Override
    public int get(ByteBuffer key, byte[] target, int offset) {
        byte[] bytes = key(key);
        return get(bytes, 0, bytes.length, target, offset);
    }

    @Override
    public boolean getRef(byte[] key, int offset, int length, BytesView view) {
        byte[] bytes = key(key, offset, length);
        ReferenceView own = own(Objects.requireNonNull(view, "view"));
        return alone(() -> {
            byte[] value = find(bytes);
            if (value != null || bug != Bug.VIEW_OF_AN_ABSENT_KEY_STAYS) {
                own.point(value);
            }
            return value != null;
        });
    }

    @Override
    public boolean getRef(ByteBuffer key, BytesView view) {
        byte[] bytes = key(key);
        return getRef(bytes, 0, bytes.length, view);
    }

    @Override
    public int getAll(byte[][] keys, BytesView[] views) {
        return ReferenceBatch.getAll(this, keys, views);
    }

    @Override
    public BytesView newView() {
        return alone(() -> {
            Objects.requireNonNull(entries());
            return new ReferenceView(this);
        });
    }

    @Override
    public boolean contains(byte[] key, int offset, int length) {
        byte[] bytes = key(key, offset, length);
        return alone(() -> find(bytes) != null);
    }

    @Override
    public boolean contains(ByteBuffer key) {
        byte[] bytes = key(key);
        return contains(bytes, 0, bytes.length);
    }

    @Override
    public Cursor scan(KeyRange range, Direction direction) {
        Objects.requireNonNull(range, "range");
        Objects.requireNonNull(direction, "direction");
        return alone(() -> new ReferenceCursor(this, range, direction));
    }

    @Override
    public long size() {
        return alone(() -> (long) entries().size());
    }

    @Override
    public long sizeBytes() {
        return alone(this::sizeBytesNow);
    }

    private byte @Nullable [] find(byte[] key) {
        byte[] value = entries().get(key);
        if (value == null && bug == Bug.ABSENT_KEY_THROWS) {
            throw new IllegalArgumentException("key=" + Bytes.show(key) + " is absent");
        }
        return value != null && value.length == 0 && bug == Bug.EMPTY_VALUE_IS_ABSENT
                ? null
                : value;
    }

    @SuppressWarnings("ReferenceEquality") // the very store, not one like it
    private ReferenceView own(BytesView view) {
        boolean own = view instanceof ReferenceView reference && reference.owner() == this;
        if (!own && bug != Bug.VIEW_OF_ANOTHER_STORE_IS_TAKEN) {
            throw new IllegalArgumentException(
                    "the view was made by another store; make it with newView()");
        }
        return (ReferenceView) view;
    }

    /** Copies a key out of an array and checks it. */
    final byte[] key(byte[] key, int offset, int length) {
        Objects.requireNonNull(key, "key");
        byte[] bytes = range(key, offset, length);
        if (length > StateStore.MAX_KEY_LENGTH && bug != Bug.LONG_KEYS_ARE_TAKEN) {
            throw new IllegalArgumentException(
                    "keyLength=" + length + " is more than " + StateStore.MAX_KEY_LENGTH);
        }
        return bug == Bug.KEYS_ARE_CUT_AT_8_BYTES && length > 8 ? Arrays.copyOf(bytes, 8) : bytes;
    }

    final byte[] key(ByteBuffer key) {
        byte[] bytes = remaining(Objects.requireNonNull(key, "key"));
        return key(bytes, 0, bytes.length);
    }

    final byte[] range(byte[] bytes, int offset, int length) {
        if (bug == Bug.RANGES_ARE_CLIPPED) {
            int from = Math.max(0, Math.min(offset, bytes.length));
            return Arrays.copyOfRange(
                    bytes, from, Math.max(from, Math.min(bytes.length, from + length)));
        }
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int from = bug == Bug.OFFSETS_ARE_IGNORED ? 0 : offset;
        return Arrays.copyOfRange(bytes, from, from + length);
    }

    final byte[] remaining(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        if (bug == Bug.BUFFERS_ARE_CONSUMED) {
            buffer.get(bytes);
        } else {
            buffer.get(buffer.position(), bytes);
        }
        return bytes;
    }
}
