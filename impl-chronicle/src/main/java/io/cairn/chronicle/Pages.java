package io.cairn.chronicle;

import java.nio.Buffer;
import java.nio.MappedByteBuffer;
import net.openhft.chronicle.core.UnsafeMemory;
import net.openhft.posix.MAdviseFlag;
import net.openhft.posix.MMapProt;
import net.openhft.posix.PosixAPI;
import net.openhft.posix.PosixRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * Native bytes.
 *
 * @param address where they start
 * @param release gives them back
 */
record Pages(long address, Runnable release) {
    /** The size of a huge page, and what its address is a multiple of. */
    static final long HUGE_PAGE_BYTES = 2 << 20;

    private static final int MAP_PRIVATE_ANONYMOUS = 0x02 | 0x20;

    /** Makes sure that addresses can be read and written. */
    static void probe() {
        Pages pages = heap(Long.BYTES);
        UnsafeMemory.unsafePutLong(pages.address, 1);
        pages.release.run();
    }

    /**
     * Takes undefined bytes: in huge pages from {@link #HUGE_PAGE_BYTES} on where the system gives
     * any, else from the C heap.
     *
     * @throws OutOfMemoryError if there are none
     */
    static Pages anonymous(long bytes) {
        Pages huge = bytes < HUGE_PAGE_BYTES ? null : huge(bytes);
        return huge != null ? huge : heap(bytes);
    }

    /** Returns where a mapped buffer starts; the caller keeps it reachable. */
    static long addressOf(MappedByteBuffer buffer) {
        return UnsafeMemory.unsafeGetLong(buffer, AddressField.OFFSET);
    }

    private static Pages heap(long bytes) {
        long address = UnsafeMemory.INSTANCE.allocate(bytes);
        return new Pages(address, () -> UnsafeMemory.INSTANCE.freeMemory(address, bytes));
    }

    /**
     * Maps a huge page more than asked for, and gives back what lies before the aligned range and
     * after it.
     */
    private static @Nullable Pages huge(long bytes) {
        PosixAPI posix = Posix.API;
        if (posix == null) {
            return null;
        }
        long mapped = (bytes + HUGE_PAGE_BYTES - 1) & -HUGE_PAGE_BYTES;
        long start;
        try {
            start = posix.mmap(
                    0,
                    mapped + HUGE_PAGE_BYTES,
                    MMapProt.PROT_READ_WRITE.value(),
                    MAP_PRIVATE_ANONYMOUS,
                    -1,
                    0);
        } catch (PosixRuntimeException e) {
            return null; // Out of memory, or of mappings: the C heap has the last word.
        }
        if (start <= 0) {
            return null;
        }
        long before = -start & (HUGE_PAGE_BYTES - 1);
        long address = start + before;
        unmap(posix, start, before);
        unmap(posix, address + mapped, HUGE_PAGE_BYTES - before);
        // A kernel without huge pages refuses; then the pages are small ones.
        posix.madvise(address, mapped, MAdviseFlag.MADV_HUGEPAGE);
        return new Pages(address, () -> unmap(posix, address, mapped));
    }

    private static void unmap(PosixAPI posix, long address, long bytes) {
        if (bytes > 0 && posix.munmap(address, bytes) != 0) {
            throw new AssertionError("munmap failed: address=" + address + ", bytes=" + bytes);
        }
    }

    /** Looked up when the first file is mapped. */
    private static final class AddressField {
        static final long OFFSET = find();

        private static long find() {
            try {
                return UnsafeMemory.INSTANCE.getFieldOffset(
                        Buffer.class.getDeclaredField("address"));
            } catch (NoSuchFieldException e) {
                throw new IllegalStateException(
                        "java.nio.Buffer has no field address in this Java", e);
            }
        }
    }
}
