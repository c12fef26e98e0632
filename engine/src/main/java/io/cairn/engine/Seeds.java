package io.cairn.engine;

import java.util.UUID;

/** Draws hash seeds that nobody can guess. */
final class Seeds {
    private Seeds() {}

    static long next() {
        return UUID.randomUUID().getLeastSignificantBits()
                * 0x9E37_79B9_7F4A_7C15L; // spreads the UUID's fixed bits
    }
}
