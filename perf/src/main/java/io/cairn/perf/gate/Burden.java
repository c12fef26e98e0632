package io.cairn.perf.gate;

/**
 * Extra work that makes an operation slower on purpose, to see that the gate notices. The work is a
 * chain of dependent steps through which the index of the next entry goes, and comes out unchanged:
 * so the operation cannot go on beside it.
 */
final class Burden {
    private static final long FACTOR = 0xD6E8FEB86659FD93L;
    private static final long ADDEND = 0x9E3779B97F4A7C15L;
    private static final long INVERSE = inverse(FACTOR);

    private Burden() {}

    /** Returns {@code number}, after {@code pairs} steps there and as many back. */
    static long carry(long number, int pairs) {
        long carried = number;
        for (int step = 0; step < pairs; step++) {
            carried = carried * FACTOR + ADDEND;
        }
        for (int step = 0; step < pairs; step++) {
            carried = (carried - ADDEND) * INVERSE;
        }
        return carried;
    }

    /** Newton's iteration doubles the right bits each time, from 3 to 96. */
    private static long inverse(long odd) {
        long inverse = odd;
        for (int round = 0; round < 5; round++) {
            inverse *= 2 - odd * inverse;
        }
        return inverse;
    }
}
