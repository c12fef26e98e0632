/**
 * The backend on java.lang.foreign, for Java 22 and newer. Exports nothing: it is found as a
 * service.
 */
module io.cairn.ffm {
    requires io.cairn.engine;

    provides io.cairn.spi.StateStoreProvider with
            io.cairn.ffm.FfmStateStoreProvider;
}
