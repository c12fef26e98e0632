package io.cairn.engine.memory;

import io.cairn.WindowSizes;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An address space of windows of {@link Memory}, each made once and never moved, so that growth
 * copies nothing and leaves every address valid.
 *
 * <p>Window 0 has the smallest size; each next one is as large as all before it together, up to the
 * largest size, which all further ones have. So an empty store is small and a large one has few
 * windows. A window may be made <em>wide</em>: it then spans the addresses of the following ones
 * too, which stay unused; that is for a record larger than the largest window.
 *
 * <p>One thread adds windows. Others may read those that existed when this object was handed to
 * them.
 */
public final class Windows implements AutoCloseable {
    private final int smallShift;
    private final int largeShift;
    /**
     * How many windows there are below the first of the largest size that is aligned to its own
     * size.
     */
    private final int doublings;

    private final long largeStart;
    private @Nullable Memory[] windows = new Memory[8];
    private long totalBytes;

    /** Makes an empty space. */
    public Windows(WindowSizes sizes) {
        smallShift = Integer.numberOfTrailingZeros(sizes.smallestBytes());
        largeShift = Integer.numberOfTrailingZeros(sizes.largestBytes());
        doublings = largeShift - smallShift;
        largeStart = 1L << largeShift;
    }

    /** Returns the number of the window that holds an address. */
    public int indexOf(long address) {
        if (address >= largeStart) {
            return doublings + (int) (address >>> largeShift);
        }
        return Long.SIZE - Long.numberOfLeadingZeros(address >>> smallShift);
    }

    /** Returns the first address of a window. */
    public long baseOf(int index) {
        if (index > doublings) {
            return (long) (index - doublings) << largeShift;
        }
        return index == 0 ? 0 : 1L << (smallShift + index - 1);
    }

    /** Returns the size of a window that is not wide. */
    public long sizeOf(int index) {
        return baseOf(index + 1) - baseOf(index);
    }

    /** Tells whether all windows from this one on have the largest size, and may be wide. */
    public boolean isLargest(int index) {
        return index > doublings || doublings == 0;
    }

    /** Tells whether the window that holds an address is wide. */
    public boolean isWide(long address) {
        int index = indexOf(address);
        return at(address).size() > sizeOf(index);
    }

    /** Returns the memory that holds an address whose window was added. */
    public Memory at(long address) {
        Memory window = windows[indexOf(address)];
        if (window == null) {
            throw new IndexOutOfBoundsException("no window holds address=" + address);
        }
        return window;
    }

    /** Returns the memory of a window that was added, by its number. */
    public Memory get(int index) {
        Memory window = windows[index];
        if (window == null) {
            throw new IndexOutOfBoundsException("there is no window=" + index);
        }
        return window;
    }

    /** Returns where an address lies inside its window. */
    public long within(long address) {
        if (address >= largeStart) {
            return address & (largeStart - 1);
        }
        return address >>> smallShift == 0 ? address : address ^ Long.highestOneBit(address);
    }

    /** Tells whether the window was added. */
    public boolean has(int index) {
        return index < windows.length && windows[index] != null;
    }

    /** Adds, or replaces, a window; one that is replaced is closed. */
    public void set(int index, Memory window) {
        @Nullable Memory[] grown = windows;
        if (index >= grown.length) {
            grown = Arrays.copyOf(grown, Math.max(index + 1, 2 * grown.length));
        }
        Memory before = grown[index];
        grown[index] = window;
        VarHandle.releaseFence(); // a reader of the new array sees its elements
        windows = grown;
        totalBytes += window.size();
        if (before != null) {
            totalBytes -= before.size();
            before.close();
        }
    }

    /** Returns one more than the highest number of a window that was added. */
    public int count() {
        int count = windows.length;
        while (count > 0 && windows[count - 1] == null) {
            count--;
        }
        return count;
    }

    /** Returns the bytes of all windows. */
    public long totalBytes() {
        return totalBytes;
    }

    /** Closes all windows. */
    @Override
    public void close() {
        for (Memory window : windows) {
            if (window != null) {
                window.close();
            }
        }
    }
}
