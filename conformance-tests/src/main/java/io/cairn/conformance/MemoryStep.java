package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.engine.memory.Memory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * An operation that is done both to a memory and to an array, its model, with the same result.
 *
 * @param kind what is done
 * @param offset where; taken modulo the size
 * @param length on how many bytes; taken modulo what is left
 * @param other the other end of a copy, taken modulo the size; or the position in an array or
 *     buffer
 * @param value what is written; or a seed
 */
record MemoryStep(Kind kind, int offset, int length, int other, long value) {
    /** What can be done. */
    enum Kind {
        NUMBERS,
        COPY_IN,
        COPY_IN_BUFFER,
        COPY_OUT,
        COPY_OUT_BUFFER,
        COPY_TO,
        FILL,
        PREFAULT,
        COMPARE,
        MISMATCH,
        CHECKSUM
    }

    private static final int MOST_BEFORE = 16;

    /** Does it to both. */
    void run(Memory memory, byte[] model) {
        int at = offset % (model.length + 1);
        int count = length % (model.length - at + 1);
        switch (kind) {
            case NUMBERS -> numbers(memory, model);
            case COPY_IN -> copyIn(memory, model, at, count);
            case COPY_IN_BUFFER -> copyInBuffer(memory, model, at, count);
            case COPY_OUT -> copyOut(memory, model, at, count);
            case COPY_OUT_BUFFER -> copyOutBuffer(memory, model, at, count);
            case COPY_TO -> copyTo(memory, model, at, count);
            case FILL -> {
                memory.fill(at, count, (byte) value);
                Arrays.fill(model, at, at + count, (byte) value);
            }
            case PREFAULT -> memory.prefault(at, count);
            case COMPARE -> compare(memory, model, at, count);
            case MISMATCH -> mismatch(memory, model, at, count);
            case CHECKSUM -> checksum(memory, model, at, count);
            default -> throw new AssertionError(kind);
        }
    }

    private void numbers(Memory memory, byte[] model) {
        ByteBuffer numbers = ByteBuffer.wrap(model).order(ByteOrder.LITTLE_ENDIAN);
        if (model.length < Long.BYTES) {
            memory.putByte(0, (byte) value);
            assertThat(memory.getByte(0)).isEqualTo(numbers.put(0, (byte) value).get(0));
            return;
        }
        int at = offset % (model.length - Long.BYTES + 1);
        assertThat(memory.getLong(at)).isEqualTo(numbers.getLong(at));
        memory.putLong(at, value);
        assertThat(memory.getLong(at)).isEqualTo(numbers.putLong(at, value).getLong(at));
        memory.putInt(at + 1, (int) ~value);
        assertThat(memory.getInt(at + 2))
                .isEqualTo(numbers.putInt(at + 1, (int) ~value).getInt(at + 2));
        memory.putShort(at + 3, (int) value);
        assertThat(memory.getUnsignedShort(at + 4))
                .isEqualTo(numbers.putShort(at + 3, (short) value).getShort(at + 4) & 0xFFFF);
        memory.putByte(at + 7, (byte) value);
        assertThat(memory.getByte(at + 7))
                .isEqualTo(numbers.put(at + 7, (byte) value).get(at + 7));
        int aligned = at & -Long.BYTES;
        assertThat(memory.getLongAcquire(aligned)).isEqualTo(numbers.getLong(aligned));
        memory.putLongRelease(aligned, ~value);
        numbers.putLong(aligned, ~value);
    }

    private int before() {
        return other % MOST_BEFORE;
    }

    private void copyIn(Memory memory, byte[] model, int at, int count) {
        byte[] source = Bytes.random(value, before() + count + 3);
        memory.copyIn(at, source, before(), count);
        System.arraycopy(source, before(), model, at, count);
    }

    private void copyInBuffer(Memory memory, byte[] model, int at, int count) {
        ByteBuffer source = buffer(before() + count + 3);
        source.put(0, Bytes.random(value, source.capacity()));
        source.position(before()).limit(before() + count);
        memory.copyIn(at, (value & 4) == 0 ? source : source.asReadOnlyBuffer());
        assertThat(source.remaining()).isEqualTo(count);
        source.get(source.position(), model, at, count);
    }

    private void copyOut(Memory memory, byte[] model, int at, int count) {
        byte[] expected = Bytes.random(value, before() + count + 3);
        byte[] target = expected.clone();
        memory.copyOut(at, target, before(), count);
        System.arraycopy(model, at, expected, before(), count);
        assertThat(target).isEqualTo(expected);
    }

    private void copyOutBuffer(Memory memory, byte[] model, int at, int count) {
        ByteBuffer target = buffer(before() + count + 3);
        ByteBuffer expected = ByteBuffer.allocate(target.capacity());
        target.position(before());
        memory.copyOut(at, target, count);
        assertThat(target.position()).isEqualTo(before() + count);
        expected.put(before(), model, at, count);
        assertThat(target.clear()).isEqualTo(expected);
    }

    /** A heap or direct buffer of either byte order, that is a part of a larger one. */
    private ByteBuffer buffer(int bytes) {
        ByteBuffer whole = (value & 1) == 0
                ? ByteBuffer.allocate(bytes + 5)
                : ByteBuffer.allocateDirect(bytes + 5);
        return whole.slice(5, bytes)
                .order((value & 2) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    private void copyTo(Memory memory, byte[] model, int at, int count) {
        int to = other % (model.length - count + 1);
        memory.copyTo(at, memory, to, count);
        System.arraycopy(model, at, model, to, count);
    }

    /**
     * With an array that is equal up to a random position, and longer or shorter by a few bytes.
     */
    private void compare(Memory memory, byte[] model, int at, int count) {
        int otherCount = Math.max(0, count + (int) (value & 7) - 4);
        byte[] array = new byte[before() + otherCount + 1];
        System.arraycopy(model, at, array, before(), Math.min(count, otherCount));
        array[before() + (int) Math.floorMod(value >> 8, (long) otherCount + 1)] ^=
                (byte) (value >> 3);
        int order = memory.compare(at, count, array, before(), otherCount);
        int expected = Arrays.compareUnsigned(
                model, at, at + count, array, before(), before() + otherCount);
        assertThat(Integer.signum(order)).isEqualTo(Integer.signum(expected));
    }

    private void mismatch(Memory memory, byte[] model, int at, int count) {
        byte[] array = new byte[before() + count + 1];
        System.arraycopy(model, at, array, before(), count);
        array[before() + (int) Math.floorMod(value >> 8, (long) count + 1)] ^= (byte) (value >> 3);
        assertThat(memory.mismatch(at, array, before(), count))
                .isEqualTo(
                        Arrays.mismatch(model, at, at + count, array, before(), before() + count));
    }

    private static void checksum(Memory memory, byte[] model, int at, int count) {
        CRC32C expected = new CRC32C();
        expected.update(model, at, count);
        assertThat(memory.crc32c(at, count)).isEqualTo((int) expected.getValue());
    }
}
