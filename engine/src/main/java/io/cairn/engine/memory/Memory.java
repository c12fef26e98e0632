package io.cairn.engine.memory;

import java.nio.ByteBuffer;

/**
 * A fixed range of bytes outside of the Java heap, or mapped from a file. Offsets are absolute,
 * from 0 to {@link #size()}; numbers are little-endian at any alignment.
 *
 * <p>Rules that every backend keeps, and the memory contract of the conformance suite proves:
 *
 * <ul>
 *   <li><b>M1</b> Any access that is not wholly inside the range throws
 *       {@link IndexOutOfBoundsException} and changes nothing; so does an array range outside of
 *       its array, or a negative length.
 *   <li><b>M2</b> Any access after {@link #close()} throws {@link IllegalStateException}. Closing
 *       twice is no error.
 *   <li><b>M3</b> No access, not even one that races with {@code close} on another thread, crashes
 *       the JVM. A backend that cannot stop such a race releases its bytes only when no thread can
 *       reach the instance any more.
 *   <li><b>M4</b> Only {@link #force} makes bytes of a mapped file durable; on anonymous memory it
 *       does nothing.
 *   <li><b>M5</b> No method but {@code force} and {@code close} allocates, apart from a memory's
 *       first {@link #crc32c}, and one that runs while another does.
 * </ul>
 *
 * <p>An abstract class with one final subclass a backend, so that HotSpot binds its calls directly.
 */
public abstract class Memory implements AutoCloseable {
    /** The bytes of the smallest page that any system has: what {@link #prefault} steps by. */
    protected static final int PAGE_BYTES = 4096;

    /** For subclasses. */
    protected Memory() {}

    /** Returns the number of bytes; does not change, and may be asked after close. */
    public abstract long size();

    /** Reads a byte. */
    public abstract byte getByte(long offset);

    /** Writes a byte. */
    public abstract void putByte(long offset, byte value);

    /** Reads two bytes as an unsigned number, 0 to 65,535. */
    public abstract int getUnsignedShort(long offset);

    /** Writes the low two bytes of {@code value}. */
    public abstract void putShort(long offset, int value);

    /** Reads four bytes. */
    public abstract int getInt(long offset);

    /** Writes four bytes. */
    public abstract void putInt(long offset, int value);

    /** Reads eight bytes. */
    public abstract long getLong(long offset);

    /** Writes eight bytes. */
    public abstract void putLong(long offset, long value);

    /**
     * Reads eight bytes with acquire ordering: what was written before a matching
     * {@link #putLongRelease} is seen after.
     *
     * @param offset a multiple of 8
     */
    public abstract long getLongAcquire(long offset);

    /**
     * Writes eight bytes with release ordering.
     *
     * @param offset a multiple of 8
     */
    public abstract void putLongRelease(long offset, long value);

    /** Copies from an array into this memory. */
    public abstract void copyIn(long offset, byte[] source, int sourceOffset, int length);

    /**
     * Copies the remaining bytes of a heap or direct buffer into this memory, and leaves its
     * position and limit as they are.
     */
    public abstract void copyIn(long offset, ByteBuffer source);

    /** Copies from this memory into an array. */
    public abstract void copyOut(long offset, byte[] target, int targetOffset, int length);

    /**
     * Copies from this memory into a heap or direct buffer at its position, which moves by
     * {@code length}.
     */
    public abstract void copyOut(long offset, ByteBuffer target, int length);

    /**
     * Copies within this memory or into another one of the same backend; the ranges may overlap, as
     * if through a temporary copy.
     */
    public abstract void copyTo(long offset, Memory target, long targetOffset, long length);

    /** Sets {@code length} bytes to {@code value}. */
    public abstract void fill(long offset, long length, byte value);

    /**
     * Touches the pages of a range, so that whoever uses them next meets no page fault. Changes no
     * byte, and takes back no write that another thread makes at the same time: it adds 0 to a word
     * of each page, in one atomic step. Does nothing where the memory is for reading only. Costs a
     * page fault for each page that was never used.
     */
    public abstract void prefault(long offset, long length);

    /**
     * Returns where to touch the page that holds {@code offset}: at a whole word of it, and in a
     * memory whose last page is cut off inside of a word, at the last whole one.
     *
     * @param size the memory's bytes, 8 or more
     */
    protected static long wordOfPage(long offset, long size) {
        return Math.min(offset & -PAGE_BYTES, (size - Long.BYTES) & -Long.BYTES);
    }

    /**
     * Compares a range of this memory with a range of an array in unsigned lexicographic order,
     * where a prefix is less than its extensions.
     *
     * @return negative, zero or positive as the memory's range is less, equal or greater
     */
    public abstract int compare(
            long offset, int length, byte[] other, int otherOffset, int otherLength);

    /**
     * Finds the first difference between this memory and an array.
     *
     * @return the first position from {@code offset} on, 0 to {@code length - 1}, where the two
     *     differ; -1 if they are equal
     */
    public abstract int mismatch(long offset, byte[] other, int otherOffset, int length);

    /** Returns the CRC-32C (Castagnoli, RFC 3720) of a range. */
    public abstract int crc32c(long offset, long length);

    /**
     * Makes a range of a mapped file durable. Rounds outward to pages. Does nothing on anonymous
     * memory.
     *
     * @throws java.io.UncheckedIOException if the system fails to write
     */
    public abstract void force(long offset, long length);

    /** Ends all access; see M2 and M3. */
    @Override
    public abstract void close();
}
