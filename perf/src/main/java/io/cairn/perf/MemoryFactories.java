package io.cairn.perf;

import io.cairn.engine.memory.MemoryFactory;

import java.util.Map;

/** Finds a backend's memory, which its provider keeps to itself. */
public final class MemoryFactories {
    /** By name, so that a JVM loads none but the one it asks for. */
    private static final Map<String, String> CLASSES = Map.of(
            "ffm", "io.cairn.ffm.FfmMemoryFactory",
            "chronicle", "io.cairn.chronicle.ChronicleMemoryFactory",
            "bytebuffer", "io.cairn.bytebuffer.ByteBufferMemoryFactory");

    private MemoryFactories() {}

    /** Whether {@link #of} knows the backend. */
    public static boolean knows(String backend) {
        return CLASSES.containsKey(backend);
    }

    /**
     * Makes the memory factory of a backend.
     *
     * @param backend the backend's name
     * @throws IllegalArgumentException if it is none of Cairn's own backends
     * @throws IllegalStateException if it cannot be made here
     */
    public static MemoryFactory of(String backend) {
        String name = CLASSES.get(backend);
        if (name == null) {
            throw new IllegalArgumentException(
                    "backend=" + backend + " is none of " + CLASSES.keySet());
        }
        try {
            return Class.forName(name)
                    .asSubclass(MemoryFactory.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("backend=" + backend + " has no usable " + name, e);
        }
    }
}
