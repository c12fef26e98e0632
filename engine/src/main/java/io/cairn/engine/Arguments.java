package io.cairn.engine;

import io.cairn.StateStore;
import io.cairn.engine.log.FileFormat;

import java.nio.ByteBuffer;
import java.util.Objects;

/** Checks of what callers give, with messages that name the value, the limit and the remedy. */
final class Arguments {
    private Arguments() {}

    static void requireKey(byte[] key, int offset, int length) {
        Objects.requireNonNull(key, "key");
        Objects.checkFromIndexSize(offset, length, key.length);
        requireKeyLength(length);
    }

    static void requireKeyLength(int length) {
        if (length > StateStore.MAX_KEY_LENGTH) {
            throw new IllegalArgumentException("key length=" + length + " is above the limit of "
                    + StateStore.MAX_KEY_LENGTH + " bytes; use a shorter key, or a hash of it");
        }
    }

    static void requireValue(byte[] value, int offset, int length) {
        Objects.requireNonNull(value, "value");
        Objects.checkFromIndexSize(offset, length, value.length);
        requireValueLength(length);
    }

    static void requireValueLength(int length) {
        if (length > StateStore.MAX_VALUE_LENGTH) {
            throw new IllegalArgumentException("value length=" + length + " is above the limit of "
                    + StateStore.MAX_VALUE_LENGTH + " bytes; split the value over several keys");
        }
    }

    static int requireValue(ByteBuffer value) {
        Objects.requireNonNull(value, "value");
        requireValueLength(value.remaining());
        return value.remaining();
    }

    /** Checks all of a batch, so that a bad element stops it before the first was stored. */
    static void requireBatch(byte[][] keys, byte[][] values) {
        requireAsMany(keys.length, values.length, "values");
        for (int i = 0; i < keys.length; i++) {
            Objects.requireNonNull(keys[i], "key");
            Objects.requireNonNull(values[i], "value");
            requireKeyLength(keys[i].length);
            requireValueLength(values[i].length);
        }
    }

    static void requireKeys(byte[][] keys) {
        for (byte[] key : keys) {
            Objects.requireNonNull(key, "key");
            requireKeyLength(key.length);
        }
    }

    static void requireAsMany(int keys, int others, String what) {
        if (others < keys) {
            throw new IllegalArgumentException(
                    what + "=" + others + " are fewer than keys=" + keys + "; give one for each");
        }
    }

    static void requireTag(byte[] tag) {
        Objects.requireNonNull(tag, "tag");
        if (tag.length > FileFormat.MAX_TAG_BYTES) {
            throw new IllegalArgumentException("tag length=" + tag.length
                    + " is above the limit of " + FileFormat.MAX_TAG_BYTES
                    + " bytes; store what is larger under a key and tag its version");
        }
    }
}
