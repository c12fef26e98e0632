package io.cairn.conformance;

import io.cairn.BytesView;
import io.cairn.Cursor;
import io.cairn.Direction;
import io.cairn.KeyRange;
import io.cairn.StateStore;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Walks a part of the map, in the cursor's direction. */
final class ReferenceCursor implements Cursor {
    private final ReferenceReader owner;
    private final NavigableMap<byte[], byte[]> inside;
    private final NavigableMap<byte[], byte[]> all;
    private final long stamp;
    private final ReferenceView key;
    private final ReferenceView value;
    private byte @Nullable [] at;
    private boolean started;

    ReferenceCursor(ReferenceReader owner, KeyRange range, Direction direction) {
        this.owner = owner;
        this.stamp = owner.stamp();
        this.key = new ReferenceView(owner);
        this.value = new ReferenceView(owner);
        boolean up = direction == Direction.FORWARD;
        NavigableMap<byte[], byte[]> part = part(range);
        this.inside = up ? part : part.descendingMap();
        this.all = up ? owner.entries() : owner.entries().descendingMap();
        if (!up && owner.bug == Bug.BACKWARD_SKIPS_THE_FIRST && !inside.isEmpty()) {
            go(inside.firstEntry());
        }
    }

    private NavigableMap<byte[], byte[]> part(KeyRange range) {
        NavigableMap<byte[], byte[]> entries = owner.entries();
        byte[] start = range.start();
        byte[] end = range.end();
        boolean noEnd = end == null;
        boolean empty = end != null && Arrays.compareUnsigned(start, end) >= 0;
        if (empty || (noEnd && start.length > 0 && owner.bug == Bug.PREFIX_OF_FF_IS_EMPTY)) {
            return new TreeMap<>(Arrays::compareUnsigned);
        }
        return end == null
                ? entries.tailMap(start, true)
                : entries.subMap(start, true, end, owner.bug == Bug.RANGE_END_IS_INCLUDED);
    }

    @Override
    public boolean next() {
        requireFresh();
        byte[] from = at;
        if (from != null) {
            return go(inside.higherEntry(from));
        }
        return !started && go(inside.isEmpty() ? null : inside.firstEntry());
    }

    @Override
    public boolean seek(byte[] target) {
        requireFresh();
        if (target.length > StateStore.MAX_KEY_LENGTH) {
            throw new IllegalArgumentException("keyLength=" + target.length + " is too long");
        }
        NavigableMap<byte[], byte[]> where = owner.bug == Bug.SEEK_LEAVES_THE_RANGE ? all : inside;
        boolean found = go(
                owner.bug == Bug.SEEK_IS_OFF_BY_ONE
                        ? where.higherEntry(target)
                        : where.ceilingEntry(target));
        if (owner.bug == Bug.NEXT_STARTS_AGAIN_AFTER_SEEK) {
            at = null;
            started = false;
        }
        return found;
    }

    @Override
    public BytesView key() {
        requireFresh();
        if (owner.bug != Bug.NEXT_STARTS_AGAIN_AFTER_SEEK && at == null) {
            throw new IllegalStateException(
                    "the cursor stands on no entry; call next() or seek() first");
        }
        return key;
    }

    @Override
    public BytesView value() {
        requireFresh();
        if (owner.bug != Bug.NEXT_STARTS_AGAIN_AFTER_SEEK && at == null) {
            throw new IllegalStateException(
                    "the cursor stands on no entry; call next() or seek() first");
        }
        return value;
    }

    private boolean go(Map.@Nullable Entry<byte[], byte[]> entry) {
        started = true;
        at = entry == null ? null : entry.getKey();
        key.point(at);
        value.point(entry == null ? null : entry.getValue());
        return entry != null;
    }

    private void requireFresh() {
        boolean kept = owner.bug == Bug.CURSOR_OUTLIVES_A_CHANGE && owner.stamp() >= 0;
        if (owner.stamp() != stamp && !kept) {
            throw new IllegalStateException(
                    "the store was changed or closed since the cursor was made");
        }
    }
}
