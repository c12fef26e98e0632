package io.cairn;

import org.jspecify.annotations.NullUnmarked;

/** Null where none is allowed, as careless callers give it. */
final class TestNulls {
    private TestNulls() {}

    @NullUnmarked
    @SuppressWarnings("TypeParameterUnusedInFormals")
    static <T> T of() {
        return null;
    }
}
