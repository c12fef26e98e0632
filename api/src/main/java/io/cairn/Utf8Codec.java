package io.cairn;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Strings in UTF-8, strictly: what has no UTF-8 form, or is none, is refused, never replaced. */
final class Utf8Codec implements Codec<String> {
    private static final String NAME = "utf8";
    private static final char REPLACEMENT = '\uFFFD';
    private static final int MAX_BYTES_PER_CHAR = 3;

    /**
     * Up to this length the cheap estimate is taken; beyond it scratch memory is worth counting.
     */
    private static final int MAX_ESTIMATED_LENGTH = 1 << 12;

    @Override
    public int maxEncodedLength(String value) {
        int length = value.length();
        return length <= MAX_ESTIMATED_LENGTH ? length * MAX_BYTES_PER_CHAR : countBytes(value);
    }

    private static int countBytes(String value) {
        long bytes = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            // The two halves of a surrogate pair are four bytes together.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : MAX_BYTES_PER_CHAR;
        }
        if (bytes > Integer.MAX_VALUE) {
            throw new SerializationException("codec="
                    + NAME
                    + " cannot encode a string of "
                    + bytes
                    + " bytes, more than "
                    + Integer.MAX_VALUE
                    + "; store a shorter one");
        }
        return (int) bytes;
    }

    @Override
    public int encode(String value, byte[] target, int offset) {
        int at = offset;
        int length = value.length();
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c < 0x80) {
                target[at++] = (byte) c;
            } else if (c < 0x800) {
                target[at++] = (byte) (0xC0 | c >> 6);
                target[at++] = continuation(c);
            } else if (!Character.isSurrogate(c)) {
                target[at++] = (byte) (0xE0 | c >> 12);
                target[at++] = continuation(c >> 6);
                target[at++] = continuation(c);
            } else {
                at = encodePair(value, i, target, at);
                i++;
            }
        }
        return at - offset;
    }

    private static int encodePair(String value, int index, byte[] target, int offset) {
        char high = value.charAt(index);
        if (!Character.isHighSurrogate(high)
                || index + 1 == value.length()
                || !Character.isLowSurrogate(value.charAt(index + 1))) {
            throw new SerializationException("codec="
                    + NAME
                    + " cannot encode the unpaired surrogate at index="
                    + index
                    + "; it is no character and has no UTF-8 form");
        }
        int codePoint = Character.toCodePoint(high, value.charAt(index + 1));
        target[offset] = (byte) (0xF0 | codePoint >> 18);
        target[offset + 1] = continuation(codePoint >> 12);
        target[offset + 2] = continuation(codePoint >> 6);
        target[offset + 3] = continuation(codePoint);
        return offset + 4;
    }

    private static byte continuation(int bits) {
        return (byte) (0x80 | (bits & 0x3F));
    }

    @Override
    public String decode(BytesView bytes) {
        byte[] copy = bytes.toByteArray();
        String text = new String(copy, StandardCharsets.UTF_8);
        // The JDK's fast path replaces malformed input; only where it may have done so need the
        // slow one look.
        return text.indexOf(REPLACEMENT) < 0 ? text : decodeStrictly(copy);
    }

    private static String decodeStrictly(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new SerializationException(
                    "codec="
                            + NAME
                            + " cannot decode length="
                            + bytes.length
                            + " bytes that are not UTF-8; use the codec that the bytes were written"
                            + " with",
                    e);
        }
    }

    @Override
    public String toString() {
        return NAME;
    }
}
