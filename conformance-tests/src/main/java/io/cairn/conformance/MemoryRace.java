package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.engine.memory.Memory;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Two threads at one memory. */
final class MemoryRace {
    /** Enough for several pages. */
    static final int BYTES = 64 << 10;

    private static final int WARM_UP = 200;
    private static final byte OWN = 0x5A;
    private static final byte FOREIGN = 0x3C;
    private static final long SENT = 0;
    private static final long RECEIVED = 64;
    private static final long DATA = 128;
    private static final long OWN_WORD = 0x5A5A_5A5A_5A5A_5A5AL;

    private MemoryRace() {}

    /**
     * Closes a memory while another thread accesses it without end, which must end with the
     * exception of M2.
     */
    static void closeDuring(Memory memory, MemoryAccess access) throws Exception {
        MemoryAccess.Room room = new MemoryAccess.Room();
        race(memory, () -> access.run(memory, 0, MemoryAccess.MAX_LENGTH, room), () -> {});
    }

    /**
     * Takes and fills other memory as soon as one is closed under a reader, who must see its own
     * bytes only.
     */
    static void reuseDuringReads(Callable<Memory> open) throws Exception {
        Memory memory = open.call();
        memory.fill(0, memory.size(), OWN);
        Runnable read = () -> {
            for (long at = 0; at < BYTES; at += 4096) {
                assertThat(memory.getLong(at)).isEqualTo(OWN_WORD);
            }
        };
        race(memory, read, () -> {
            try (Memory other = open.call()) {
                other.fill(0, other.size(), FOREIGN);
            }
        });
    }

    private static void race(Memory memory, Runnable access, Action afterClose) throws Exception {
        AtomicBoolean closed = new AtomicBoolean();
        CountDownLatch warm = new CountDownLatch(1);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Future<IllegalStateException> end =
                    executor.submit(() -> repeatUntilClosed(access, closed, warm));
            assertThat(warm.await(1, TimeUnit.MINUTES)).isTrue();
            memory.close();
            afterClose.run();
            closed.set(true);
            assertThat(end.get(1, TimeUnit.MINUTES)).isNotNull();
        } finally {
            executor.shutdown();
        }
    }

    /** What follows the closing of a memory. */
    private interface Action {
        void run() throws Exception;
    }

    private static IllegalStateException repeatUntilClosed(
            Runnable access, AtomicBoolean closed, CountDownLatch warm) {
        for (int i = 0; ; i++) {
            boolean last = closed.get();
            try {
                access.run();
            } catch (IllegalStateException e) {
                return e;
            } finally {
                if (i >= WARM_UP) {
                    warm.countDown();
                }
            }
            if (last) {
                throw new AssertionError("an access after close went through");
            }
        }
    }

    /** Closes a memory from two threads at the same time; neither may fail. */
    static void closeTwiceAtOnce(Memory memory) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Future<?> other = executor.submit(() -> {
                start.countDown();
                memory.close();
            });
            assertThat(start.await(1, TimeUnit.MINUTES)).isTrue();
            memory.close();
            other.get(1, TimeUnit.MINUTES);
        } finally {
            executor.shutdown();
        }
    }

    /**
     * Hands numbers to another thread and waits for each to come back; returns how many arrived
     * with their data.
     */
    static long handOver(Memory memory, int count) throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Future<Long> arrived = executor.submit(() -> receive(memory, count));
            for (long number = 1; number <= count; number++) {
                memory.putLong(DATA, ~number);
                memory.putLongRelease(SENT, number);
                await(memory, RECEIVED, number);
            }
            return arrived.get(1, TimeUnit.MINUTES);
        } finally {
            executor.shutdown();
        }
    }

    /**
     * Counts up in the first word of each page while another thread touches all pages again and
     * again; returns how many counts were lost.
     */
    static long lostWhilePrefaulted(Memory memory, int count) throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Future<?> touching = executor.submit(() -> {
                while (!done.get()) {
                    memory.prefault(0, BYTES);
                }
            });
            long lost = 0;
            for (int number = 1; number <= count; number++) {
                for (long at = 0; at < BYTES; at += 4096) {
                    lost += memory.getLong(at) == number - 1 ? 0 : 1;
                    memory.putLong(at, number);
                }
            }
            done.set(true);
            touching.get(1, TimeUnit.MINUTES);
            return lost;
        } finally {
            done.set(true);
            executor.shutdown();
        }
    }

    private static long receive(Memory memory, int count) {
        long arrived = 0;
        for (long number = 1; number <= count; number++) {
            await(memory, SENT, number);
            arrived += memory.getLong(DATA) == ~number ? 1 : 0;
            memory.putLongRelease(RECEIVED, number);
        }
        return arrived;
    }

    private static void await(Memory memory, long offset, long number) {
        while (memory.getLongAcquire(offset) != number) {
            LockSupport.parkNanos(1);
        }
    }
}
