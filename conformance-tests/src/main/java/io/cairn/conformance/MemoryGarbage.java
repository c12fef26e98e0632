package io.cairn.conformance;

import com.sun.management.ThreadMXBean;

import io.cairn.engine.memory.Memory;

import java.lang.management.ManagementFactory;

/** Measures what an access, or another call, allocates once it is compiled. */
final class MemoryGarbage {
    private static final int ACCESSES = 5_000;

    /** So many that the compiler has long finished, however busy the machine is. */
    private static final int MOST_ROUNDS = 1_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private MemoryGarbage() {}

    /**
     * Returns the fewest bytes for each access, over rounds of many; stops at the first round with
     * less than 1.
     */
    static double bytesPerAccess(Memory memory, MemoryAccess access, int length) {
        MemoryAccess.Room room = new MemoryAccess.Room();
        return bytesPerCall(ACCESSES, () -> access.run(memory, 0, length, room));
    }

    /** Returns the fewest bytes for each call, over rounds of {@code calls}. */
    static double bytesPerCall(int calls, Runnable call) {
        double least = Double.MAX_VALUE;
        for (int round = 0; round < MOST_ROUNDS && least >= 1; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < calls; i++) {
                call.run();
            }
            long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
            least = Math.min(least, (double) bytes / calls);
        }
        return least;
    }
}
