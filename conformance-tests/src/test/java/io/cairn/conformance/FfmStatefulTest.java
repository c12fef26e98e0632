package io.cairn.conformance;

import io.cairn.spi.StateStoreProvider;

class FfmStatefulTest extends StatefulContract {
    @Override
    protected StateStoreProvider provider() {
        return Backends.FFM.provider();
    }
}
