package io.cairn;

/**
 * Walks the keys of a range in one direction, reading them where they lie.
 *
 * <p>A new cursor stands before its first entry; {@link #next()} brings it onto the first and then
 * from one to the next. {@link #key()} and {@link #value()} return the same two views each time,
 * pointed at the current entry.
 *
 * <p><b>C1</b> A cursor stays inside its range: it never shows a key outside of it, {@code seek}
 * included.
 *
 * <p><b>C2</b> After a mutation, compaction, restore or close of the store every method of the
 * cursor and of its views throws {@link IllegalStateException}. A snapshot's cursors live until the
 * snapshot is closed.
 *
 * <p><b>C3</b> {@code next} and {@code seek} allocate nothing. {@code next} costs amortised O(1),
 * {@code seek} O(log n). There is nothing to close.
 */
public interface Cursor {
    /**
     * Steps to the next entry in the cursor's direction.
     *
     * @return false if there is none; the cursor then stands on no entry, and stays so until a
     *     {@code seek}
     * @throws IllegalStateException if the store was changed or closed since the cursor was made
     */
    boolean next();

    /**
     * Goes straight to the first entry at or after {@code key} in the cursor's direction: forward,
     * the least key that is not less; backward, the greatest key that is not greater. A key before
     * the range's first end means the first entry of the range.
     *
     * @param key where to go; need not be present; up to 65,535 bytes
     * @return false if there is none; the cursor then stands on no entry
     * @throws IllegalArgumentException if the key is longer than 65,535 bytes
     * @throws IllegalStateException if the store was changed or closed since the cursor was made
     */
    boolean seek(byte[] key);

    /**
     * {@return the current key}
     *
     * @throws IllegalStateException if the cursor stands on no entry, or the store was changed or
     *     closed
     */
    BytesView key();

    /**
     * {@return the current value}
     *
     * @throws IllegalStateException if the cursor stands on no entry, or the store was changed or
     *     closed
     */
    BytesView value();
}
