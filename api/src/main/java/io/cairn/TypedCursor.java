package io.cairn;

import java.util.function.Function;

/**
 * A {@link Cursor} that decodes: {@link #key()} and {@link #value()} make an object at each call,
 * and nothing is decoded that is not asked for. It obeys the rules of the cursor under it.
 *
 * @param <K> the keys' type
 * @param <V> the values' type
 */
public final class TypedCursor<K, V> {
    private final Cursor cursor;
    private final CodecScratch<K> keys;
    private final CodecScratch<V> values;
    private final Function<K, byte[]> encodeKey;

    TypedCursor(
            Cursor cursor,
            CodecScratch<K> keys,
            CodecScratch<V> values,
            Function<K, byte[]> encodeKey) {
        this.cursor = cursor;
        this.keys = keys;
        this.values = values;
        this.encodeKey = encodeKey;
    }

    /**
     * Steps to the next entry in the cursor's direction.
     *
     * @return false if there is none; the cursor then stands on no entry
     * @throws IllegalStateException if the store was changed or closed since the cursor was made
     */
    public boolean next() {
        return cursor.next();
    }

    /**
     * Goes straight to the first entry at or after {@code key} in the cursor's direction; see
     * {@link Cursor#seek}.
     *
     * @param key where to go; need not be present
     * @return false if there is none; the cursor then stands on no entry
     * @throws SerializationException if the key cannot be encoded
     * @throws IllegalStateException if the store was changed or closed since the cursor was made
     */
    public boolean seek(K key) {
        return cursor.seek(encodeKey.apply(key));
    }

    /**
     * Decodes the current key.
     *
     * @return a fresh object
     * @throws SerializationException if the bytes are no key of this codec
     * @throws IllegalStateException if the cursor stands on no entry, or the store was changed or
     *     closed
     */
    public K key() {
        BytesView key = cursor.key();
        return keys.decode(key, key);
    }

    /**
     * Decodes the current value.
     *
     * @return a fresh object
     * @throws SerializationException if the bytes are no value of this codec
     * @throws IllegalStateException if the cursor stands on no entry, or the store was changed or
     *     closed
     */
    public V value() {
        BytesView value = cursor.value();
        return values.decode(value, cursor.key());
    }

    /** {@return the cursor under this one, which moves with it, for a look at the bytes} */
    public Cursor underlying() {
        return cursor;
    }
}
