package io.cairn;

/**
 * A window onto a value that may be changed where it lies, but not in length: what
 * {@link StateStore#update} hands to its updater. Positions, numbers and staleness are as rules V1
 * and V2 of {@link BytesView} say; it is stale as soon as the updater returns.
 */
public interface MutableBytesView extends BytesView {
    /**
     * Writes one byte.
     *
     * @param index position, 0 to {@code length() - 1}
     * @param value the byte
     * @throws IndexOutOfBoundsException if {@code index} is outside of the view
     * @throws IllegalStateException if the view is stale
     */
    void putByte(int index, byte value);

    /**
     * Writes four bytes, as a little-endian int.
     *
     * @param index position of the first byte, 0 to {@code length() - 4}
     * @param value the number
     * @throws IndexOutOfBoundsException if any of the bytes is outside of the view
     * @throws IllegalStateException if the view is stale
     */
    void putInt(int index, int value);

    /**
     * Writes eight bytes, as a little-endian long.
     *
     * @param index position of the first byte, 0 to {@code length() - 8}
     * @param value the number
     * @throws IndexOutOfBoundsException if any of the bytes is outside of the view
     * @throws IllegalStateException if the view is stale
     */
    void putLong(int index, long value);

    /**
     * Copies bytes from an array into the value.
     *
     * @param index position of the first byte in this view
     * @param source where to copy from
     * @param offset position of the first byte in {@code source}
     * @param length how many bytes, 0 or more
     * @throws IndexOutOfBoundsException if either range is outside of its bounds
     * @throws IllegalStateException if the view is stale
     */
    void copyFrom(int index, byte[] source, int offset, int length);
}
