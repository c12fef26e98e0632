/** The backend on direct and mapped byte buffers. Exports nothing: it is found as a service. */
module io.cairn.bytebuffer {
    requires io.cairn.engine;

    provides io.cairn.spi.StateStoreProvider with
            io.cairn.bytebuffer.ByteBufferStateStoreProvider;
}
