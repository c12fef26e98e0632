package io.cairn.conformance;

import io.cairn.spi.StateStoreProvider;

import java.util.List;

/**
 * The contracts over the reference store. {@link ContractsCatchBugsTest} runs them with each bug;
 * nested, so that a build does not run them besides.
 */
final class Reference {
    static final Capabilities CAPABILITIES = new Capabilities(true, false, false, List.of());

    /** The bug of the stores that are opened next. */
    static volatile Bug bug = Bug.NONE;

    private Reference() {}

    static StateStoreProvider provider() {
        return new ReferenceProvider(bug);
    }

    static final class PointOperationsRun extends PointOperationsContract {
        @Override
        protected StateStoreProvider provider() {
            return Reference.provider();
        }

        @Override
        protected Capabilities capabilities() {
            return CAPABILITIES;
        }
    }

    static final class ScanRun extends ScanContract {
        @Override
        protected StateStoreProvider provider() {
            return Reference.provider();
        }

        @Override
        protected Capabilities capabilities() {
            return CAPABILITIES;
        }
    }

    static final class CursorRun extends CursorContract {
        @Override
        protected StateStoreProvider provider() {
            return Reference.provider();
        }

        @Override
        protected Capabilities capabilities() {
            return CAPABILITIES;
        }
    }

    static final class ViewRun extends ViewContract {
        @Override
        protected StateStoreProvider provider() {
            return Reference.provider();
        }

        @Override
        protected Capabilities capabilities() {
            return CAPABILITIES;
        }
    }

    static final class BatchRun extends BatchContract {
        @Override
        protected StateStoreProvider provider() {
            return Reference.provider();
        }

        @Override
        protected Capabilities capabilities() {
            return CAPABILITIES;
        }
    }

    static final class WriteBatchRun extends WriteBatchContract {
        @Override
        protected StateStoreProvider provider() {
            return Reference.provider();
        }

        @Override
        protected Capabilities capabilities() {
            return CAPABILITIES;
        }
    }

    static final class UpdateRun extends UpdateContract {
        @Override
        protected StateStoreProvider provider() {
            return Reference.provider();
        }

        @Override
        protected Capabilities capabilities() {
            return CAPABILITIES;
        }
    }

    static final class UpdaterRun extends UpdaterContract {
        @Override
        protected StateStoreProvider provider() {
            return Reference.provider();
        }

        @Override
        protected Capabilities capabilities() {
            return CAPABILITIES;
        }
    }

    static final class CounterRun extends CounterContract {
        @Override
        protected StateStoreProvider provider() {
            return Reference.provider();
        }

        @Override
        protected Capabilities capabilities() {
            return CAPABILITIES;
        }
    }

    static final class SnapshotRun extends SnapshotContract {
        @Override
        protected StateStoreProvider provider() {
            return Reference.provider();
        }

        @Override
        protected Capabilities capabilities() {
            return CAPABILITIES;
        }
    }

    static final class RestoreRun extends RestoreContract {
        @Override
        protected StateStoreProvider provider() {
            return Reference.provider();
        }

        @Override
        protected Capabilities capabilities() {
            return CAPABILITIES;
        }
    }

    static final class DeltaRun extends DeltaContract {
        @Override
        protected StateStoreProvider provider() {
            return Reference.provider();
        }

        @Override
        protected Capabilities capabilities() {
            return CAPABILITIES;
        }
    }

    static final class SubsetRun extends SubsetContract {
        @Override
        protected StateStoreProvider provider() {
            return Reference.provider();
        }

        @Override
        protected Capabilities capabilities() {
            return CAPABILITIES;
        }
    }

    static final class PersistenceRun extends PersistenceContract {
        @Override
        protected StateStoreProvider provider() {
            return Reference.provider();
        }

        @Override
        protected Capabilities capabilities() {
            return CAPABILITIES;
        }
    }

    static final class CompactionRun extends CompactionContract {
        @Override
        protected StateStoreProvider provider() {
            return Reference.provider();
        }

        @Override
        protected Capabilities capabilities() {
            return CAPABILITIES;
        }
    }

    static final class BadInputRun extends BadInputContract {
        @Override
        protected StateStoreProvider provider() {
            return Reference.provider();
        }

        @Override
        protected Capabilities capabilities() {
            return CAPABILITIES;
        }
    }

    static final class MisuseRun extends MisuseContract {
        @Override
        protected StateStoreProvider provider() {
            return Reference.provider();
        }

        @Override
        protected Capabilities capabilities() {
            return CAPABILITIES;
        }
    }

    static final class StatefulRun extends StatefulContract {
        @Override
        protected StateStoreProvider provider() {
            return Reference.provider();
        }

        @Override
        protected Capabilities capabilities() {
            return CAPABILITIES;
        }
    }

    static final class TortureRun extends TortureContract {
        @Override
        protected StateStoreProvider provider() {
            return Reference.provider();
        }

        @Override
        protected Capabilities capabilities() {
            return CAPABILITIES;
        }
    }
}
