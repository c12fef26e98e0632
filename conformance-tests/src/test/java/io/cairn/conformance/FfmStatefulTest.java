package io.cairn.conformance;

import io.cairn.spi.StateStoreProvider;

@NeedsJava(22)
class FfmStatefulTest extends StatefulContract {
    @Override
    protected StateStoreProvider provider() {
        return Backends.FFM.provider();
    }
}
