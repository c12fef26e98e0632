package io.cairn;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which keys of a snapshot to write or to restore: all, a range, or some groups by hash. Immutable.
 */
public final class KeySubset {
    private static final KeySubset ALL = new KeySubset(KeyRange.all(), 0, 1, 1);

    private final KeyRange range;
    private final byte[] start;
    private final byte @Nullable [] end;
    private final int firstGroup;
    private final int endGroup;
    private final int groups;

    private KeySubset(KeyRange range, int firstGroup, int endGroup, int groups) {
        this.range = range;
        this.start = range.start();
        this.end = range.end();
        this.firstGroup = firstGroup;
        this.endGroup = endGroup;
        this.groups = groups;
    }

    /** {@return every key} */
    public static KeySubset all() {
        return ALL;
    }

    /**
     * {@return the keys in a range}
     *
     * @param range the range; its borders have at most 65,535 bytes each
     * @throws IllegalArgumentException if a border is longer
     */
    public static KeySubset range(KeyRange range) {
        KeySubset subset = new KeySubset(Objects.requireNonNull(range, "range"), 0, 1, 1);
        requireLength(subset.start);
        if (subset.end != null) {
            requireLength(subset.end);
        }
        return subset;
    }

    private static void requireLength(byte[] border) {
        if (border.length > StateStore.MAX_KEY_LENGTH) {
            throw new IllegalArgumentException("a border of the range has length=" + border.length
                    + ", more than a key's " + StateStore.MAX_KEY_LENGTH + "; shorten it");
        }
    }

    /**
     * {@return the keys of one group; see {@link KeyGroups}}
     *
     * @param group the group, 0 to {@code groups - 1}
     * @param groups how many groups there are in all, 1 to 32,768
     * @throws IllegalArgumentException if a number is out of range
     */
    public static KeySubset group(int group, int groups) {
        return groups(group, group + 1, groups);
    }

    /**
     * {@return the keys of neighbouring groups; see {@link KeyGroups}}
     *
     * @param first the first group, 0 to {@code end - 1}
     * @param end the group after the last, up to {@code groups}
     * @param groups how many groups there are in all, 1 to 32,768
     * @throws IllegalArgumentException if a number is out of range
     */
    public static KeySubset groups(int first, int end, int groups) {
        KeyGroups.requireGroups(groups);
        if (first < 0 || first >= end || end > groups) {
            throw new IllegalArgumentException("the groups from first=" + first + " to before end="
                    + end + " are none of groups=" + groups + "; take 0 <= first < end <= groups");
        }
        return groups == 1 ? ALL : new KeySubset(KeyRange.all(), first, end, groups);
    }

    /** {@return the range that holds all keys of the subset} */
    public KeyRange range() {
        return range;
    }

    /** {@return the first group; 0 where groups do not matter} */
    public int firstGroup() {
        return firstGroup;
    }

    /** {@return the group after the last; 1 where groups do not matter} */
    public int endGroup() {
        return endGroup;
    }

    /** {@return how many groups there are in all; 1 where groups do not matter} */
    public int groups() {
        return groups;
    }

    /** {@return whether this is every key} */
    public boolean isAll() {
        return groups == 1 && start.length == 0 && end == null;
    }

    /**
     * {@return whether a key is in the subset} O(length); allocates nothing.
     *
     * @param key holds the key
     * @param offset the key's first byte
     * @param length the key's length, 0 to 65,535
     */
    public boolean contains(byte[] key, int offset, int length) {
        int to = Objects.checkFromIndexSize(offset, length, key.length) + length;
        if (start.length > 0
                && Arrays.compareUnsigned(start, 0, start.length, key, offset, to) > 0) {
            return false;
        }
        if (end != null && Arrays.compareUnsigned(key, offset, to, end, 0, end.length) >= 0) {
            return false;
        }
        if (groups == 1) {
            return true;
        }
        int group = KeyGroups.groupOf(key, offset, length, groups);
        return group >= firstGroup && group < endGroup;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeySubset that
                && range.equals(that.range)
                && firstGroup == that.firstGroup
                && endGroup == that.endGroup
                && groups == that.groups;
    }

    @Override
    public int hashCode() {
        return Objects.hash(range, firstGroup, endGroup, groups);
    }

    @Override
    public String toString() {
        if (groups > 1) {
            return "groups " + firstGroup + " to " + (endGroup - 1) + " of " + groups;
        }
        return isAll() ? "all" : "range " + range;
    }
}
