package io.cairn;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What can be read from a {@link StateStore} and, as of one moment, from a {@link Snapshot}.
 *
 * <p><b>R1</b> A key is any sequence of 0 to 65,535 bytes; two keys are the same if their bytes
 * are.
 *
 * <p><b>R2</b> Keys are given as a whole array, as (array, offset, length), or as the remaining
 * bytes of a ByteBuffer, heap or direct, whose position and limit are left as they are. The three
 * forms mean the same.
 *
 * <p><b>R3</b> An absent key is an ordinary answer (null, false or -1), never an exception.
 *
 * <p><b>R4</b> Scans give keys in unsigned lexicographic order, or its reverse, each key once.
 *
 * <p><b>R5</b> Bytes given are never kept and bytes returned are never shared: changing an array
 * after the call changes nothing in the store.
 *
 * <p>Every method throws {@link IllegalStateException} after close, {@link NullPointerException}
 * for a null argument, {@link IllegalArgumentException} for a key that is longer than 65,535 bytes,
 * and {@link IndexOutOfBoundsException} for an (offset, length) outside of its array. Point reads
 * cost O(1) in the number of entries. The thread rule is the implementor's.
 */
public interface KeyValueReader {
    /**
     * {@return a fresh copy of the value of {@code key}, or null if the key is absent}
     *
     * @param key the key
     */
    default byte @Nullable [] get(byte[] key) {
        return get(key, 0, key.length);
    }

    /**
     * {@return a fresh copy of the value of a key, or null if the key is absent}
     *
     * @param key holds the key
     * @param offset the key's first byte
     * @param length the key's length, 0 to 65,535
     */
    byte @Nullable [] get(byte[] key, int offset, int length);

    /**
     * {@return a fresh copy of the value of {@code key}, or null if the key is absent}
     *
     * @param key the remaining bytes are the key
     */
    byte @Nullable [] get(ByteBuffer key);

    /**
     * Copies the value of {@code key} into the caller's array, as far as it has room from
     * {@code offset} on.
     *
     * @param key the key
     * @param target where to copy to
     * @param offset position of the first byte in {@code target}, 0 to {@code target.length}
     * @return the length of the whole value, which may be more than there was room for; -1 if the
     *     key is absent
     */
    default int get(byte[] key, byte[] target, int offset) {
        return get(key, 0, key.length, target, offset);
    }

    /**
     * Copies the value of a key into the caller's array, as far as it has room from
     * {@code targetOffset} on.
     *
     * @param key holds the key
     * @param offset the key's first byte
     * @param length the key's length, 0 to 65,535
     * @param target where to copy to
     * @param targetOffset position of the first byte in {@code target}, 0 to {@code target.length}
     * @return the length of the whole value, which may be more than there was room for; -1 if the
     *     key is absent
     */
    int get(byte[] key, int offset, int length, byte[] target, int targetOffset);

    /**
     * Copies the value of {@code key} into the caller's array, as far as it has room from
     * {@code offset} on.
     *
     * @param key the remaining bytes are the key
     * @param target where to copy to
     * @param offset position of the first byte in {@code target}, 0 to {@code target.length}
     * @return the length of the whole value, which may be more than there was room for; -1 if the
     *     key is absent
     */
    int get(ByteBuffer key, byte[] target, int offset);

    /**
     * Points {@code view} at the value of {@code key}, without copying. If the key is absent the
     * view is left pointing at nothing. Allocates nothing.
     *
     * @param key the key
     * @param view a view that this store or snapshot made
     * @return whether the key is present
     * @throws IllegalArgumentException if {@code view} was made by another store or snapshot
     */
    default boolean getRef(byte[] key, BytesView view) {
        return getRef(key, 0, key.length, view);
    }

    /**
     * Points {@code view} at the value of a key, without copying. If the key is absent the view is
     * left pointing at nothing. Allocates nothing.
     *
     * @param key holds the key
     * @param offset the key's first byte
     * @param length the key's length, 0 to 65,535
     * @param view a view that this store or snapshot made
     * @return whether the key is present
     * @throws IllegalArgumentException if {@code view} was made by another store or snapshot
     */
    boolean getRef(byte[] key, int offset, int length, BytesView view);

