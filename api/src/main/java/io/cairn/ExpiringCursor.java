package io.cairn;

import java.util.Objects;

/**
 * A {@link Cursor} over entries that expire: steps over those that have expired and wait for their
 * removal. {@link #next} costs amortised O(1), and O(1) more for each of these; {@link #seek}
 * allocates nothing where the key is as long as the one before. {@link #value} tells the event
 * time, too.
 */
public final class ExpiringCursor implements Cursor {
    private final Cursor cursor;
    private final long firstLive;
    private final PartView key = new PartView(ExpiryLayout.ENTRY_PREFIX, 0);
    private final TimedView value = new TimedView();
    private byte[] target = {};

    ExpiringCursor(Cursor cursor, long firstLive) {
        this.cursor = cursor;
        this.firstLive = firstLive;
    }

    @Override
    public boolean next() {
        return cursor.next() && arrive();
    }

    @Override
    public boolean seek(byte[] key) {
        Objects.requireNonNull(key, "key");
        ExpiryKey.requireLength(key.length);
        if (target.length != ExpiryLayout.ENTRY_PREFIX + key.length) {
            target = new byte[ExpiryLayout.ENTRY_PREFIX + key.length];
            target[0] = ExpiryLayout.ENTRY;
        }
        System.arraycopy(key, 0, target, ExpiryLayout.ENTRY_PREFIX, key.length);
        return cursor.seek(target) && arrive();
    }

    /** From the entry on which the cursor is, goes to the first that has not expired. */
    private boolean arrive() {
        while (ExpiryLayout.timeOf(cursor.value()) < firstLive) {
            if (!cursor.next()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public BytesView key() {
        key.point(cursor.key());
        return key;
    }

    @Override
    public TimedBytesView value() {
        value.point(cursor.value());
        return value;
    }
}
