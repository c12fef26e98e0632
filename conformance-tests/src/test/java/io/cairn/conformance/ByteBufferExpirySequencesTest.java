package io.cairn.conformance;

import io.cairn.spi.StateStoreProvider;

class ByteBufferExpirySequencesTest extends ExpirySequencesContract {
    @Override
    protected StateStoreProvider provider() {
        return Backends.BYTEBUFFER.provider();
    }
}
