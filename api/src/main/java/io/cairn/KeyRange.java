package io.cairn;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A range of keys in unsigned lexicographic order: the start is included, the end is excluded,
 * either may be open. Immutable; the arrays given are copied.
 */
public final class KeyRange {
    private static final byte[] LEAST = {};
    private static final KeyRange ALL = new KeyRange(LEAST, null);

    private final byte[] start;
    private final byte @Nullable [] end;

    private KeyRange(byte[] start, byte @Nullable [] end) {
        this.start = start;
        this.end = end;
    }

    /** {@return the range of every key} */
    public static KeyRange all() {
        return ALL;
    }

    /**
     * {@return the keys from {@code start}, included, to {@code end}, excluded} Where {@code end}
     * is not greater than {@code start} the range is empty, which is legal.
     *
     * @param start the least key of the range
     * @param end the least key beyond the range
     */
    public static KeyRange of(byte[] start, byte[] end) {
        return new KeyRange(copy(start, "start"), copy(end, "end"));
    }

    /**
     * {@return the keys from {@code start}, included, on}
     *
     * @param start the least key of the range
     */
    public static KeyRange from(byte[] start) {
        return new KeyRange(copy(start, "start"), null);
    }

    /**
     * {@return the keys up to {@code end}, excluded}
     *
     * @param end the least key beyond the range
     */
    public static KeyRange until(byte[] end) {
        return new KeyRange(LEAST, copy(end, "end"));
    }

    /**
     * {@return the keys that begin with {@code prefix}} The empty prefix is every key; a prefix of
     * 0xFF bytes only has no end, since no key is beyond all of its extensions.
     *
     * @param prefix the first bytes of every key in the range
     */
    public static KeyRange prefix(byte[] prefix) {
        byte[] start = copy(prefix, "prefix");
        return new KeyRange(start, successor(start));
    }

    /** {@return a copy of the least key in the range; empty where the range is open below} */
    public byte[] start() {
        return start.clone();
    }

    /** {@return a copy of the least key beyond the range, or null where the range is open above} */
    public byte @Nullable [] end() {
        return end == null ? null : end.clone();
    }

    /**
     * {@return whether {@code key} is in the range}
     *
     * @param key any key
     */
    public boolean contains(byte[] key) {
        Objects.requireNonNull(key, "key");
        return Arrays.compareUnsigned(start, key) <= 0
                && (end == null || Arrays.compareUnsigned(key, end) < 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyRange that
                && Arrays.equals(start, that.start)
                && Arrays.equals(end, that.end);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(start) + Arrays.hashCode(end);
    }

    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return "[" + hex.formatHex(start) + ", " + (end == null ? "open" : hex.formatHex(end))
                + ")";
    }

    /** The least array that is greater than every extension of {@code prefix}; null if none is. */
    private static byte @Nullable [] successor(byte[] prefix) {
        for (int last = prefix.length - 1; last >= 0; last--) {
            if (prefix[last] != (byte) 0xFF) {
                byte[] successor = Arrays.copyOf(prefix, last + 1);
                successor[last]++;
                return successor;
            }
        }
        return null;
    }

    private static byte[] copy(byte[] bytes, String name) {
        return Objects.requireNonNull(bytes, name).clone();
    }
}
