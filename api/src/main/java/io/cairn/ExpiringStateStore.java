package io.cairn;

import io.cairn.ExpiryLayout.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A layer over a {@link StateStore} whose entries expire by event time: each has the time of the
 * event that it comes from, and is gone as soon as the watermark has passed that time by the time
 * to live. No clock is read: the same calls give the same state.
 *
 * <p><b>Rules</b>, besides those of {@link ExpiringReader}:
 *
 * <ul>
 *   <li><b>E1</b> An entry has expired if and only if {@code eventTime + timeToLive <= watermark},
 *       as numbers without overflow: where the sum is above {@link Long#MAX_VALUE} it never
 *       expires. Event times and watermarks may be any {@code long}.
 *   <li><b>E2</b> To every read an entry that has expired is an absent one, from the moment on that
 *       {@code advanceWatermark} has returned, whether it was removed yet or not.
 *   <li><b>E3</b> A put that comes so late that its entry would have expired changes nothing and
 *       answers false; what is present under its key stays.
 *   <li><b>E4</b> A put of a present key replaces the value and the event time, be the new time
 *       later or earlier.
 *   <li><b>E5</b> The watermark is {@link Long#MIN_VALUE} at first and never goes back: advancing
 *       it to what it has passed leaves it. {@code restore} brings back the snapshot's.
 *   <li><b>E6</b> Expired entries are removed in bounded steps, in the order of their event times
 *       and, where these are equal, of their keys: at most {@value #MOST_REMOVED_BY_ADVANCE} by an
 *       {@code advanceWatermark}, at most {@value #MOST_REMOVED_BY_PUT} by a put, and as many as it
 *       is told by {@code expire}. A step costs what it removes, not what is stored.
 *   <li><b>E7</b> The listener is told once of each entry that has expired, in the order of E6,
 *       before it is removed. One that is put again before its turn is told of then. It is told
 *       again if it threw, if the removal failed, or if a crash, a recovery to the last flush or a
 *       restore has undone the removal. It is not told of entries that {@code delete},
 *       {@code clear} or {@code restore} remove.
 *   <li><b>E8</b> An entry, its place in the time index and the watermark never disagree, whatever
 *       crashes: they are changed by atomic writes, and flushed, recovered, copied and restored
 *       together by the store under this.
 *   <li><b>E9</b> A call that throws has changed nothing that can be read, but for
 *       {@code advanceWatermark} and {@code clear}, which say what they leave. Expired entries may
 *       have been removed.
 *   <li><b>E10</b> Every change, the advance of the watermark and the removal of expired entries
 *       among them, makes all views and cursors stale.
 * </ul>
 *
 * <p>The layer neither owns nor closes the store under it, on which {@code flush}, {@code compact},
 * {@code stats} and {@code close} are to be called. All else goes through the layer: of the entries
 * in the store under it, none but its own may be changed, and there may be one layer at a time. The
 * thread rule is the store's. A put costs a lookup and, where the key is new or its event time
 * another, an atomic write of two or three changes; it allocates nothing but one cursor where it
 * removes expired entries. An entry takes 18 bytes and its key once more than one without expiry.
 */
public final class ExpiringStateStore extends ExpiringReader {
    /** The most bytes a key can have: {@value}. */
    public static final int MAX_KEY_LENGTH = StateStore.MAX_KEY_LENGTH - 9;

    /** The most bytes a value can have: {@value}. */
    public static final int MAX_VALUE_LENGTH = StateStore.MAX_VALUE_LENGTH - 8;

    /** The most expired entries that {@link #advanceWatermark} removes: {@value}. */
    public static final int MOST_REMOVED_BY_ADVANCE = 256;

    /** The most expired entries that a put removes: {@value}. */
    public static final int MOST_REMOVED_BY_PUT = 8;

    private final StateStore store;
    private final ExpirySweep sweep;
    private final byte[] settingsScratch = ExpiryLayout.settingsScratch();
    private final ExpiryWriter writer;

    /** The store was cleared, and the settings could not be written again yet. */
    private boolean lacksSettings;

    private ExpiringStateStore(
            StateStore store, Settings settings, @Nullable ExpiryListener listener) {
        super(store, settings);
        this.store = store;
        this.sweep = new ExpirySweep(store, expired, listener);
        this.writer = new ExpiryWriter(store, key, expired, sweep);
    }

    /**
     * Makes a layer over a store: an empty one, which it then takes for its own, or one that had
     * such a layer before.
     *
     * @param store an open store
     * @param timeToLive how long after its event time an entry expires: whole milliseconds, 1 or
     *     more
     * @return the layer
     * @throws IllegalArgumentException if {@code timeToLive} is not positive, has fractions of a
     *     millisecond or is another one than the store's entries were put with, or if the store has
     *     entries that were not put through such a layer
     * @throws UnsupportedFormatException if a newer build of Cairn made the entries
     * @throws StoreIoException if the store is empty and there is no room on the disk
     */
    public static ExpiringStateStore over(StateStore store, Duration timeToLive) {
        return make(store, timeToLive, null);
    }

    /**
     * Makes a layer over a store; otherwise like {@link #over(StateStore, Duration)}.
     *
     * @param store an open store
     * @param timeToLive how long after its event time an entry expires: whole milliseconds, 1 or
     *     more
     * @param listener is told of each entry that has expired, by rule E7; must not call this store
     * @return the layer
     * @throws IllegalArgumentException if {@code timeToLive} is not positive, has fractions of a
     *     millisecond or is another one than the store's entries were put with, or if the store has
     *     entries that were not put through such a layer
     * @throws UnsupportedFormatException if a newer build of Cairn made the entries
     * @throws StoreIoException if the store is empty and there is no room on the disk
     */
    public static ExpiringStateStore over(
            StateStore store, Duration timeToLive, ExpiryListener listener) {
        return make(store, timeToLive, Objects.requireNonNull(listener, "listener"));
    }

    private static ExpiringStateStore make(
            StateStore store, Duration timeToLive, @Nullable ExpiryListener listener) {
        Objects.requireNonNull(store, "store");
        long millis = millisOf(Objects.requireNonNull(timeToLive, "timeToLive"));
        Settings settings = ExpiryLayout.settings(store);
        if (settings == null) {
            settings = new Settings(millis, Long.MIN_VALUE);
            ExpiryLayout.writeSettings(store, settings, ExpiryLayout.settingsScratch());
        }
        return new ExpiringStateStore(store, ExpiryLayout.require(settings, millis), listener);
    }

    private static long millisOf(Duration timeToLive) {
        try {
            long millis = timeToLive.toMillis();
            if (millis > 0 && Duration.ofMillis(millis).equals(timeToLive)) {
                return millis;
            }
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "timeToLive=" + timeToLive + " is more milliseconds than a long holds", e);
        }
        throw new IllegalArgumentException("timeToLive=" + timeToLive
                + " is not a positive number of whole milliseconds; give 1 or more of them");
    }

    /** {@return the store under this layer} */
    public StateStore underlying() {
        return store;
    }

    /**
     * Stores {@code value} under {@code key}, replacing what is there, with the time of its event;
     * and removes up to {@value #MOST_REMOVED_BY_PUT} expired entries.
     *
     * @param key the key, 0 to {@value #MAX_KEY_LENGTH} bytes
     * @param value the value, 0 to {@value #MAX_VALUE_LENGTH} bytes
     * @param eventTimeMillis when the event was; any number
     * @return false if the entry would have expired already, and nothing was changed
     * @throws IllegalArgumentException if the key or the value is too long
     * @throws StoreFullException if the store's own limit is reached
     * @throws StoreIoException if there is no room on the disk
     */
    public boolean put(byte[] key, byte[] value, long eventTimeMillis) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        return put(key, 0, key.length, value, 0, value.length, eventTimeMillis);
    }

    /**
     * Stores a value under a key; otherwise like {@link #put(byte[], byte[], long)}.
     *
     * @param key holds the key
     * @param keyOffset the key's first byte
     * @param keyLength the key's length, 0 to {@value #MAX_KEY_LENGTH}
     * @param value holds the value
     * @param valueOffset the value's first byte
     * @param valueLength the value's length, 0 to {@value #MAX_VALUE_LENGTH}
     * @param eventTimeMillis when the event was; any number
     * @return false if the entry would have expired already, and nothing was changed
     * @throws IllegalArgumentException if the key or the value is too long
     * @throws StoreFullException if the store's own limit is reached
     * @throws StoreIoException if there is no room on the disk
     */
    @SuppressWarnings("TooManyParameters")
    public boolean put(
            byte[] key,
            int keyOffset,
            int keyLength,
            byte[] value,
            int valueOffset,
            int valueLength,
            long eventTimeMillis) {
        enter();
        try {
            this.key.set(key, keyOffset, keyLength);
            writer.setValue(value, valueOffset, valueLength);
            return put(eventTimeMillis);
        } finally {
            writer.trim();
            exit();
        }
    }

    /**
     * Stores a value under a key; otherwise like {@link #put(byte[], byte[], long)}.
     *
     * @param key the remaining bytes are the key
     * @param value the remaining bytes are the value
     * @param eventTimeMillis when the event was; any number
     * @return false if the entry would have expired already, and nothing was changed
     * @throws IllegalArgumentException if the key or the value is too long
     * @throws StoreFullException if the store's own limit is reached
     * @throws StoreIoException if there is no room on the disk
     */
    public boolean put(ByteBuffer key, ByteBuffer value, long eventTimeMillis) {
        enter();
        try {
            this.key.set(key);
            writer.setValue(value);
            return put(eventTimeMillis);
        } finally {
            writer.trim();
            exit();
        }
    }

    private boolean put(long eventTimeMillis) {
        if (eventTimeMillis < firstLive()) {
            return false;
        }
        writeSettingsIfLacking();
        sweep.step(MOST_REMOVED_BY_PUT, firstLive());
        writer.put(eventTimeMillis, firstLive());
        return true;
    }

    /**
     * Removes {@code key}. An entry that has expired is absent, and left to its removal.
     *
     * @param key the key
     * @return whether the key was present
     * @throws IllegalArgumentException if the key is too long
     * @throws StoreIoException if there is no room on the disk
     */
    public boolean delete(byte[] key) {
        return delete(key, 0, Objects.requireNonNull(key, "key").length);
    }

    /**
     * Removes a key; otherwise like {@link #delete(byte[])}.
     *
     * @param key holds the key
     * @param offset the key's first byte
     * @param length the key's length, 0 to {@value #MAX_KEY_LENGTH}
     * @return whether the key was present
     * @throws IllegalArgumentException if the key is too long
     * @throws StoreIoException if there is no room on the disk
     */
    public boolean delete(byte[] key, int offset, int length) {
        enter();
        try {
            this.key.set(key, offset, length);
            return writer.delete(firstLive());
        } finally {
            exit();
        }
    }

    /**
     * Removes a key; otherwise like {@link #delete(byte[])}.
     *
     * @param key the remaining bytes are the key
     * @return whether the key was present
     * @throws IllegalArgumentException if the key is too long
     * @throws StoreIoException if there is no room on the disk
     */
    public boolean delete(ByteBuffer key) {
        enter();
        try {
            this.key.set(key);
            return writer.delete(firstLive());
        } finally {
            exit();
        }
    }

    /**
     * Removes every entry, and the settings with them, which are then written anew: the watermark
     * stays. If the process is lost in between, the store is an empty one without a watermark.
     *
     * @throws StoreIoException if there is no room on the disk to write the watermark again; the
     *     entries are removed, and the next change writes it
     */
    public void clear() {
        enter();
        try {
            store.clear();
            lacksSettings = true;
            sweep.startAnew();
            writeSettingsIfLacking();
        } finally {
            exit();
        }
    }

    private void writeSettingsIfLacking() {
        if (lacksSettings) {
            ExpiryLayout.writeSettings(store, settings(), settingsScratch);
            lacksSettings = false;
        }
    }

    /**
     * Advances the watermark: what has expired by it can be read no more. Removes up to
     * {@value #MOST_REMOVED_BY_ADVANCE} expired entries; later puts go on with that, and
     * {@link #expire}. A watermark that is not above the present one leaves it, and only removes.
     *
     * <p>If this throws because there was no room to remove an entry, or because the listener
     * threw, the watermark may be advanced: {@link #watermark} tells. The call may be repeated.
     *
     * @param watermark no event before this time is to be waited for
     * @return whether expired entries are left to be removed
     * @throws StoreIoException if there is no room on the disk
     */
    public boolean advanceWatermark(long watermark) {
        enter();
        try {
            writeSettingsIfLacking();
            if (watermark > watermark()) {
                Settings advanced = settings().withWatermark(watermark);
                ExpiryLayout.writeSettings(store, advanced, settingsScratch);
                setSettings(advanced);
            }
            sweep.step(MOST_REMOVED_BY_ADVANCE, firstLive());
            return sweep.isLeft(firstLive());
        } finally {
            exit();
        }
    }

    /**
     * Removes expired entries: for the time when there is nothing else to do.
     *
     * @param maxEntries how many at most, 0 or more
     * @return whether expired entries are left to be removed
     * @throws IllegalArgumentException if {@code maxEntries} is negative
     * @throws StoreIoException if there is no room on the disk; what was removed before stays so
     */
    public boolean expire(int maxEntries) {
        if (maxEntries < 0) {
            throw new IllegalArgumentException(
                    "maxEntries=" + maxEntries + " is negative; give 0 or more");
        }
        enter();
        try {
            int left = maxEntries;
            do {
                int step = Math.min(left, MOST_REMOVED_BY_ADVANCE);
                sweep.step(step, firstLive());
                left -= step;
            } while (left > 0 && sweep.isLeft(firstLive()));
            return sweep.isLeft(firstLive());
        } finally {
            exit();
        }
    }

    /**
     * {@return a consistent, read-only view of the entries and of the watermark as they are now}
     * O(1), whatever the store's size.
     */
    public ExpiringSnapshot snapshot() {
        enter();
        try {
            writeSettingsIfLacking();
            return new ExpiringSnapshot(store.snapshot(), settings());
        } finally {
            exit();
        }
    }

    /**
     * Replaces all entries, and the watermark, by those of a snapshot, of this store or of another
     * with the same time to live. O(size of the snapshot).
     *
     * @param snapshot an open snapshot of a store that is under such a layer
     * @throws IllegalArgumentException if the snapshot is of no such store, or of one with another
     *     time to live; nothing has changed then
     * @throws StoreIoException if there is no room; see rule S10 of {@link StateStore}
     */
    public void restore(Snapshot snapshot) {
        Objects.requireNonNull(snapshot, "snapshot");
        enter();
        try {
            ExpiryLayout.requireSettings(snapshot, settings().timeToLiveMillis());
            restoreAndLoad(snapshot);
        } finally {
            exit();
        }
    }

    /**
     * Replaces all entries, and the watermark, by those of a snapshot that {@link Snapshot#writeTo}
     * wrote. O(size of the snapshot). Reads just the snapshot's bytes and does not close the
     * stream.
     *
     * @param in where to read the snapshot from
     * @throws IOException if {@code in} fails; nothing has changed then
     * @throws CorruptStoreException if the bytes are no intact snapshot; nothing has changed then
     * @throws IllegalArgumentException if the snapshot is of a store that was not under such a
     *     layer, or with another time to live; the entries are as before then
     * @throws StoreIoException if there is no room; see rule S10 of {@link StateStore}
     */
    public void restore(InputStream in) throws IOException {
        Objects.requireNonNull(in, "in");
        enter();
        try (Snapshot before = store.snapshot()) {
            try {
                store.restore(in);
            } catch (StoreIoException e) {
                load();
                throw e;
            }
            loadOrRestore(before);
        } finally {
            exit();
        }
    }

    private void loadOrRestore(Snapshot before) {
        try {
            ExpiryLayout.requireSettings(store, settings().timeToLiveMillis());
        } catch (IllegalArgumentException | UnsupportedFormatException e) {
            restoreAndLoad(before);
            throw e;
        }
        load();
    }

    private void restoreAndLoad(Snapshot snapshot) {
        try {
            store.restore(snapshot);
        } catch (StoreIoException e) {
            load(); // by rule S10 it may show the snapshot's entries nevertheless
            throw e;
        }
        load();
    }

    private void load() {
        Settings loaded = ExpiryLayout.settings(store);
        lacksSettings = loaded == null;
        if (loaded != null) {
            setSettings(loaded);
        }
        sweep.startAnew();
    }

    /**
     * {@return what a check of the whole store found} Checks the store under this, as
     * {@link StateStore#verify} does, and then each entry against the time index, and the other way
     * round. Costs O(size), with every entry read; changes nothing.
     */
    public VerificationReport verify() {
        enter();
        try {
            return ExpiryCheck.verify(store, settings());
        } finally {
            exit();
        }
    }
}
