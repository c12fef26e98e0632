package io.cairn.perf;

import io.cairn.engine.memory.Memory;
import io.cairn.engine.memory.MemoryFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Bare memory of a backend for a benchmark to work on, had in the same way as a store has it. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters
public abstract class MemoryBenchmark {
    private static final long PAGE_BYTES = 4096;

    /** The backend's name. */
    @Param({"ffm", "chronicle", "bytebuffer"})
    public String backend;

    /** Where the memory is: {@code memory} or {@code file}. */
    @Param({"memory", "file"})
    public String medium;

    /** For how many entries there is room. */
    @Param("1000000")
    public int entries;

    private final List<Memory> areas = new ArrayList<>();
    private @Nullable ScratchFolder folder;

    /** For subclasses. */
    MemoryBenchmark() {}

    /**
     * Takes an area of anonymous memory or of a new mapped file; it is given back after the last
     * iteration.
     */
    final Memory allocate(String name, long bytes) {
        MemoryFactory factory = MemoryFactories.of(backend);
        Memory area = Medium.of(medium) == Medium.MEMORY
                ? factory.allocate(bytes)
                : map(factory, name, bytes);
        areas.add(area);
        return area;
    }

    private Memory map(MemoryFactory factory, String name, long bytes) {
        if (folder == null) {
            folder = ScratchFolder.create();
        }
        long whole = (bytes + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
        try (FileChannel channel = factory.open(folder.resolve(name))) {
            factory.reserve(channel, 0, whole);
            return factory.map(channel, 0, whole);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Verifies what the benchmark read, and gives all areas back. */
    @TearDown(Level.Trial)
    public void release() {
        try {
            verify();
        } finally {
            areas.forEach(Memory::close);
            areas.clear();
            if (folder != null) {
                folder.close();
                folder = null;
            }
        }
    }

    /**
     * Verifies what the benchmark read.
     *
     * @throws IllegalStateException if any of it was wrong
     */
    abstract void verify();

    /** The numbers 0 to {@code count - 1} in random order. */
    public static int[] shuffled(int count, Random random) {
        int[] numbers = new int[count];
        for (int last = 0; last < count; last++) {
            int other = random.nextInt(last + 1);
            numbers[last] = numbers[other];
            numbers[other] = last;
        }
        return numbers;
    }
}
