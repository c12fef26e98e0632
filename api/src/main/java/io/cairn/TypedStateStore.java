package io.cairn;

import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A view of a {@link StateStore} whose keys and values are objects. It keeps nothing but two
 * scratch arrays: any number of views may stand on one store, which they neither own nor close.
 *
 * <p>Two keys are the same if their codec gives them the same bytes, and scans go in the order of
 * those bytes: take the key codec from {@link KeyCodecs} where the order matters.
 *
 * <p>Methods throw {@link SerializationException}, which names the codec and the key, where a codec
 * fails, and otherwise what the store's methods throw. Beyond the objects that the codecs make,
 * point operations allocate nothing. The thread rule is the store's; a codec that calls back into
 * the view gets a {@link ConcurrentModificationException}.
 *
 * @param <K> the keys' type
 * @param <V> the values' type
 */
public final class TypedStateStore<K, V> {
    private final StateStore store;
    private final CodecScratch<K> keys;
    private final CodecScratch<V> values;
    private final BytesView view;

    /**
     * The scratch arrays are in use. Best effort, like the store's own check, so it is a plain
     * field.
     */
    private boolean busy;

    private TypedStateStore(StateStore store, Codec<K> keys, Codec<V> values) {
        this.store = store;
        this.keys = new CodecScratch<>(keys);
        this.values = new CodecScratch<>(values);
        this.view = store.newView();
    }

    /**
     * Makes a view of a store.
     *
     * @param store an open store
     * @param keys the keys' codec
     * @param values the values' codec
     * @param <K> the keys' type
     * @param <V> the values' type
     * @return the view
     * @throws IllegalStateException if the store is closed
     */
    public static <K, V> TypedStateStore<K, V> over(
            StateStore store, Codec<K> keys, Codec<V> values) {
        Objects.requireNonNull(store, "store");
        Objects.requireNonNull(keys, "keys");
        Objects.requireNonNull(values, "values");
        return new TypedStateStore<>(store, keys, values);
    }

    /** {@return the store under this view} */
    public StateStore underlying() {
        return store;
    }

    /**
     * {@return the value of {@code key}, or null if the key is absent}
     *
     * @param key the key
     */
    public @Nullable V get(K key) {
        enter();
        try {
            encodeKey(key);
            return find() ? values.decode(view, key) : null;
        } finally {
            exit();
        }
    }

    /**
     * Stores {@code value} under {@code key}, replacing what is there.
     *
     * @param key the key
     * @param value the value
     */
    public void put(K key, V value) {
        enter();
        try {
            encodeKey(key);
            putEncoded(key, value);
        } finally {
            exit();
        }
    }

    /**
     * Returns the value of {@code key}; if the key is absent, first stores {@code value} under it.
     *
     * @param key the key
     * @param value what to store if the key is absent
     * @return the present value, decoded, or {@code value} itself
     */
    public V getOrInsert(K key, V value) {
        enter();
        try {
            encodeKey(key);
            Objects.requireNonNull(value, "value");
            if (find()) {
                return values.decode(view, key);
            }
            putEncoded(key, value);
            return value;
        } finally {
            exit();
        }
    }

    /**
     * Removes {@code key}.
     *
     * @param key the key
     * @return whether the key was present
     */
    public boolean delete(K key) {
        enter();
        try {
            encodeKey(key);
            return store.delete(keys.bytes(), 0, keys.length());
        } finally {
            exit();
        }
    }

    /**
     * {@return whether {@code key} is present} Decodes nothing.
     *
     * @param key the key
     */
    public boolean contains(K key) {
        enter();
        try {
            encodeKey(key);
            return store.contains(keys.bytes(), 0, keys.length());
        } finally {
            exit();
        }
    }

    /** {@return the number of entries} O(1). */
    public long size() {
        return store.size();
    }

    /** {@return whether there is no entry} O(1). */
    public boolean isEmpty() {
        return store.isEmpty();
    }

