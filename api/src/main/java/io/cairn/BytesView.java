package io.cairn;

import java.nio.ByteBuffer;

/**
 * A read-only window onto a key or value inside a store: the bytes are read where they lie, nothing
 * is copied.
 *
 * <p>A view is reusable. It is made empty by {@link StateStore#newView()}, pointed by
 * {@link KeyValueReader#getRef(byte[], BytesView)} or by a {@link Cursor}, and may be pointed again
 * at any time. It belongs to the store (or snapshot) that made it.
 *
 * <p><b>V1</b> A view turns stale with the next mutation, compaction, restore or close of its store
 * (a snapshot's views: with the snapshot's close). Every method of a stale view, or of one that was
 * never pointed, throws {@link IllegalStateException}; it never reads other bytes.
 *
 * <p><b>V2</b> Positions run from 0 to {@link #length()}; outside of that is
 * {@link IndexOutOfBoundsException}. Numbers are little-endian, at any alignment.
 *
 * <p>All methods cost O(bytes touched) and allocate nothing, but {@link #toByteArray()}. The thread
 * rule is the store's.
 */
public interface BytesView {
    /**
     * {@return the number of bytes, 0 or more}
     *
     * @throws IllegalStateException if the view is stale
     */
    int length();

    /**
     * Reads one byte.
     *
     * @param index position, 0 to {@code length() - 1}
     * @return the byte
     * @throws IndexOutOfBoundsException if {@code index} is outside of the view
     * @throws IllegalStateException if the view is stale
     */
    byte getByte(int index);

    /**
     * Reads four bytes as a little-endian int.
     *
     * @param index position of the first byte, 0 to {@code length() - 4}
     * @return the number
     * @throws IndexOutOfBoundsException if any of the bytes is outside of the view
     * @throws IllegalStateException if the view is stale
     */
    int getInt(int index);

    /**
     * Reads eight bytes as a little-endian long.
     *
     * @param index position of the first byte, 0 to {@code length() - 8}
     * @return the number
     * @throws IndexOutOfBoundsException if any of the bytes is outside of the view
     * @throws IllegalStateException if the view is stale
     */
    long getLong(int index);

    /**
     * Copies {@code length} bytes from {@code index} on into an array.
     *
     * @param index position of the first byte in this view
     * @param target where to copy to
     * @param offset position of the first byte in {@code target}
     * @param length how many bytes, 0 or more
     * @throws IndexOutOfBoundsException if either range is outside of its bounds
     * @throws IllegalStateException if the view is stale
     */
    void copyTo(int index, byte[] target, int offset, int length);

    /**
     * Copies the whole view into {@code target} from its position on, which moves by
     * {@link #length()}.
     *
     * @param target a heap or direct buffer with at least {@code length()} bytes remaining
     * @throws java.nio.BufferOverflowException if {@code target} has too little room; nothing is
     *     copied
     * @throws java.nio.ReadOnlyBufferException if {@code target} is read-only
     * @throws IllegalStateException if the view is stale
     */
    void copyTo(ByteBuffer target);

    /**
     * Compares this view with an array in unsigned lexicographic order.
     *
     * @param other the array to compare with
     * @return negative, zero or positive as this view is less than, equal to or greater than
     *     {@code other}
     * @throws IllegalStateException if the view is stale
     */
    int compareTo(byte[] other);

    /**
     * {@return a fresh copy of the bytes}
     *
     * @throws IllegalStateException if the view is stale
     */
    byte[] toByteArray();
}
