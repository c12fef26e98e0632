package io.cairn;

import java.util.Objects;

/**
 * A decoded key and its value.
 *
 * @param key the key
 * @param value the value
 * @param <K> the keys' type
 * @param <V> the values' type
 */
public record TypedEntry<K, V>(K key, V value) {
    /** Makes an entry. */
    public TypedEntry {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
    }
}
