package io.cairn.cli;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A way to write bytes as text. */
enum TextEncoding {
    /** The bytes are text already; not all bytes are. */
    UTF8 {
        @Override
        @Nullable
        String encode(byte[] bytes) {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder() // reports what is malformed
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            } catch (CharacterCodingException notText) {
                return null;
            }
        }

        @Override
        byte[] decode(String text) {
            try {
                ByteBuffer bytes =
                        StandardCharsets.UTF_8.newEncoder().encode(java.nio.CharBuffer.wrap(text));
                byte[] array = new byte[bytes.remaining()];
                bytes.get(array);
                return array;
            } catch (CharacterCodingException e) {
                throw new IllegalArgumentException("half of a surrogate pair", e);
            }
        }
    },
    /** Two hexadecimal digits a byte. */
    HEX {
        @Override
        String encode(byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }

        @Override
        byte[] decode(String text) {
            return HexFormat.of().parseHex(text);
        }
    },
    /** Base64 of RFC 4648, with padding. */
    BASE64 {
        @Override
        String encode(byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        }

        @Override
        byte[] decode(String text) {
            return Base64.getDecoder().decode(text);
        }
    };

    /** Returns the text, or null if this encoding has none for these bytes. */
    abstract @Nullable String encode(byte[] bytes);

    /**
     * Returns the bytes.
     *
     * @throws IllegalArgumentException if the text is not of this encoding
     */
    abstract byte[] decode(String text);

    /** The name that users read and write. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