    /**
     * {@return the keys from {@code start}, included, to {@code end}, excluded, for the scans to
     * walk}
     *
     * @param start the least key of the range
     * @param end the least key beyond the range
     */
    public KeyRange range(K start, K end) {
        return KeyRange.of(encodedKey(start), encodedKey(end));
    }

    /**
     * {@return the keys from {@code start}, included, on}
     *
     * @param start the least key of the range
     */
    public KeyRange rangeFrom(K start) {
        return KeyRange.from(encodedKey(start));
    }

    /**
     * {@return the keys up to {@code end}, excluded}
     *
     * @param end the least key beyond the range
     */
    public KeyRange rangeUntil(K end) {
        return KeyRange.until(encodedKey(end));
    }

    /**
     * {@return the keys whose bytes begin with the bytes of {@code prefix}: for strings, those that
     * begin with it}
     *
     * @param prefix its bytes are the first ones of every key in the range
     */
    public KeyRange prefix(K prefix) {
        return KeyRange.prefix(encodedKey(prefix));
    }

    /**
     * {@return a cursor over the entries of a range}
     *
     * @param range which keys: one of this view's ranges, or any other
     * @param direction in which order
     */
    public TypedCursor<K, V> scan(KeyRange range, Direction direction) {
        return new TypedCursor<>(store.scan(range, direction), keys, values, this::encodedKey);
    }

    /**
     * {@return a forward cursor over the keys of {@link #prefix}}
     *
     * @param prefix its bytes are the first ones of every key to see
     */
    public TypedCursor<K, V> prefixScan(K prefix) {
        return scan(prefix(prefix), Direction.FORWARD);
    }

    /**
     * {@return a forward cursor over the keys from {@code start}, included, to {@code end},
     * excluded}
     *
     * @param start the least key to see
     * @param end the least key not to see
     */
    public TypedCursor<K, V> rangeScan(K start, K end) {
        return scan(range(start, end), Direction.FORWARD);
    }

    /**
     * {@return an iterator over the decoded entries of a range} It fails as the cursor under it
     * does when the store is changed.
     *
     * @param range which keys
     * @param direction in which order
     */
    public Iterator<TypedEntry<K, V>> entries(KeyRange range, Direction direction) {
        TypedCursor<K, V> cursor = scan(range, direction);
        return new Iterator<>() {
            private @Nullable TypedEntry<K, V> ahead;
            private boolean done;

            @Override
            public boolean hasNext() {
                if (ahead == null && !done) {
                    done = !cursor.next();
                    ahead = done ? null : new TypedEntry<>(cursor.key(), cursor.value());
                }
                return ahead != null;
            }

            @Override
            public TypedEntry<K, V> next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("no entry is left in range=" + range);
                }
                TypedEntry<K, V> current = Objects.requireNonNull(ahead);
                ahead = null;
                return current;
            }
        };
    }

    /**
     * {@return a sequential stream over the decoded entries of a range; see {@link #entries}}
     *
     * @param range which keys
     * @param direction in which order
     */
    public Stream<TypedEntry<K, V>> stream(KeyRange range, Direction direction) {
        int characteristics = Spliterator.ORDERED | Spliterator.NONNULL;
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(entries(range, direction), characteristics),
                false);
    }

    private void encodeKey(K key) {
        keys.encode(Objects.requireNonNull(key, "key"), key);
    }

    private boolean find() {
        return store.getRef(keys.bytes(), 0, keys.length(), view);
    }

    private void putEncoded(K key, V value) {
        values.encode(Objects.requireNonNull(value, "value"), key);
        store.put(keys.bytes(), 0, keys.length(), values.bytes(), 0, values.length());
    }

    private byte[] encodedKey(K key) {
        enter();
        try {
            encodeKey(key);
            return Arrays.copyOf(keys.bytes(), keys.length());
        } finally {
            exit();
        }
    }

    private void enter() {
        if (busy) {
            throw new ConcurrentModificationException(
                    "another thread is inside this view, or a codec called back into it; use one"
                            + " view a thread at a time and keep codecs away from the store");
        }
        busy = true;
    }

    private void exit() {
        keys.trim();
        values.trim();
        busy = false;
    }
}
