/** The backend on the memory of Chronicle Bytes. Exports nothing: it is found as a service. */
module io.cairn.chronicle {
    requires io.cairn.engine;
    requires chronicle.core;
    requires posix;

    provides io.cairn.spi.StateStoreProvider with
            io.cairn.chronicle.ChronicleStateStoreProvider;
}