    /**
     * Points {@code view} at the value of {@code key}, without copying. If the key is absent the
     * view is left pointing at nothing. Allocates nothing.
     *
     * @param key the remaining bytes are the key
     * @param view a view that this store or snapshot made
     * @return whether the key is present
     * @throws IllegalArgumentException if {@code view} was made by another store or snapshot
     */
    boolean getRef(ByteBuffer key, BytesView view);

    /**
     * {@return a new view that points at nothing, for {@link #getRef(byte[], BytesView)} to point}
     */
    BytesView newView();

    /**
     * Points each view at the value of the key in the same place of {@code keys}: the same as one
     * {@code getRef} after the other, but the keys' cache misses overlap, which is several times as
     * fast in a store beyond the size of the caches. A view whose key is absent is left pointing at
     * nothing. Allocates nothing.
     *
     * @param keys the keys
     * @param views views that this store or snapshot made, at least as many as {@code keys}, each
     *     another one
     * @return how many of the keys are present
     * @throws IllegalArgumentException if there are fewer views than keys, a key is too long, or a
     *     view was made by another store or snapshot; which views were pointed by then is open
     */
    default int getAll(byte[][] keys, BytesView[] views) {
        requireAtLeast(keys.length, views.length, "views");
        int present = 0;
        for (int i = 0; i < keys.length; i++) {
            present += getRef(keys[i], views[i]) ? 1 : 0;
        }
        return present;
    }

    private static void requireAtLeast(int keys, int others, String what) {
        if (others < keys) {
            throw new IllegalArgumentException(
                    what + "=" + others + " are fewer than keys=" + keys + "; give one for each");
        }
    }

    /**
     * {@return whether {@code key} is present} Allocates nothing.
     *
     * @param key the key
     */
    default boolean contains(byte[] key) {
        return contains(key, 0, key.length);
    }

    /**
     * {@return whether a key is present} Allocates nothing.
     *
     * @param key holds the key
     * @param offset the key's first byte
     * @param length the key's length, 0 to 65,535
     */
    boolean contains(byte[] key, int offset, int length);

    /**
     * {@return whether {@code key} is present} Allocates nothing.
     *
     * @param key the remaining bytes are the key
     */
    boolean contains(ByteBuffer key);

    /**
     * {@return a cursor over the entries of a range} Costs O(log n) at its first step.
     *
     * @param range which keys
     * @param direction in which order
     */
    Cursor scan(KeyRange range, Direction direction);

    /**
     * {@return a forward cursor over the keys that begin with {@code prefix}; see
     * {@link KeyRange#prefix}}
     *
     * @param prefix the first bytes of every key to see
     */
    default Cursor prefixScan(byte[] prefix) {
        return scan(KeyRange.prefix(prefix), Direction.FORWARD);
    }

    /**
     * {@return a forward cursor over the keys from {@code start}, included, to {@code end},
     * excluded}
     *
     * @param start the least key to see
     * @param end the least key not to see
     */
    default Cursor rangeScan(byte[] start, byte[] end) {
        return scan(KeyRange.of(start, end), Direction.FORWARD);
    }

    /**
     * {@return an iterator over copies of the entries of a range: convenient, and it allocates} It
     * fails as the cursor under it does when the store is changed.
     *
     * @param range which keys
     * @param direction in which order
     */
    default Iterator<Entry> entries(KeyRange range, Direction direction) {
        Cursor cursor = scan(range, direction);
        return new Iterator<>() {
            private @Nullable Entry ahead;
            private boolean done;

            @Override
            public boolean hasNext() {
                if (ahead == null && !done) {
                    done = !cursor.next();
                    ahead = done
                            ? null
                            : new Entry(
                                    cursor.key().toByteArray(), cursor.value().toByteArray());
                }
                return ahead != null;
            }

            @Override
            public Entry next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("no entry is left in range=" + range);
                }
                Entry current = Objects.requireNonNull(ahead);
                ahead = null;
                return current;
            }
        };
    }

    /**
     * {@return a sequential stream over copies of the entries of a range; see {@link #entries}}
     *
     * @param range which keys
     * @param direction in which order
     */
    default Stream<Entry> stream(KeyRange range, Direction direction) {
        int characteristics = Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL;
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(entries(range, direction), characteristics),
                false);
    }

    /** {@return the number of entries} O(1). */
    long size();

    /** {@return whether there is no entry} O(1). */
    default boolean isEmpty() {
        return size() == 0;
    }

    /** {@return the bytes of all live keys and values, without any overhead} O(1). */
    long sizeBytes();
}
