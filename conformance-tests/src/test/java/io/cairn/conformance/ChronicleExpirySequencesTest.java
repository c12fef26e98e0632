package io.cairn.conformance;

import io.cairn.spi.StateStoreProvider;

class ChronicleExpirySequencesTest extends ExpirySequencesContract {
    @Override
    protected StateStoreProvider provider() {
        return Backends.CHRONICLE.provider();
    }
}
