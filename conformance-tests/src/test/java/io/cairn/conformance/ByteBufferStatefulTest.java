package io.cairn.conformance;

import io.cairn.spi.StateStoreProvider;

class ByteBufferStatefulTest extends StatefulContract {
    @Override
    protected StateStoreProvider provider() {
        return Backends.BYTEBUFFER.provider();
    }
}
