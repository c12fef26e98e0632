package io.cairn;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link ExpiringStateStore} makes of its entries in the store under it, as
 * {@code docs/file-format.md} describes.
 */
final class ExpiryLayout {
    /** First byte of an entry's key: the caller's key follows. */
    static final byte ENTRY = 1;
    /** First byte of a key of the time index: the event time and the caller's key follow. */
    static final byte INDEX = 2;

    static final int ENTRY_PREFIX = 1;
    static final int TIME_BYTES = Long.BYTES;
    static final int INDEX_PREFIX = 1 + TIME_BYTES;

    static final KeyRange WHOLE_INDEX = KeyRange.prefix(new byte[] {INDEX});

    private static final byte[] SETTINGS_KEY = {0};
    private static final byte[] END_OF_ENTRIES = {INDEX};

    private static final int MAGIC = 0;
    private static final int VERSION = MAGIC + Long.BYTES;
    private static final int RESERVED = VERSION + Integer.BYTES;
    private static final int TIME_TO_LIVE = RESERVED + Integer.BYTES;
    private static final int WATERMARK = TIME_TO_LIVE + Long.BYTES;
    private static final int SETTINGS_BYTES = WATERMARK + Long.BYTES;

    private static final long MAGIC_VALUE = 0x4C54544E52494143L; // "CAIRNTTL"
    private static final int VERSION_VALUE = 1;

    private static final VarHandle LITTLE_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LITTLE_INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private ExpiryLayout() {}

    /** What a store keeps besides its entries. */
    record Settings(long timeToLiveMillis, long watermark) {
        /** The least event time that has not expired. */
        long firstLive() {
            // An event time e has expired if e + timeToLive <= watermark, without overflow.
            long firstLive = watermark - (timeToLiveMillis - 1);
            return firstLive > watermark ? Long.MIN_VALUE : firstLive;
        }

        Settings withWatermark(long newWatermark) {
            return new Settings(timeToLiveMillis, newWatermark);
        }
    }

    /** Returns a reader's settings, or null if it is empty. */
    static @Nullable Settings settings(KeyValueReader reader) {
        BytesView view = reader.newView();
        if (!reader.getRef(SETTINGS_KEY, view)) {
            if (reader.isEmpty()) {
                return null;
            }
            throw foreign(reader);
        }
        if (view.length() < TIME_TO_LIVE || view.getLong(MAGIC) != MAGIC_VALUE) {
            throw foreign(reader);
        }
        if (view.getInt(VERSION) != VERSION_VALUE || view.length() != SETTINGS_BYTES) {
            throw new UnsupportedFormatException("the expiring entries have version="
                    + view.getInt(VERSION) + ", but this build reads version=" + VERSION_VALUE
                    + "; use the build that wrote them, or a newer one");
        }
        return new Settings(view.getLong(TIME_TO_LIVE), view.getLong(WATERMARK));
    }

    /** Returns a reader's settings, which must be there and have the time to live. */
    static Settings requireSettings(KeyValueReader reader, long timeToLiveMillis) {
        Settings settings = settings(reader);
        if (settings == null) {
            throw new IllegalArgumentException(
                    "it is empty: no ExpiringStateStore has been made over it");
        }
        return require(settings, timeToLiveMillis);
    }

    static Settings require(Settings settings, long timeToLiveMillis) {
        if (settings.timeToLiveMillis != timeToLiveMillis) {
            throw new IllegalArgumentException("timeToLive=" + Duration.ofMillis(timeToLiveMillis)
                    + " is another than the one that the entries were put with, timeToLive="
                    + Duration.ofMillis(settings.timeToLiveMillis)
                    + "; use that, or copy the entries into a new store");
        }
        return settings;
    }

    private static IllegalArgumentException foreign(KeyValueReader reader) {
        return new IllegalArgumentException("it holds entries=" + reader.size()
                + " that were not put through an ExpiringStateStore; give it a store of its own");
    }

    static void writeSettings(StateStore store, Settings settings, byte[] scratch) {
        LITTLE_LONG.set(scratch, MAGIC, MAGIC_VALUE);
        LITTLE_INT.set(scratch, VERSION, VERSION_VALUE);
        LITTLE_INT.set(scratch, RESERVED, 0);
        LITTLE_LONG.set(scratch, TIME_TO_LIVE, settings.timeToLiveMillis);
        LITTLE_LONG.set(scratch, WATERMARK, settings.watermark);
        store.put(SETTINGS_KEY, scratch);
    }

    static byte[] settingsScratch() {
        return new byte[SETTINGS_BYTES];
    }

    static boolean isSettingsKey(BytesView key) {
        return key.compareTo(SETTINGS_KEY) == 0;
    }

    /** Returns the event time behind an entry's value. */
    static long timeOf(BytesView valueAndTime) {
        int at = valueAndTime.length() - TIME_BYTES;
        if (at < 0) {
            throw new CorruptStoreException("an entry of length=" + valueAndTime.length()
                    + " has no event time: it was put past the ExpiringStateStore; see verify()");
        }
        return valueAndTime.getLong(at);
    }

    static void setTime(byte[] valueAndTime, int at, long eventTimeMillis) {
        LITTLE_LONG.set(valueAndTime, at, eventTimeMillis);
    }

    /** Returns the event time in a key of the time index. */
    static long timeOfIndexKey(BytesView key) {
        return Long.reverseBytes(key.getLong(1)) ^ Long.MIN_VALUE;
    }

    /** Writes the bytes of a key of the time index that stand before the caller's key. */
    static void setIndexPrefix(byte[] key, long eventTimeMillis) {
        key[0] = INDEX;
        BIG_LONG.set(key, 1, eventTimeMillis ^ Long.MIN_VALUE);
    }

    /** Returns the range of the time index from one event time, included, to another, excluded. */
    static KeyRange index(long from, long to) {
        byte[] start = new byte[INDEX_PREFIX];
        byte[] end = new byte[INDEX_PREFIX];
        setIndexPrefix(start, from);
        setIndexPrefix(end, to);
        return KeyRange.of(start, end);
    }

    /** Returns where the entries of a range of callers' keys are. */
    static KeyRange entries(KeyRange range) {
        byte[] end = range.end();
        return KeyRange.of(entryKey(range.start()), end == null ? END_OF_ENTRIES : entryKey(end));
    }

    private static byte[] entryKey(byte[] key) {
        byte[] entryKey = new byte[ENTRY_PREFIX + key.length];
        entryKey[0] = ENTRY;
        System.arraycopy(key, 0, entryKey, ENTRY_PREFIX, key.length);
        return entryKey;
    }
}
