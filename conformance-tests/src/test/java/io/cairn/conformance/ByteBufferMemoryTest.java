package io.cairn.conformance;

import io.cairn.bytebuffer.ByteBufferMemoryFactory;
import io.cairn.engine.memory.MemoryFactory;

final class ByteBufferMemoryTest extends MemoryContract {
    @Override
    protected MemoryFactory factory() {
        return new ByteBufferMemoryFactory();
    }
}
