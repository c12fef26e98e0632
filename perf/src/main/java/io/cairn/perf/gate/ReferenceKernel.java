package io.cairn.perf.gate;

import java.util.Arrays;
import java.util.Random;

/**
 * The yardstick for the processor: mixes words of an array that stays in the first cache, and
 * searches for the result in a sorted one, with branches that cannot be predicted. Must never
 * change: baselines depend on it.
 */
final class ReferenceKernel {
    private static final int WORDS = 512;
    private static final int WORDS_AN_OPERATION = 12;
    private static final long FACTOR = 0xD6E8FEB86659FD93L;

    private final long[] words = new long[WORDS];
    private final long[] sorted;
    private long state = 1;

    /** Makes the two arrays, 4 KiB each. */
    ReferenceKernel() {
        Random random = new Random(2);
        Arrays.setAll(words, at -> random.nextLong());
        sorted = words.clone();
        Arrays.sort(sorted);
    }

    /** Mixes and searches {@code count} times; each time begins where the last one ended. */
    long run(int count) {
        long mixed = state;
        for (int operation = 0; operation < count; operation++) {
            for (int word = 0; word < WORDS_AN_OPERATION; word++) {
                mixed = (mixed ^ words[(int) (mixed >>> 32) & (WORDS - 1)]) * FACTOR;
                mixed ^= mixed >>> 29;
            }
            mixed += placeOf(mixed);
        }
        state = mixed;
        return mixed;
    }

    private int placeOf(long number) {
        int low = 0;
        int high = WORDS;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
