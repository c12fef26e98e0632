package io.cairn;

/** Finds changes by reading both snapshots from end to end, side by side. */
final class MergedChanges implements ChangeCursor {
    private final Snapshot earlierSnapshot;
    private final Snapshot laterSnapshot;
    private final Cursor earlier;
    private final Cursor later;
    private boolean started;
    private boolean earlierLeft;
    private boolean laterLeft;
    /** Whether the last step took the earlier one's entry, and the later one's. */
    private boolean takesEarlier;

    private boolean takesLater;

    MergedChanges(Snapshot earlier, Snapshot later) {
        this.earlierSnapshot = earlier;
        this.laterSnapshot = later;
        this.earlier = earlier.scan(KeyRange.all(), Direction.FORWARD);
        this.later = later.scan(KeyRange.all(), Direction.FORWARD);
        takesEarlier = true;
        takesLater = true;
    }

    @Override
    public boolean next() {
        requireOpen();
        if (started && !earlierLeft && !laterLeft) {
            return false;
        }
        do {
            step();
        } while (takesEarlier && takesLater && sameValues());
        return takesEarlier || takesLater;
    }

    private void step() {
        earlierLeft = takesEarlier ? earlier.next() : earlierLeft;
        laterLeft = takesLater ? later.next() : laterLeft;
        started = true;
        int order = !earlierLeft ? 1 : !laterLeft ? -1 : compare(earlier.key(), later.key());
        takesEarlier = earlierLeft && order <= 0;
        takesLater = laterLeft && order >= 0;
    }

    private boolean sameValues() {
        BytesView before = earlier.value();
        BytesView after = later.value();
        return before.length() == after.length() && compare(before, after) == 0;
    }

    /** Compares in unsigned lexicographic order, eight bytes at a time. */
    private static int compare(BytesView left, BytesView right) {
        int shorter = Math.min(left.length(), right.length());
        int at = 0;
        for (; at + Long.BYTES <= shorter; at += Long.BYTES) {
            long one = left.getLong(at);
            long other = right.getLong(at);
            if (one != other) {
                return Long.compareUnsigned(Long.reverseBytes(one), Long.reverseBytes(other));
            }
        }
        for (; at < shorter; at++) {
            int order = Byte.compareUnsigned(left.getByte(at), right.getByte(at));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    @Override
    public boolean isDelete() {
        requireOnChange();
        return !takesLater;
    }

    @Override
    public BytesView key() {
        requireOnChange();
        return takesLater ? later.key() : earlier.key();
    }

    @Override
    public BytesView value() {
        if (isDelete()) {
            throw new IllegalStateException(
                    "the change is a delete, which has no value; look at isDelete() first");
        }
        return later.value();
    }

    /** A cursor at its end is asked no more, and its snapshot may be closed by now. */
    private void requireOpen() {
        earlierSnapshot.size();
        laterSnapshot.size();
    }

    private void requireOnChange() {
        requireOpen();
        if (!started || (!takesEarlier && !takesLater)) {
            throw new IllegalStateException(
                    "the cursor stands on no change; call next(), and look at what it answers");
        }
    }
}
