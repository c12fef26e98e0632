package io.cairn;

import java.util.ConcurrentModificationException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A codec and the array that it encodes into again and again. Whatever a codec does wrong comes out
 * as a {@link SerializationException} that names the codec and the key. One thread at a time.
 */
final class CodecScratch<T> {
    /** A larger array is not kept, lest one large object hold its memory for ever. */
    private static final int MAX_KEPT_BYTES = 1 << 20;

    private static final int LEAST_BYTES = 64;
    private static final int MAX_DESCRIPTION_LENGTH = 100;
    private static final byte[] NOTHING = {};

    private final Codec<T> codec;
    private byte[] bytes = NOTHING;
    private int length;

    CodecScratch(Codec<T> codec) {
        this.codec = codec;
    }

    /**
     * The encoded object's bytes, from 0 to {@link #length()}; the array changes with the next
     * {@link #encode}.
     */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /**
     * Encodes an object.
     *
     * @param value the object
     * @param key the key that it is or belongs to, for messages
     */
    void encode(T value, Object key) {
        int room;
        int written;
        try {
            room = codec.maxEncodedLength(value);
            if (room > bytes.length) {
                bytes = new byte[roundUp(room)];
            }
            written = codec.encode(value, bytes, 0);
        } catch (RuntimeException e) {
            throw failed("encode", key, e);
        }
        if (written < 0 || written > room) {
            throw new SerializationException(
                    ("codec=%s wrote length=%d bytes for key=%s, outside of 0 to its"
                                    + " maxEncodedLength=%d; correct the codec")
                            .formatted(codec, written, describe(key), room));
        }
        length = written;
    }

    /** Gives up an array that is too large to keep. */
    void trim() {
        if (bytes.length > MAX_KEPT_BYTES) {
            bytes = NOTHING;
        }
    }

    /**
     * Decodes an object.
     *
     * @param view its bytes
     * @param key the key that it is or belongs to, for messages: an object, or a view of its bytes
     */
    T decode(BytesView view, Object key) {
        try {
            return Objects.requireNonNull(codec.decode(view), "it decoded null");
        } catch (ConcurrentModificationException e) {
            throw e; // the thread rule was broken: no fault of the codec
        } catch (RuntimeException e) {
            throw failed("decode", key, e);
        }
    }

    private SerializationException failed(String action, Object key, RuntimeException cause) {
        // A codec's own exception says what is wrong; any other needs its class's name beside it.
        String why = cause instanceof SerializationException
                ? String.valueOf(cause.getMessage())
                : cause.toString();
        return new SerializationException(
                "codec=%s cannot %s for key=%s: %s".formatted(codec, action, describe(key), why),
                cause);
    }

    private static int roundUp(int room) {
        if (room > 1 << 30) {
            return room;
        }
        return Math.max(LEAST_BYTES, Integer.highestOneBit(Math.max(1, room - 1)) << 1);
    }

    private static String describe(Object key) {
        String text;
        try {
            text = key instanceof byte[] array
                    ? hex(array)
                    : key instanceof BytesView view ? hex(view.toByteArray()) : key.toString();
        } catch (RuntimeException e) {
            return "(a " + key.getClass().getName() + " whose description failed: " + e + ")";
        }
        return text.length() <= MAX_DESCRIPTION_LENGTH
                ? text
                : text.substring(0, MAX_DESCRIPTION_LENGTH) + "...";
    }

    private static String hex(byte[] array) {
        return "0x"
                + HexFormat.of()
                        .formatHex(array, 0, Math.min(array.length, MAX_DESCRIPTION_LENGTH));
    }
}
