package io.cairn.engine.index;

import io.cairn.engine.memory.Memory;
import io.cairn.engine.memory.MemoryFactory;
import io.cairn.engine.memory.PrefaultAhead;
import io.cairn.engine.memory.Windows;

/**
 * Hands out the nodes of an {@link OrderIndex} and takes them back: fresh ones, freed ones, and
 * those that a change replaced while a snapshot could still reach them, which come back when no
 * snapshot can. Every operation is O(1).
 */
final class NodePages implements AutoCloseable {
    /** No node. */
    static final int NONE = 0;

    /** How many bytes of a window are counted as backed at once. */
    private static final long BACKED_STEP = 128L << 10;

    private final MemoryFactory factory;
    private final Windows windows = new Windows(PointIndex.WINDOWS);
    private int fresh = 1;
    /** Fresh nodes below this one have a window. */
    private int backed = 1;

    /** Goes before the fresh nodes of the last window, unless that came from an image. */
    private PrefaultAhead ahead = PrefaultAhead.NONE;

    private int firstFree = NONE;
    private int freeCount;
    private int oldestRetired = NONE;
    private int newestRetired = NONE;
    private int retiredCount;

    NodePages(MemoryFactory factory) {
        this.factory = factory;
    }

    MemoryFactory factory() {
        return factory;
    }

    Memory window(int node) {
        return windows.at((long) node << NodeFormat.NODE_SHIFT);
    }

    long within(int node) {
        return windows.within((long) node << NodeFormat.NODE_SHIFT);
    }

    /**
     * Makes sure that {@code count} nodes can be taken without fail.
     *
     * @param neededSince nodes that were replaced in an epoch up to this one are no longer needed
     *     by any snapshot
     */
    void ensure(int count, long neededSince) {
        reclaim(neededSince);
        while (freeCount + backed - fresh < count) {
            backNext();
        }
    }

    private void backNext() {
        long address = (long) backed << NodeFormat.NODE_SHIFT;
        int index = windows.indexOf(address);
        if (!windows.has(index)) {
            Memory window = factory.allocate(windows.sizeOf(index));
            windows.set(index, window);
            ahead = PrefaultAhead.of(factory, window);
        }
        long next = Math.min(address + BACKED_STEP, windows.baseOf(index + 1));
        ahead.reached(windows.within(next - 1));
        backed = (int) (next >>> NodeFormat.NODE_SHIFT);
    }

    /** Takes back up to two nodes: more than one change replaces on average. */
    private void reclaim(long neededSince) {
        for (int i = 0; i < 2 && oldestRetired != NONE; i++) {
            int node = oldestRetired;
            if (NodeFormat.retired(window(node), within(node)) > neededSince) {
                return;
            }
            oldestRetired = NodeFormat.next(window(node), within(node));
            newestRetired = oldestRetired == NONE ? NONE : newestRetired;
            retiredCount--;
            free(node);
        }
    }

    /** Takes a node, for which {@link #ensure} was called. */
    int take() {
        if (firstFree == NONE) {
            return fresh++;
        }
        int node = firstFree;
        firstFree = NodeFormat.next(window(node), within(node));
        freeCount--;
        return node;
    }

    /** Gives back a node that no snapshot can reach. */
    void free(int node) {
        NodeFormat.setNext(window(node), within(node), firstFree);
        firstFree = node;
        freeCount++;
    }

    /** Gives back a node that snapshots of before {@code epoch} may reach. */
    void retire(int node, long epoch) {
        NodeFormat.setRetired(window(node), within(node), epoch);
        NodeFormat.setNext(window(node), within(node), NONE);
        if (newestRetired == NONE) {
            oldestRetired = node;
        } else {
            NodeFormat.setNext(window(newestRetired), within(newestRetired), node);
        }
        newestRetired = node;
        retiredCount++;
    }

    long bytes() {
        return windows.totalBytes();
    }

    long retainedBytes() {
        return (long) retiredCount << NodeFormat.NODE_SHIFT;
    }

    /** Returns the bytes from the first to the last node that was ever taken. */
    long usedBytes() {
        return (long) fresh << NodeFormat.NODE_SHIFT;
    }

    Windows windows() {
        return windows;
    }

    int fresh() {
        return fresh;
    }

    int firstFree() {
        return firstFree;
    }

    int freeCount() {
        return freeCount;
    }

    /**
     * Takes over saved nodes, whose windows were put into {@link #windows()}. Retired nodes of the
     * saved tree are not got back.
     */
    void restore(int savedFresh, int savedFirstFree, int savedFreeCount) {
        fresh = savedFresh;
        backed = (int) (windows.baseOf(windows.count()) >>> NodeFormat.NODE_SHIFT);
        firstFree = savedFirstFree;
        freeCount = savedFreeCount;
    }

    @Override
    public void close() {
        windows.close();
    }
}
