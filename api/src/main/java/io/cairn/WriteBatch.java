package io.cairn;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.Objects;

/**
 * Puts and deletes that {@link StateStore#write} makes all together or not at all. Made in the
 * order in which they were added: of two on the same key the later one counts.
 *
 * <p>A batch copies the bytes that it is given into one array of its own. That grows as needed and
 * is kept by {@link #clear()}, so a batch that is used again and again allocates nothing. It
 * belongs to no store: the same batch may be written to several, or several times.
 *
 * <p>One thread at a time. Whatever a method throws, the batch is as before the call.
 */
public final class WriteBatch {
    /** The most bytes of one batch, {@value}: keys, values, and 6 bytes for each operation. */
    public static final int MAX_BYTES = 512 << 20;

    // Each operation: value length (or DELETE), key length, key, value.
    private static final int VALUE_LENGTH = 0;
    private static final int KEY_LENGTH = VALUE_LENGTH + Integer.BYTES;
    private static final int HEADER_BYTES = KEY_LENGTH + Short.BYTES;
    private static final int DELETE = -1;

    private static final int LEAST_BYTES = 256;
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] encoded = {};
    private int used;
    private int count;
    private int changes;

    private final int mostBytes;

    /** Makes an empty batch. */
    public WriteBatch() {
        this(MAX_BYTES);
    }

    /** Makes an empty batch with a limit of its own, for tests. */
    WriteBatch(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /**
     * Adds a put; the key and the value are copied.
     *
     * @param key the key, 0 to {@value StateStore#MAX_KEY_LENGTH} bytes
     * @param value the value, 0 to {@value StateStore#MAX_VALUE_LENGTH} bytes
     * @return this batch
     * @throws IllegalArgumentException if the key or the value is too long, or the batch would be
     *     larger than {@link #MAX_BYTES}
     */
    public WriteBatch put(byte[] key, byte[] value) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        return put(key, 0, key.length, value, 0, value.length);
    }

    /**
     * Adds a put; otherwise like {@link #put(byte[], byte[])}.
     *
     * @param key holds the key
     * @param keyOffset the key's first byte
     * @param keyLength the key's length, 0 to 65,535
     * @param value holds the value
     * @param valueOffset the value's first byte
     * @param valueLength the value's length, 0 to {@value StateStore#MAX_VALUE_LENGTH}
     * @return this batch
     * @throws IllegalArgumentException if the key or the value is too long, or the batch would be
     *     larger than {@link #MAX_BYTES}
     * @throws IndexOutOfBoundsException if an offset and length lie outside of their array
     */
    public WriteBatch put(
            byte[] key,
            int keyOffset,
            int keyLength,
            byte[] value,
            int valueOffset,
            int valueLength) {
        requireRange(key, keyOffset, keyLength, "key");
        requireRange(value, valueOffset, valueLength, "value");
        requireKeyLength(keyLength);
        requireValueLength(valueLength);
        int at = begin(keyLength, valueLength);
        System.arraycopy(key, keyOffset, encoded, at, keyLength);
        System.arraycopy(value, valueOffset, encoded, at + keyLength, valueLength);
        return end(keyLength, valueLength);
    }

    /**
     * Adds a put; otherwise like {@link #put(byte[], byte[])}.
     *
     * @param key the remaining bytes are the key; position and limit are left as they are
     * @param value the remaining bytes are the value; position and limit are left as they are
     * @return this batch
     * @throws IllegalArgumentException if the key or the value is too long, or the batch would be
     *     larger than {@link #MAX_BYTES}
     */
    public WriteBatch put(ByteBuffer key, ByteBuffer value) {
        int keyLength = Objects.requireNonNull(key, "key").remaining();
        int valueLength = Objects.requireNonNull(value, "value").remaining();
        requireKeyLength(keyLength);
        requireValueLength(valueLength);
        int at = begin(keyLength, valueLength);
        key.get(key.position(), encoded, at, keyLength);
        value.get(value.position(), encoded, at + keyLength, valueLength);
        return end(keyLength, valueLength);
    }

    /**
     * Adds a deletion; the key is copied. A key that is absent when its turn comes is no error.
     *
     * @param key the key, 0 to {@value StateStore#MAX_KEY_LENGTH} bytes
     * @return this batch
     * @throws IllegalArgumentException if the key is too long, or the batch would be larger than
     *     {@link #MAX_BYTES}
     */
    public WriteBatch delete(byte[] key) {
        Objects.requireNonNull(key, "key");
        return delete(key, 0, key.length);
    }

    /**
     * Adds a deletion; otherwise like {@link #delete(byte[])}.
     *
     * @param key holds the key
     * @param offset the key's first byte
     * @param length the key's length, 0 to 65,535
     * @return this batch
     * @throws IllegalArgumentException if the key is too long, or the batch would be larger than
     *     {@link #MAX_BYTES}
     * @throws IndexOutOfBoundsException if the offset and length lie outside of the array
     */
    public WriteBatch delete(byte[] key, int offset, int length) {
        requireRange(key, offset, length, "key");
        requireKeyLength(length);
        int at = begin(length, DELETE);
        System.arraycopy(key, offset, encoded, at, length);
        return end(length, 0);
    }

    /**
     * Adds a deletion; otherwise like {@link #delete(byte[])}.
     *
     * @param key the remaining bytes are the key; position and limit are left as they are
     * @return this batch
     * @throws IllegalArgumentException if the key is too long, or the batch would be larger than
     *     {@link #MAX_BYTES}
     */
    public WriteBatch delete(ByteBuffer key) {
        int length = Objects.requireNonNull(key, "key").remaining();
        requireKeyLength(length);
        int at = begin(length, DELETE);
        key.get(key.position(), encoded, at, length);
        return end(length, 0);
    }

    /** {@return how many operations were added} */
    public int count() {
        return count;
    }

    /** {@return the bytes of all keys and values} */
    public long bytes() {
        return used - (long) count * HEADER_BYTES;
    }

    /** Removes all operations; the memory is kept for the next ones. */
    public void clear() {
        used = 0;
        count = 0;
        changes++;
    }

    /** Writes the lengths of an operation behind the last one; returns where its key belongs. */
    private int begin(int keyLength, int valueLength) {
        long needed = (long) HEADER_BYTES + keyLength + Math.max(0, valueLength);
        if (used + needed > mostBytes) {
            throw new IllegalArgumentException("an operation of bytes=" + needed
                    + " would make this batch of bytes=" + used + " larger than the limit of "
                    + mostBytes + " bytes; write it, clear it, and go on with another one");
        }
        if (used + needed > encoded.length) {
            grow((int) (used + needed));
        }
        INT.set(encoded, used + VALUE_LENGTH, valueLength);
        SHORT.set(encoded, used + KEY_LENGTH, (short) keyLength);
        return used + HEADER_BYTES;
    }

    private void grow(int least) {
        int doubled = (int) Math.min(mostBytes, 2L * encoded.length);
        encoded = Arrays.copyOf(encoded, Math.max(LEAST_BYTES, Math.max(least, doubled)));
    }

    private WriteBatch end(int keyLength, int valueLength) {
        used += HEADER_BYTES + keyLength + valueLength;
        count++;
        changes++;
        return this;
    }

    private static void requireRange(byte[] bytes, int offset, int length, String what) {
        Objects.requireNonNull(bytes, what);
        Objects.checkFromIndexSize(offset, length, bytes.length);
    }

    private static void requireKeyLength(int length) {
        if (length > StateStore.MAX_KEY_LENGTH) {
            throw new IllegalArgumentException("key length=" + length + " is above the limit of "
                    + StateStore.MAX_KEY_LENGTH + " bytes; use a shorter key, or a hash of it");
        }
    }

    private static void requireValueLength(int length) {
        if (length > StateStore.MAX_VALUE_LENGTH) {
            throw new IllegalArgumentException("value length=" + length + " is above the limit of "
                    + StateStore.MAX_VALUE_LENGTH + " bytes; split the value over several keys");
        }
    }

    /**
     * Steps through the operations of a batch: for those who implement a store. Reusable, so that
     * reading allocates nothing. One thread at a time.
     */
    public static final class Reader {
        private WriteBatch batch = new WriteBatch();
        private byte[] encoded = {};
        private int changes;
        private int place;
        private int next;
        private int keyOffset;
        private int keyLength;
        private int valueLength;

        /** Makes a reader of nothing. */
        public Reader() {}

        /**
         * Goes before the first operation of a batch.
         *
         * @param newBatch what to read from now on
         */
        public void start(WriteBatch newBatch) {
            batch = Objects.requireNonNull(newBatch, "batch");
            encoded = batch.encoded;
            changes = batch.changes;
            next = 0;
        }

        /**
         * {@return whether there is a further operation, which is then the current one}
         *
         * @throws ConcurrentModificationException if the batch was changed since {@link #start}
         */
        public boolean next() {
            requireUnchanged();
            if (next == batch.used) {
                return false;
            }
            goTo(next);
            return true;
        }

        /**
         * Checks, as far as can be told, that no other thread was at work.
         *
         * @throws ConcurrentModificationException if the batch was changed since {@link #start}
         */
        public void requireUnchanged() {
            if (batch.changes != changes) {
                throw new ConcurrentModificationException(
                        "the batch was changed while it was read; one thread at a time may use it");
            }
        }

        /** {@return where the current operation stands, for {@link #goTo}} */
        public int place() {
            return place;
        }

        /**
         * Makes an operation the current one again; {@link #next} goes on behind it.
         *
         * @param operation its {@link #place}
         */
        public void goTo(int operation) {
            place = operation;
            valueLength = (int) INT.get(encoded, place + VALUE_LENGTH);
            keyLength = (short) SHORT.get(encoded, place + KEY_LENGTH) & 0xFFFF;
            keyOffset = place + HEADER_BYTES;
            next = keyOffset + keyLength + Math.max(0, valueLength);
        }

        /** {@return whether the current operation is a put, not a deletion} */
        public boolean isPut() {
            return valueLength != DELETE;
        }

        /** {@return the array with all keys and values: the batch's own, to be read only} */
        public byte[] bytes() {
            return encoded;
        }

        /** {@return where in {@link #bytes} the current key begins} */
        public int keyOffset() {
            return keyOffset;
        }

        /** {@return the length of the current key} */
        public int keyLength() {
            return keyLength;
        }

        /** {@return where in {@link #bytes} the value of the current put begins} */
        public int valueOffset() {
            return keyOffset + keyLength;
        }

        /** {@return the length of the current put's value; 0 for a deletion} */
        public int valueLength() {
            return Math.max(0, valueLength);
        }
    }
}
