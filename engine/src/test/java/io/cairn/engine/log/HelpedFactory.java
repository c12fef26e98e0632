package io.cairn.engine.log;

import io.cairn.engine.memory.Memory;
import io.cairn.engine.memory.TestMemory;
import io.cairn.engine.memory.TestMemoryFactory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;

/** Memory whose growth ahead runs when a test says so, and is written down. */
final class HelpedFactory extends TestMemoryFactory {
    /** What is waiting to be run. */
    final Queue<Runnable> waiting = new ArrayDeque<>();

    /** The ranges that were reserved: first address, address after. */
    final List<long[]> reserved = new ArrayList<>();

    /** The memories made, in order. */
    final List<TestMemory> memories = new ArrayList<>();

    /** Runs before each reservation, and may throw. */
    Step beforeReserving = () -> {};

    private Executor executor = waiting::add;

    /** Something that can fail as the system does. */
    interface Step {
        void run() throws IOException;
    }

    /** Lets another one than the queue run what there is to do. */
    HelpedFactory with(Executor other) {
        executor = other;
        return this;
    }

    @Override
    public Executor growth() {
        return executor;
    }

    @Override
    public Memory allocate(long bytes) {
        return track(super.allocate(bytes));
    }

    @Override
    public Memory map(FileChannel channel, long position, long bytes) throws IOException {
        return track(super.map(channel, position, bytes));
    }

    private Memory track(Memory memory) {
        memories.add((TestMemory) memory);
        return memory;
    }

    @Override
    public void reserve(FileChannel channel, long position, long bytes) throws IOException {
        beforeReserving.run();
        super.reserve(channel, position, bytes);
        reserved.add(new long[] {position, position + bytes});
    }

    /** Does all that is waiting, here and now. */
    void help() {
        for (Runnable work = waiting.poll(); work != null; work = waiting.poll()) {
            work.run();
        }
    }

    /** Returns the bytes that were touched in all memories. */
    long prefaulted() {
        return memories.stream().mapToLong(TestMemory::prefaulted).sum();
    }
}
