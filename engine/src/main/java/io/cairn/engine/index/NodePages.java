package io.cairn.engine.index;

import io.cairn.WindowSizes;
import io.cairn.engine.memory.Memory;
import io.cairn.engine.memory.MemoryFactory;
import io.cairn.engine.memory.Windows;

/**
 * Hands out the nodes of an {@link OrderIndex} and takes them back: fresh ones, freed ones, and
 * those that a change replaced while a snapshot could still reach them, which come back when no
 * snapshot can. Every operation is O(1).
 */
final class NodePages implements AutoCloseable {
    /** No node. */
    static final int NONE = 0;

    private static final WindowSizes WINDOWS = new WindowSizes(16 << 10, 64 << 20);

    private final MemoryFactory factory;
    private final Windows windows = new Windows(WINDOWS);
    private int fresh = 1;
    private int firstFree = NONE;
    private int freeCount;
    private int oldestRetired = NONE;
    private int newestRetired = NONE;
    private int retiredCount;

    NodePages(MemoryFactory factory) {
        this.factory = factory;
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
        if (freeCount >= count) {
            return;
        }
        for (int node = fresh; node < fresh + count; node++) {
            int index = windows.indexOf((long) node << NodeFormat.NODE_SHIFT);
            if (!windows.has(index)) {
                windows.set(index, factory.allocate(windows.sizeOf(index)));
            }
        }
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
     * Lays out saved nodes: their bytes are then to be copied in. Retired nodes of the saved tree
     * are not got back.
     */
    void restore(int savedFresh, int savedFirstFree, int savedFreeCount) {
        for (int node = 0; node < savedFresh; node++) {
            int index = windows.indexOf((long) node << NodeFormat.NODE_SHIFT);
            if (!windows.has(index)) {
                windows.set(index, factory.allocate(windows.sizeOf(index)));
            }
        }
        fresh = savedFresh;
        firstFree = savedFirstFree;
        freeCount = savedFreeCount;
    }

    @Override
    public void close() {
        windows.close();
    }
}
