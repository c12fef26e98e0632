package io.cairn;

import java.util.Objects;

/**
 * Sorts keys into a fixed number of groups by their hash, so that state can be split and joined
 * again when a job is given more or fewer workers.
 *
 * <p>The group of a key is {@code hash mod groups}, unsigned, where the hash is MurmurHash3 by
 * Austin Appleby in its variant x86_32 with seed 0, over the key's bytes. It depends on nothing
 * else: not on the store, its seed, the processor or the release.
 */
public final class KeyGroups {
    /** The most groups there can be. */
    public static final int MAX_GROUPS = 1 << 15;

    private static final int C1 = 0xCC9E_2D51;
    private static final int C2 = 0x1B87_3593;

    private KeyGroups() {}

    /**
     * {@return the group of a key, 0 to {@code groups - 1}} O(length).
     *
     * @param key the key
     * @param groups how many groups there are, 1 to 32,768
     * @throws IllegalArgumentException if {@code groups} is out of range
     */
    public static int groupOf(byte[] key, int groups) {
        Objects.requireNonNull(key, "key");
        return groupOf(key, 0, key.length, groups);
    }

    /**
     * {@return the group of a key, 0 to {@code groups - 1}} O(length).
     *
     * @param key holds the key
     * @param offset the key's first byte
     * @param length the key's length, 0 to 65,535
     * @param groups how many groups there are, 1 to 32,768
     * @throws IllegalArgumentException if {@code groups} is out of range
     */
    public static int groupOf(byte[] key, int offset, int length, int groups) {
        requireGroups(groups);
        Objects.checkFromIndexSize(offset, length, key.length);
        return Integer.remainderUnsigned(murmur3(key, offset, length), groups);
    }

    static void requireGroups(int groups) {
        if (groups < 1 || groups > MAX_GROUPS) {
            throw new IllegalArgumentException(
                    "groups=" + groups + " is not between 1 and " + MAX_GROUPS);
        }
    }

    static int murmur3(byte[] key, int offset, int length) {
        int hash = 0;
        int at = offset;
        for (int end = offset + (length & -4); at < end; at += 4) {
            hash ^= scrambled(little(key, at, 4));
            hash = Integer.rotateLeft(hash, 13) * 5 + 0xE654_6B64;
        }
        hash ^= scrambled(little(key, at, length & 3)) ^ length;
        hash = (hash ^ hash >>> 16) * 0x85EB_CA6B;
        hash = (hash ^ hash >>> 13) * 0xC2B2_AE35;
        return hash ^ hash >>> 16;
    }

    private static int scrambled(int word) {
        return Integer.rotateLeft(word * C1, 15) * C2;
    }

    private static int little(byte[] key, int at, int bytes) {
        int word = 0;
        for (int i = 0; i < bytes; i++) {
            word |= (key[at + i] & 0xFF) << (8 * i);
        }
        return word;
    }
}
