package io.cairn.conformance;

import io.cairn.spi.StateStoreProvider;

@NeedsJava(22)
class FfmExpirySequencesTest extends ExpirySequencesContract {
    @Override
    protected StateStoreProvider provider() {
        return Backends.FFM.provider();
    }
}
