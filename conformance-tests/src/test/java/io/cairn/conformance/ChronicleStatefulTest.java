package io.cairn.conformance;

import io.cairn.spi.StateStoreProvider;

class ChronicleStatefulTest extends StatefulContract {
    @Override
    protected StateStoreProvider provider() {
        return Backends.CHRONICLE.provider();
    }
}
