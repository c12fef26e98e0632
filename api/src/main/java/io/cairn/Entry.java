package io.cairn;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A copy of one key and its value, as the convenience scans give them. Two entries are equal if
 * their bytes are.
 *
 * @param key the key's bytes, owned by the receiver
 * @param value the value's bytes, owned by the receiver
 */
@SuppressWarnings("ArrayRecordComponent") // copies made for the receiver; equality is by content
public record Entry(byte[] key, byte[] value) {
    /**
     * Makes an entry from the two arrays, which are not copied.
     *
     * @throws NullPointerException if either is null
     */
    public Entry {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Entry that
                && Arrays.equals(key, that.key)
                && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(key) + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "Entry[key=" + HexFormat.of().formatHex(key) + ", valueLength=" + value.length + "]";
    }
}
