package io.cairn.conformance;

import io.cairn.engine.memory.MemoryFactory;
import io.cairn.spi.StateStoreProvider;

import org.junit.jupiter.api.Nested;

/**
 * Every contract of tests that run one by one, over the ByteBuffer backend;
 * {@link ByteBufferStatefulTest} runs the random ones.
 */
class ByteBufferConformanceTest {
    @Nested
    class PointOperations extends PointOperationsContract {
        @Override
        protected StateStoreProvider provider() {
            return Backends.BYTEBUFFER.provider();
        }
    }

    @Nested
    class Scan extends ScanContract {
        @Override
        protected StateStoreProvider provider() {
            return Backends.BYTEBUFFER.provider();
        }
    }

    @Nested
    class Cursor extends CursorContract {
        @Override
        protected StateStoreProvider provider() {
            return Backends.BYTEBUFFER.provider();
        }
    }

    @Nested
    class View extends ViewContract {
        @Override
        protected StateStoreProvider provider() {
            return Backends.BYTEBUFFER.provider();
        }
    }

    @Nested
    class LargeTree extends LargeTreeContract {
        @Override
        protected StateStoreProvider provider() {
            return Backends.BYTEBUFFER.provider();
        }
    }

    @Nested
    class Batch extends BatchContract {
        @Override
        protected StateStoreProvider provider() {
            return Backends.BYTEBUFFER.provider();
        }
    }

    @Nested
    class WriteBatch extends WriteBatchContract {
        @Override
        protected StateStoreProvider provider() {
            return Backends.BYTEBUFFER.provider();
        }
    }

    @Nested
    class Update extends UpdateContract {
        @Override
        protected StateStoreProvider provider() {
            return Backends.BYTEBUFFER.provider();
        }
    }

    @Nested
    class Updater extends UpdaterContract {
        @Override
        protected StateStoreProvider provider() {
            return Backends.BYTEBUFFER.provider();
        }
    }

    @Nested
    class Counter extends CounterContract {
        @Override
        protected StateStoreProvider provider() {
            return Backends.BYTEBUFFER.provider();
        }
    }

    @Nested
    class Snapshot extends SnapshotContract {
        @Override
        protected StateStoreProvider provider() {
            return Backends.BYTEBUFFER.provider();
        }
    }

    @Nested
    class Restore extends RestoreContract {
        @Override
        protected StateStoreProvider provider() {
            return Backends.BYTEBUFFER.provider();
        }
    }

    @Nested
    class Delta extends DeltaContract {
        @Override
        protected StateStoreProvider provider() {
            return Backends.BYTEBUFFER.provider();
        }
    }

    @Nested
    class Subset extends SubsetContract {
        @Override
        protected StateStoreProvider provider() {
            return Backends.BYTEBUFFER.provider();
        }
    }

    @Nested
    class Persistence extends PersistenceContract {
        @Override
        protected StateStoreProvider provider() {
            return Backends.BYTEBUFFER.provider();
        }
    }

    @Nested
    class Compaction extends CompactionContract {
        @Override
        protected StateStoreProvider provider() {
            return Backends.BYTEBUFFER.provider();
        }
    }

    @Nested
    class BadInput extends BadInputContract {
        @Override
        protected StateStoreProvider provider() {
            return Backends.BYTEBUFFER.provider();
        }
    }

    @Nested
    class Misuse extends MisuseContract {
        @Override
        protected StateStoreProvider provider() {
            return Backends.BYTEBUFFER.provider();
        }
    }

    @Nested
    class DamagedFile extends DamagedFileContract {
        @Override
        protected StateStoreProvider provider() {
            return Backends.BYTEBUFFER.provider();
        }
    }

    @Nested
    class PowerCut extends PowerCutContract {
        @Override
        protected StateStoreProvider provider() {
            return Backends.BYTEBUFFER.provider();
        }

        @Override
        protected MemoryFactory factory() {
            return Backends.BYTEBUFFER.factory();
        }
    }

    @Nested
    class CrashPoints extends CrashPointContract {
        @Override
        protected StateStoreProvider provider() {
            return Backends.BYTEBUFFER.provider();
        }

        @Override
        protected MemoryFactory factory() {
            return Backends.BYTEBUFFER.factory();
        }
    }

    @Nested
    class Failure extends FailureContract {
        @Override
        protected StateStoreProvider provider() {
            return Backends.BYTEBUFFER.provider();
        }

        @Override
        protected MemoryFactory factory() {
            return Backends.BYTEBUFFER.factory();
        }
    }

    @Nested
    class Rot extends RotContract {
        @Override
        protected StateStoreProvider provider() {
            return Backends.BYTEBUFFER.provider();
        }
    }

    @Nested
    class Denied extends DeniedContract {
        @Override
        protected StateStoreProvider provider() {
            return Backends.BYTEBUFFER.provider();
        }
    }

    @Nested
    class FullDisk extends FullDiskContract {
        @Override
        protected StateStoreProvider provider() {
            return Backends.BYTEBUFFER.provider();
        }
    }

    @Nested
    class Environment extends EnvironmentContract {
        @Override
        protected StateStoreProvider provider() {
            return Backends.BYTEBUFFER.provider();
        }
    }

    @Nested
    class Torture extends TortureContract {
        @Override
        protected StateStoreProvider provider() {
            return Backends.BYTEBUFFER.provider();
        }
    }

    @Nested
    class RealInput extends RealInputContract {
        @Override
        protected StateStoreProvider provider() {
            return Backends.BYTEBUFFER.provider();
        }
    }

    @Nested
    class Kill extends KillContract {
        @Override
        protected StateStoreProvider provider() {
            return Backends.BYTEBUFFER.provider();
        }
    }

    @Nested
    class SmallHeap extends SmallHeapContract {
        @Override
        protected StateStoreProvider provider() {
            return Backends.BYTEBUFFER.provider();
        }
    }

    @Nested
    class Expiry extends ExpiryContract {
        @Override
        protected StateStoreProvider provider() {
            return Backends.BYTEBUFFER.provider();
        }
    }

    @Nested
    class ExpiryMisuse extends ExpiryMisuseContract {
        @Override
        protected StateStoreProvider provider() {
            return Backends.BYTEBUFFER.provider();
        }
    }

    @Nested
    class ExpiryPersistence extends ExpiryPersistenceContract {
        @Override
        protected StateStoreProvider provider() {
            return Backends.BYTEBUFFER.provider();
        }
    }

    @Nested
    class ExpiryCrash extends ExpiryCrashContract {
        @Override
        protected StateStoreProvider provider() {
            return Backends.BYTEBUFFER.provider();
        }

        @Override
        protected MemoryFactory factory() {
            return Backends.BYTEBUFFER.factory();
        }
    }
}
