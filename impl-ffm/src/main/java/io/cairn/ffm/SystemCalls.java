package io.cairn.ffm;

import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Anonymous pages straight from Linux. Elsewhere, and where native access is denied, there are
 * none.
 */
final class SystemCalls {
    /** The size of a huge page, and what its address is a multiple of. */
    static final long HUGE_PAGE_BYTES = 2 << 20;

    private static final int PROT_READ_WRITE = 1 | 2;
    private static final int MAP_PRIVATE_ANONYMOUS = 0x02 | 0x20;
    private static final int MADV_HUGEPAGE = 14;
    private static final long MAP_FAILED = -1;

    private final MethodHandle mmap;
    private final MethodHandle munmap;
    private final MethodHandle madvise;

    private SystemCalls(Linker linker) {
        ValueLayout.OfInt number = ValueLayout.JAVA_INT;
        ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
        mmap = link(
                linker,
                "mmap",
                FunctionDescriptor.of(word, word, word, number, number, number, word));
        munmap = link(linker, "munmap", FunctionDescriptor.of(number, word, word));
        madvise = link(linker, "madvise", FunctionDescriptor.ofVoid(word, word, number));
    }

    @SuppressWarnings("restricted")
    private static MethodHandle link(Linker linker, String name, FunctionDescriptor function) {
        return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), function);
    }

    /**
     * Returns in one sentence what this JVM goes without; the empty string if nothing. Has no side
     * effect.
     */
    static String missing() {
        if (!isLinux()) {
            return "huge pages are asked for on 64-bit Linux only";
        }
        Module module = SystemCalls.class.getModule();
        if (module.isNativeAccessEnabled()) {
            return "";
        }
        return "without --enable-native-access="
                + (module.isNamed() ? module.getName() : "ALL-UNNAMED")
                + " Java prints one warning when huge pages are asked for, or denies them";
    }

    /**
     * Maps anonymous pages, which read as zeros and take memory when they are first touched; in
     * huge pages from {@link #HUGE_PAGE_BYTES} on. Closing {@code arena} unmaps them.
     *
     * @return null if this JVM or system does not give any
     */
    @SuppressWarnings("restricted")
    static @Nullable MemorySegment mapAnonymous(long bytes, Arena arena) {
        SystemCalls calls = Linked.CALLS;
        if (calls == null) {
            return null;
        }
        boolean huge = bytes >= HUGE_PAGE_BYTES;
        long mapped = huge ? (bytes + HUGE_PAGE_BYTES - 1) & -HUGE_PAGE_BYTES : bytes;
        long address = huge ? calls.mapHuge(mapped) : calls.map(mapped);
        return address == MAP_FAILED
                ? null
                : MemorySegment.ofAddress(address)
                        .reinterpret(bytes, arena, pages -> calls.unmap(address, mapped));
    }

    /**
     * Maps a huge page more than asked for, and gives back what lies before the aligned range and
     * after it.
     */
    private long mapHuge(long bytes) {
        long start = map(bytes + HUGE_PAGE_BYTES);
        if (start == MAP_FAILED) {
            return MAP_FAILED;
        }
        long before = -start & (HUGE_PAGE_BYTES - 1);
        long address = start + before;
        unmap(start, before);
        unmap(address + bytes, HUGE_PAGE_BYTES - before);
        advise(address, bytes);
        return address;
    }

    private long map(long bytes) {
        try {
            return (long)
                    mmap.invokeExact(0L, bytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0L);
        } catch (Throwable e) {
            throw unexpected("mmap", e);
        }
    }

    /** A kernel without huge pages refuses, which does no harm: so the result is not even taken. */
    private void advise(long address, long bytes) {
        try {
            madvise.invokeExact(address, bytes, MADV_HUGEPAGE);
        } catch (Throwable e) {
            throw unexpected("madvise", e);
        }
    }

    private void unmap(long address, long bytes) {
        if (bytes == 0) {
            return;
        }
        int result;
        try {
            result = (int) munmap.invokeExact(address, bytes);
        } catch (Throwable e) {
            throw unexpected("munmap", e);
        }
        if (result != 0) {
            throw new AssertionError("munmap failed: address=" + address + ", bytes=" + bytes);
        }
    }

    private static AssertionError unexpected(String call, Throwable e) {
        return new AssertionError(call + " through the linker threw", e);
    }

    private static boolean isLinux() {
        return System.getProperty("os.name", "").equals("Linux")
                && ValueLayout.ADDRESS.byteSize() == Long.BYTES;
    }

    /** Links when memory is first asked for, not when the provider is. */
    private static final class Linked {
        static final @Nullable SystemCalls CALLS = link();

        private static @Nullable SystemCalls link() {
            if (!isLinux()) {
                return null;
            }
            try {
                return new SystemCalls(Linker.nativeLinker());
            } catch (IllegalCallerException
                    | UnsupportedOperationException
                    | NoSuchElementException e) {
                // Denied, no linker on this platform, or another C library: what is missing is only
                // speed.
                System.getLogger(SystemCalls.class.getName()).log(Level.DEBUG, "no huge pages", e);
                return null;
            }
        }
    }
}
