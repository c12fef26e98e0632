package io.cairn;

/** What codecs of a fixed number of bytes have in common: the check of the length. */
abstract class FixedLengthCodec<T> implements Codec<T> {
    private final String name;
    private final int length;

    FixedLengthCodec(String name, int length) {
        this.name = name;
        this.length = length;
    }

    /** Decodes exactly {@code length} bytes. */
    abstract T decodeChecked(BytesView bytes);

    @Override
    public final int maxEncodedLength(T value) {
        return length;
    }

    @Override
    public final T decode(BytesView bytes) {
        if (bytes.length() != length) {
            throw new SerializationException("codec="
                    + name
                    + " cannot decode length="
                    + bytes.length()
                    + " bytes, it needs "
                    + length
                    + "; use the codec that the bytes were written with");
        }
        return decodeChecked(bytes);
    }

    @Override
    public final String toString() {
        return name;
    }
}
