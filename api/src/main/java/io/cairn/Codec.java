package io.cairn;

/**
 * Turns objects into bytes and back, without allocating more than the objects. Stateless and safe
 * for any thread, as the ready ones in {@link Codecs} and {@link KeyCodecs} are; {@code toString}
 * names the codec in messages.
 *
 * <p>{@code decode} of what {@code encode} wrote gives an equal object, and equal objects are
 * encoded as equal bytes where they serve as keys.
 *
 * @param <T> the objects' type
 */
public interface Codec<T> {
    /**
     * Returns how many bytes {@link #encode} needs at most for {@code value}. May be more than it
     * takes, and should be cheap.
     *
     * @param value the object
     * @return 0 or more
     * @throws SerializationException if the object cannot be encoded
     */
    int maxEncodedLength(T value);

    /**
     * Writes an object's bytes into an array. Must not use the store that the bytes are meant for.
     *
     * @param value the object
     * @param target has at least {@link #maxEncodedLength} bytes from {@code offset} on
     * @param offset where to write the first byte
     * @return how many bytes were written, 0 to {@link #maxEncodedLength}
     * @throws SerializationException if the object cannot be encoded
     */
    int encode(T value, byte[] target, int offset);

    /**
     * Makes an object of bytes. Must not keep the view, nor use the store that it belongs to.
     *
     * @param bytes all of the object's bytes
     * @return the object
     * @throws SerializationException if the bytes are not an object's
     */
    T decode(BytesView bytes);
}
