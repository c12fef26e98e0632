package io.cairn.conformance;

import io.cairn.chronicle.ChronicleMemoryFactory;
import io.cairn.engine.memory.MemoryFactory;

final class ChronicleMemoryTest extends MemoryContract {
    @Override
    protected MemoryFactory factory() {
        return new ChronicleMemoryFactory();
    }
}
