package io.cairn.engine.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/**
 * That keys which collide whatever the seed cannot be made, neither from what the source tells nor
 * by changing keys in patterns.
 */
class KeyHashTest {
    private static final long SEED = Long.getLong("cairn.seed", System.nanoTime());
    private static final int SEEDS = 8;
    private static final int FAMILY = 1_024;
    /** Far beyond what a right hash shows in any of the comparisons made here. */
    private static final double SIGMAS = 7;

    private final SplittableRandom random = new SplittableRandom(SEED);

    KeyHashTest() {
        System.out.println("KeyHashTest seed=" + SEED);
    }

    private static byte[] key(int length, long... words) {
        ByteBuffer buffer = ByteBuffer.allocate(Math.max(length, words.length * Long.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (long word : words) {
            buffer.putLong(word);
        }
        return Arrays.copyOf(buffer.array(), length);
    }

    private static long hash(long seed, byte[] key) {
        return KeyHash.of(seed, key, 0, key.length);
    }

    /** Under each of many seeds, no two keys of a family have the same hash. */
    private void requireNoCollisions(String what, IntFunction<byte[]> family) {
        for (int i = 0; i < SEEDS; i++) {
            long seed = random.nextLong();
            Set<Long> hashes = new HashSet<>();
            for (int number = 0; number < FAMILY; number++) {
                hashes.add(hash(seed, family.apply(number)));
            }
            assertThat(hashes).as("%s, seed=%s", what, seed).hasSize(FAMILY);
        }
    }

    @Test
    void noWordOfAKeySwallowsAnother() {
        long[] constants = {
            0, -1, 1, KeyHash.M0, KeyHash.M1, KeyHash.M2, KeyHash.M3, ~KeyHash.M0, ~KeyHash.M1
        };
        for (long constant : constants) {
            for (int length : new int[] {16, 24, 31, 32, 48, 64, 80}) {
                for (int word = 0; word < 4; word++) {
                    int at = word;
                    requireNoCollisions(
                            "length=" + length + " word=" + word + " constant=" + constant,
                            number -> withConstant(length, at, constant, number));
                }
            }
        }
    }

    /** A word is the constant, the one beside it, with which it is multiplied, is the number. */
    private static byte[] withConstant(int length, int word, long constant, int number) {
        long[] words = new long[10];
        words[word] = constant;
        words[word ^ 1] = number;
        int size = length <= Long.BYTES * (word ^ 1) ? Long.BYTES * ((word | 1) + 1) : length;
        return key(size, words);
    }

    @Test
    void noPartOfALongKeyUndoesAnother() {
        long[] differences = {
            0, -1, KeyHash.M3, KeyHash.M0 ^ KeyHash.M1, KeyHash.M0, KeyHash.M1, KeyHash.M2
        };
        for (long first : differences) {
            for (long second : differences) {
                requireNoCollisions("mirrored by " + first + " and " + second, number -> {
                    long a = number * 0x9E37_79B9_7F4A_7C15L;
                    long b = number;
                    return key(64, a, b, a ^ first, b ^ second, 1, 2, 1 ^ first, 2);
                });
            }
        }
    }

    @Test
    void noPatternOfChangesMakesKeysCollide() {
        for (int length = 1; length <= 72; length += length < 20 ? 1 : 13) {
            for (byte[] difference : differences(length)) {
                requireRandomChange(length, difference);
            }
        }
    }

    private static List<byte[]> differences(int length) {
        List<byte[]> differences = new ArrayList<>();
        for (int bit = 0; bit < length * Byte.SIZE; bit += length < 9 ? 1 : 5) {
            byte[] difference = new byte[length];
            difference[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            differences.add(difference);
        }
        for (long word : new long[] {-1, ~1L, ~3L, ~7L, 3, 1L << 63 | 1, -1L << 32, -1L >>> 32}) {
            differences.add(key(length, word, word, word, word, word, word, word, word, word));
            differences.add(key(length, word, ~word, word, ~word, word, ~word, word, ~word, word));
            differences.add(key(length, word));
            differences.add(key(length, 0, word));
        }
        differences.removeIf(difference -> Arrays.equals(difference, new byte[length]));
        return differences;
    }

    /** Random keys and seeds: after the change, the parts of the hash that choose a slot differ. */
    private void requireRandomChange(int length, byte[] difference) {
        int tries = 1_000;
        int same = 0;
        int samePage = 0;
        int sameLine = 0;
        byte[] key = new byte[length];
        for (int i = 0; i < tries; i++) {
            long seed = random.nextLong();
            random.nextBytes(key);
            long before = hash(seed, key);
            for (int at = 0; at < length; at++) {
                key[at] ^= difference[at];
            }
            long changed = before ^ hash(seed, key);
            same += changed == 0 ? 1 : 0;
            samePage += (changed & 63) == 0 ? 1 : 0;
            sameLine += changed >>> 58 == 0 ? 1 : 0;
        }
        double expected = tries / 64.0;
        int most = (int) (expected + SIGMAS * Math.sqrt(expected));
        String what = "length=" + length + " difference=" + Arrays.toString(difference);
        assertThat(same).as("equal hashes, %s", what).isZero();
        assertThat(samePage).as("equal low bits, %s", what).isLessThan(most);
        assertThat(sameLine).as("equal high bits, %s", what).isLessThan(most);
    }
}
