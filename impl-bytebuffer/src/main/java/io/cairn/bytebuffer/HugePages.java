package io.cairn.bytebuffer;

import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Anonymous memory in huge pages, which save a lookup in a large store much of its time. Only for
 * Linux, and only where {@link ForeignCalls} are enabled.
 */
final class HugePages {
    /** The size of a huge page, and what its address is a multiple of. */
    static final int BYTES = 2 << 20;

    private static final int PROT_READ_WRITE = 1 | 2;
    private static final int MAP_PRIVATE_ANONYMOUS = 0x02 | 0x20;
    private static final int MADV_HUGEPAGE = 14;
    private static final long MAP_FAILED = -1;

    private final ForeignCalls calls;
    private final MethodHandle mmap;
    private final MethodHandle munmap;
    private final MethodHandle madvise;

    private HugePages(ForeignCalls calls) throws ReflectiveOperationException {
        this.calls = calls;
        mmap = calls.link(
                "mmap",
                long.class,
                long.class,
                long.class,
                int.class,
                int.class,
                int.class,
                long.class);
        munmap = calls.link("munmap", int.class, long.class, long.class);
        madvise = calls.link("madvise", void.class, long.class, long.class, int.class);
    }

    /** Returns in one sentence what this JVM goes without; the empty string if nothing. */
    static String missing() {
        return areEnabled()
                ? ""
                : "huge pages are asked for on Linux only, from Java 22 on, with --enable-native-access";
    }

    private static boolean areEnabled() {
        return System.getProperty("os.name", "").equals("Linux") && ForeignCalls.areEnabled();
    }

    /**
     * Maps zeros, which take memory when they are first touched, and are unmapped when the buffer
     * is unreachable.
     *
     * @param bytes at least {@link #BYTES}
     * @return null if there are none here
     */
    static @Nullable ByteBuffer map(int bytes) {
        HugePages pages = Linked.PAGES;
        if (pages == null) {
            return null;
        }
        try {
            return pages.mapAligned(bytes);
        } catch (Throwable e) {
            throw new AssertionError("a system call through reflection threw", e);
        }
    }

    /**
     * Maps a huge page more than asked for, and gives back what lies before the aligned range and
     * after it.
     */
    private @Nullable ByteBuffer mapAligned(int bytes) throws Throwable {
        long mapped = ((long) bytes + BYTES - 1) & -BYTES;
        long start = (long) mmap.invokeExact(
                0L, mapped + BYTES, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0L);
        if (start == MAP_FAILED) {
            return null;
        }
        long before = -start & (BYTES - 1);
        long address = start + before;
        unmap(start, before);
        unmap(address + mapped, BYTES - before);
        // A kernel without huge pages refuses; then the pages are small ones.
        madvise.invokeExact(address, mapped, MADV_HUGEPAGE);
        return calls.buffer(address, bytes, () -> unmap(address, mapped));
    }

    private void unmap(long address, long bytes) {
        if (bytes == 0) {
            return;
        }
        int result;
        try {
            result = (int) munmap.invokeExact(address, bytes);
        } catch (Throwable e) {
            throw new AssertionError("munmap threw", e);
        }
        if (result != 0) {
            throw new AssertionError("munmap failed: address=" + address + ", bytes=" + bytes);
        }
    }

    /** Links when large memory is first asked for. */
    private static final class Linked {
        static final @Nullable HugePages PAGES = link();

        private static @Nullable HugePages link() {
            if (!areEnabled()) {
                return null;
            }
            try {
                return new HugePages(new ForeignCalls());
            } catch (ReflectiveOperationException | RuntimeException e) {
                // No linker on this platform, or another C library: what is missing is only speed.
                System.getLogger(HugePages.class.getName()).log(Level.DEBUG, "no huge pages", e);
                return null;
            }
        }
    }
}
