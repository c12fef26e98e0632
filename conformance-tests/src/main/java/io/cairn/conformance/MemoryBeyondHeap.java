package io.cairn.conformance;

import io.cairn.engine.memory.Memory;
import io.cairn.engine.memory.MemoryFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program that takes and fills eight times its heap; started with a small one. */
public final class MemoryBeyondHeap {
    /** What it prints when all went well. */
    static final String DONE = "all bytes are there";

    private static final int WINDOWS = 8;
    private static final int WINDOW_BYTES = 64 << 20;

    private MemoryBeyondHeap() {}

    /**
     * Runs it with a heap of 64 MiB, and {@code folder} for temporary files; returns what it prints
     * to its output.
     */
    static String runInChild(MemoryFactory factory, Path folder)
            throws IOException, InterruptedException {
        List<String> arguments = List.of("-Xmx64m", "-Djava.io.tmpdir=" + folder);
        try (ChildJvm child = ChildJvm.start(
                Capabilities.ALL,
                arguments,
                MemoryBeyondHeap.class,
                factory.getClass().getName())) {
            return child.output();
        }
    }

    /**
     * Takes memory, fills it, and reads it.
     *
     * @param args the factory's class, which has a public constructor without parameters
     */
    public static void main(String[] args) throws ReflectiveOperationException {
        MemoryFactory factory = Class.forName(args[0])
                .asSubclass(MemoryFactory.class)
                .getConstructor()
                .newInstance();
        List<Memory> windows = new ArrayList<>();
        for (int i = 0; i < WINDOWS; i++) {
            Memory window = factory.allocate(WINDOW_BYTES);
            window.fill(0, WINDOW_BYTES, (byte) i);
            windows.add(window);
        }
        for (int i = 0; i < WINDOWS; i++) {
            if (windows.get(i).getByte(WINDOW_BYTES - 1) != i) {
                throw new AssertionError("window=" + i + " lost its bytes");
            }
        }
        windows.forEach(Memory::close);
        System.out.println(DONE);
    }
}
