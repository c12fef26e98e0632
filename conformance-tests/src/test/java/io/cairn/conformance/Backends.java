package io.cairn.conformance;

import io.cairn.engine.memory.MemoryFactory;
import io.cairn.spi.StateStoreProvider;

import org.opentest4j.TestAbortedException;

/**
 * Cairn's backends, by their classes' names: those of one are of a later Java than these tests are
 * compiled for.
 */
enum Backends {
    FFM("io.cairn.ffm.FfmStateStoreProvider", 22),
    CHRONICLE("io.cairn.chronicle.ChronicleStateStoreProvider", 17),
    BYTEBUFFER("io.cairn.bytebuffer.ByteBufferStateStoreProvider", 17);

    private final String className;
    private final int leastJava;

    Backends(String className, int leastJava) {
        this.className = className;
        this.leastJava = leastJava;
    }

    boolean runsHere() {
        return Runtime.version().feature() >= leastJava;
    }

    /**
     * Makes the backend.
     *
     * @throws TestAbortedException if this Java is too old for it
     */
    StateStoreProvider provider() {
        if (!runsHere()) {
            throw new TestAbortedException("backend=" + this + " needs Java " + leastJava);
        }
        return ChildJvm.provider(className);
    }

    /** Makes the memory that the backend's stores are over. */
    MemoryFactory factory() {
        String factory = className.replace("StateStoreProvider", "MemoryFactory");
        try {
            return Class.forName(factory)
                    .asSubclass(MemoryFactory.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
