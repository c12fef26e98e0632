package io.cairn;

import io.cairn.ExpiryLayout.Settings;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ConcurrentModificationException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What can be read from an {@link ExpiringStateStore} and, as of one moment, from an
 * {@link ExpiringSnapshot}: the entries that have not expired. Rules R1 to R5 of
 * {@link KeyValueReader} hold, with keys of up to {@value ExpiringStateStore#MAX_KEY_LENGTH} bytes.
 *
 * <p>Methods throw {@link IllegalStateException} after the store under this is closed,
 * {@link NullPointerException} for a null argument, {@link IllegalArgumentException} for a key that
 * is too long, {@link IndexOutOfBoundsException} for an (offset, length) outside of its array, and
 * {@link ConcurrentModificationException} where they find that another thread is inside, or that a
 * listener calls. Point reads cost what the same one costs in the store under this, and allocate
 * nothing but the copies that they return.
 */
public abstract sealed class ExpiringReader permits ExpiringStateStore, ExpiringSnapshot {
    private final KeyValueReader reader;
    private final TimedView found;

    /** The key of the call that is under way. */
    final ExpiryKey key = new ExpiryKey();

    final ExpiredCount expired = new ExpiredCount();

    private Settings settings;
    private long firstLive;

    /** The scratch arrays are in use. Best effort, like the store's own check. */
    private boolean busy;

    ExpiringReader(KeyValueReader reader, Settings settings) {
        this.reader = reader;
        this.found = new TimedView(this, reader.newView());
        this.settings = settings;
        this.firstLive = settings.firstLive();
    }

    final Settings settings() {
        return settings;
    }

    final void setSettings(Settings newSettings) {
        settings = newSettings;
        firstLive = newSettings.firstLive();
    }

    final long firstLive() {
        return firstLive;
    }

    final void enter() {
        if (busy) {
            throw new ConcurrentModificationException(
                    "another thread is inside, or a listener called back; one thread at a time may"
                            + " use it, and a listener must not");
        }
        busy = true;
    }

    final void exit() {
        busy = false;
    }

    /** {@return how long after its event time an entry expires; 1 millisecond or more} */
    public final Duration timeToLive() {
        return Duration.ofMillis(settings.timeToLiveMillis());
    }

    /** {@return the watermark; {@link Long#MIN_VALUE} if it was never advanced} O(1). */
    public final long watermark() {
        return settings.watermark();
    }

    /**
     * {@return a fresh copy of the value of {@code key}, or null if the key is absent}
     *
     * @param key the key
     */
    public final byte @Nullable [] get(byte[] key) {
        return get(key, 0, Objects.requireNonNull(key, "key").length);
    }

    /**
     * {@return a fresh copy of the value of a key, or null if the key is absent}
     *
     * @param key holds the key
     * @param offset the key's first byte
     * @param length the key's length, 0 to 65,526
     */
    public final byte @Nullable [] get(byte[] key, int offset, int length) {
        return getRef(key, offset, length, found) ? found.toByteArray() : null;
    }

    /**
     * {@return a fresh copy of the value of {@code key}, or null if the key is absent}
     *
     * @param key the remaining bytes are the key
     */
    public final byte @Nullable [] get(ByteBuffer key) {
        return getRef(key, found) ? found.toByteArray() : null;
    }

    /**
     * Copies the value of {@code key} into the caller's array, as far as it has room from
     * {@code offset} on. Allocates nothing.
     *
     * @param key the key
     * @param target where to copy to
     * @param offset position of the first byte in {@code target}, 0 to {@code target.length}
     * @return the length of the whole value, which may be more than there was room for; -1 if the
     *     key is absent
     */
    public final int get(byte[] key, byte[] target, int offset) {
        Objects.checkFromToIndex(offset, target.length, target.length);
        if (!getRef(key, found)) {
            return -1;
        }
        int length = found.length();
        found.copyTo(0, target, offset, Math.min(length, target.length - offset));
        return length;
    }

    /**
     * Points {@code view} at the value of {@code key}, without copying. If the key is absent the
     * view is left pointing at nothing. Allocates nothing.
     *
     * @param key the key
     * @param view a view that this made
     * @return whether the key is present
     * @throws IllegalArgumentException if {@code view} was made by another store or snapshot
     */
    public final boolean getRef(byte[] key, TimedBytesView view) {
        return getRef(key, 0, Objects.requireNonNull(key, "key").length, view);
    }

    /**
     * Points {@code view} at the value of a key; otherwise like {@link #getRef(byte[],
     * TimedBytesView)}.
     *
     * @param key holds the key
     * @param offset the key's first byte
     * @param length the key's length, 0 to 65,526
     * @param view a view that this made
     * @return whether the key is present
     * @throws IllegalArgumentException if {@code view} was made by another store or snapshot
     */
    public final boolean getRef(byte[] key, int offset, int length, TimedBytesView view) {
        TimedView target = own(view);
        enter();
        try {
            this.key.set(key, offset, length);
            return find(target);
        } finally {
            exit();
        }
    }

    /**
     * Points {@code view} at the value of {@code key}; otherwise like {@link #getRef(byte[],
     * TimedBytesView)}.
     *
     * @param key the remaining bytes are the key
     * @param view a view that this made
     * @return whether the key is present
     * @throws IllegalArgumentException if {@code view} was made by another store or snapshot
     */
    public final boolean getRef(ByteBuffer key, TimedBytesView view) {
        TimedView target = own(view);
        enter();
        try {
            this.key.set(key);
            return find(target);
        } finally {
            exit();
        }
    }

    /** Points a view at the entry of {@link #key}, if there is one that has not expired. */
    final boolean find(TimedView target) {
        BytesView stored = target.stored();
        boolean live = key.getEntry(reader, stored) && ExpiryLayout.timeOf(stored) >= firstLive;
        target.point(live ? stored : null);
        return live;
    }

    private TimedView own(TimedBytesView view) {
        Objects.requireNonNull(view, "view");
        if (view instanceof TimedView candidate && candidate.belongsTo(this)) {
            return candidate;
        }
        throw new IllegalArgumentException(
                "the view was made by another store or snapshot; use newView() of this one");
    }

    /** {@return a new view that points at nothing, for {@code getRef} to point} */
    public final TimedBytesView newView() {
        return new TimedView(this, reader.newView());
    }

    /**
     * {@return whether {@code key} is present} Allocates nothing.
     *
     * @param key the key
     */
    public final boolean contains(byte[] key) {
        return getRef(key, found);
    }

    /**
     * {@return whether a key is present} Allocates nothing.
     *
     * @param key holds the key
     * @param offset the key's first byte
     * @param length the key's length, 0 to 65,526
     */
    public final boolean contains(byte[] key, int offset, int length) {
        return getRef(key, offset, length, found);
    }

    /**
     * {@return whether {@code key} is present} Allocates nothing.
     *
     * @param key the remaining bytes are the key
     */
    public final boolean contains(ByteBuffer key) {
        return getRef(key, found);
    }

    /**
     * {@return a cursor over the entries of a range that have not expired}
     *
     * @param range which keys
     * @param direction in which order
     */
    public final ExpiringCursor scan(KeyRange range, Direction direction) {
        Objects.requireNonNull(range, "range");
        return new ExpiringCursor(reader.scan(ExpiryLayout.entries(range), direction), firstLive);
    }

    /**
     * {@return a forward cursor over the keys that begin with {@code prefix}}
     *
     * @param prefix the first bytes of every key to see
     */
    public final ExpiringCursor prefixScan(byte[] prefix) {
        return scan(KeyRange.prefix(prefix), Direction.FORWARD);
    }

    /**
     * {@return a forward cursor over the keys from {@code start}, included, to {@code end},
     * excluded}
     *
     * @param start the least key to see
     * @param end the least key not to see
     */
    public final ExpiringCursor rangeScan(byte[] start, byte[] end) {
        return scan(KeyRange.of(start, end), Direction.FORWARD);
    }

    /**
     * {@return the number of entries that have not expired} O(1), and O(1) more for each entry that
     * has expired since the last call and waits for its removal.
     */
    public final long size() {
        enter();
        try {
            return storedEntries() - expired.upTo(reader, firstLive);
        } finally {
            exit();
        }
    }

    /**
     * {@return the number of entries that are stored: those that have not expired, and those that
     * have and wait for their removal} O(1).
     */
    public final long storedEntries() {
        return (reader.size() - 1) / 2; // an entry and its place in the time index; the settings
    }
}
