package io.cairn;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * A caller's key, copied once and given as the key of its entry, or of the time index: the bytes
 * before it make the difference. One thread at a time; the array is used again.
 */
final class ExpiryKey {
    /** The caller's key begins here, so that either prefix has room before it. */
    private static final int KEY = ExpiryLayout.INDEX_PREFIX;

    private static final int ENTRY = KEY - ExpiryLayout.ENTRY_PREFIX;

    private byte[] bytes = new byte[64];
    private int length;

    void set(byte[] key, int offset, int keyLength) {
        Objects.requireNonNull(key, "key");
        Objects.checkFromIndexSize(offset, keyLength, key.length);
        begin(keyLength);
        System.arraycopy(key, offset, bytes, KEY, keyLength);
    }

    void set(ByteBuffer key) {
        begin(Objects.requireNonNull(key, "key").remaining());
        key.get(key.position(), bytes, KEY, length);
    }

    /** Takes the caller's key out of a key of the time index. */
    void setFromIndexKey(BytesView key) {
        begin(key.length() - KEY);
        key.copyTo(KEY, bytes, KEY, length);
    }

    private void begin(int keyLength) {
        requireLength(keyLength);
        if (KEY + keyLength > bytes.length) {
            bytes = new byte[Math.max(KEY + keyLength, 2 * bytes.length)];
        }
        length = keyLength;
    }

    static void requireLength(int keyLength) {
        if (keyLength > ExpiringStateStore.MAX_KEY_LENGTH) {
            throw new IllegalArgumentException("key length=" + keyLength + " is above the limit of "
                    + ExpiringStateStore.MAX_KEY_LENGTH
                    + " bytes for entries that expire; use a shorter key, or a hash of it");
        }
    }

    boolean getEntry(KeyValueReader reader, BytesView view) {
        bytes[ENTRY] = ExpiryLayout.ENTRY;
        return reader.getRef(bytes, ENTRY, ExpiryLayout.ENTRY_PREFIX + length, view);
    }

    void putEntry(StateStore store, byte[] value, int valueLength) {
        bytes[ENTRY] = ExpiryLayout.ENTRY;
        store.put(bytes, ENTRY, ExpiryLayout.ENTRY_PREFIX + length, value, 0, valueLength);
    }

    void putEntry(WriteBatch batch, byte[] value, int valueLength) {
        bytes[ENTRY] = ExpiryLayout.ENTRY;
        batch.put(bytes, ENTRY, ExpiryLayout.ENTRY_PREFIX + length, value, 0, valueLength);
    }

    void deleteEntry(WriteBatch batch) {
        bytes[ENTRY] = ExpiryLayout.ENTRY;
        batch.delete(bytes, ENTRY, ExpiryLayout.ENTRY_PREFIX + length);
    }

    void putIndex(WriteBatch batch, long eventTimeMillis) {
        ExpiryLayout.setIndexPrefix(bytes, eventTimeMillis);
        batch.put(bytes, 0, ExpiryLayout.INDEX_PREFIX + length, bytes, 0, 0);
    }

    void deleteIndex(WriteBatch batch, long eventTimeMillis) {
        ExpiryLayout.setIndexPrefix(bytes, eventTimeMillis);
        batch.delete(bytes, 0, ExpiryLayout.INDEX_PREFIX + length);
    }

    /** Returns the range that begins with the entry's key. */
    KeyRange fromEntry() {
        bytes[ENTRY] = ExpiryLayout.ENTRY;
        return KeyRange.from(Arrays.copyOfRange(bytes, ENTRY, KEY + length));
    }

    /** Tells whether the time index has the key at an event time. */
    boolean isIndexed(KeyValueReader reader, long eventTimeMillis) {
        ExpiryLayout.setIndexPrefix(bytes, eventTimeMillis);
        return reader.contains(bytes, 0, ExpiryLayout.INDEX_PREFIX + length);
    }
}
