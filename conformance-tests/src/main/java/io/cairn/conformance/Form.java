package io.cairn.conformance;

import io.cairn.BytesView;
import io.cairn.KeyValueReader;
import io.cairn.StateStore;
import io.cairn.WriteBatch;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The forms in which keys and values can be given (rule R2), each of which means the same. */
enum Form {
    ARRAY,
    ARRAY_RANGE,
    HEAP_BUFFER,
    DIRECT_BUFFER,
    READ_ONLY_BUFFER;

    private static final int BEFORE = 3;
    private static final int AFTER = 2;
    private static final byte AROUND = (byte) 0xA5;

    void put(StateStore store, byte[] key, byte[] value) {
        switch (this) {
            case ARRAY -> store.put(key, value);
            case ARRAY_RANGE ->
                store.put(padded(key), BEFORE, key.length, padded(value), BEFORE, value.length);
            default -> {
                ByteBuffer keyBuffer = buffer(key);
                ByteBuffer valueBuffer = buffer(value);
                store.put(keyBuffer, valueBuffer);
                requireUnmoved(keyBuffer, key.length);
                requireUnmoved(valueBuffer, value.length);
            }
        }
    }

    /** Adds a put to a batch. */
    void put(WriteBatch batch, byte[] key, byte[] value) {
        switch (this) {
            case ARRAY -> batch.put(key, value);
            case ARRAY_RANGE ->
                batch.put(padded(key), BEFORE, key.length, padded(value), BEFORE, value.length);
            default -> {
                ByteBuffer keyBuffer = buffer(key);
                ByteBuffer valueBuffer = buffer(value);
                batch.put(keyBuffer, valueBuffer);
                requireUnmoved(keyBuffer, key.length);
                requireUnmoved(valueBuffer, value.length);
            }
        }
    }

    /** Adds a deletion to a batch. */
    void delete(WriteBatch batch, byte[] key) {
        switch (this) {
            case ARRAY -> batch.delete(key);
            case ARRAY_RANGE -> batch.delete(padded(key), BEFORE, key.length);
            default -> {
                ByteBuffer buffer = buffer(key);
                batch.delete(buffer);
                requireUnmoved(buffer, key.length);
            }
        }
    }

    boolean delete(StateStore store, byte[] key) {
        return switch (this) {
            case ARRAY -> store.delete(key);
            case ARRAY_RANGE -> store.delete(padded(key), BEFORE, key.length);
            default -> {
                ByteBuffer buffer = buffer(key);
                boolean present = store.delete(buffer);
                requireUnmoved(buffer, key.length);
                yield present;
            }
        };
    }

    byte @Nullable [] get(KeyValueReader reader, byte[] key) {
        return switch (this) {
            case ARRAY -> reader.get(key);
            case ARRAY_RANGE -> reader.get(padded(key), BEFORE, key.length);
            default -> {
                ByteBuffer buffer = buffer(key);
                byte[] value = reader.get(buffer);
                requireUnmoved(buffer, key.length);
                yield value;
            }
        };
    }

    int get(KeyValueReader reader, byte[] key, byte[] target, int offset) {
        return switch (this) {
            case ARRAY -> reader.get(key, target, offset);
            case ARRAY_RANGE -> reader.get(padded(key), BEFORE, key.length, target, offset);
            default -> {
                ByteBuffer buffer = buffer(key);
                int length = reader.get(buffer, target, offset);
                requireUnmoved(buffer, key.length);
                yield length;
            }
        };
    }

    boolean getRef(KeyValueReader reader, byte[] key, BytesView view) {
        return switch (this) {
            case ARRAY -> reader.getRef(key, view);
            case ARRAY_RANGE -> reader.getRef(padded(key), BEFORE, key.length, view);
            default -> {
                ByteBuffer buffer = buffer(key);
                boolean present = reader.getRef(buffer, view);
                requireUnmoved(buffer, key.length);
                yield present;
            }
        };
    }

    boolean contains(KeyValueReader reader, byte[] key) {
        return switch (this) {
            case ARRAY -> reader.contains(key);
            case ARRAY_RANGE -> reader.contains(padded(key), BEFORE, key.length);
            default -> {
                ByteBuffer buffer = buffer(key);
                boolean present = reader.contains(buffer);
                requireUnmoved(buffer, key.length);
                yield present;
            }
        };
    }

    private ByteBuffer buffer(byte[] bytes) {
        byte[] padded = padded(bytes);
        ByteBuffer buffer = this == DIRECT_BUFFER
                ? ByteBuffer.allocateDirect(padded.length).put(padded)
                : ByteBuffer.wrap(padded, 1, padded.length - 1).slice();
        int before = this == DIRECT_BUFFER ? BEFORE : BEFORE - 1;
        buffer.limit(before + bytes.length).position(before);
        return this == READ_ONLY_BUFFER ? buffer.asReadOnlyBuffer() : buffer;
    }

    private static byte[] padded(byte[] bytes) {
        byte[] padded = Bytes.run(BEFORE + bytes.length + AFTER, AROUND);
        System.arraycopy(bytes, 0, padded, BEFORE, bytes.length);
        return padded;
    }

    private void requireUnmoved(ByteBuffer buffer, int length) {
        int before = this == DIRECT_BUFFER ? BEFORE : BEFORE - 1;
        Verifier.require(
                buffer.position() == before && buffer.limit() == before + length,
                "a call moved its argument: position=" + buffer.position() + ", limit="
                        + buffer.limit());
    }
}
