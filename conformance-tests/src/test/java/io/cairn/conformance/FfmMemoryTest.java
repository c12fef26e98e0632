package io.cairn.conformance;

import io.cairn.engine.memory.MemoryFactory;

/**
 * Names the factory's class by a string: its class file is of a later Java than this module is
 * compiled for.
 */
@NeedsJava(22)
final class FfmMemoryTest extends MemoryContract {
    @Override
    protected MemoryFactory factory() {
        try {
            return Class.forName("io.cairn.ffm.FfmMemoryFactory")
                    .asSubclass(MemoryFactory.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
