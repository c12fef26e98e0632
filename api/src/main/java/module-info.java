/**
 * The public API of Cairn: what users compile against ({@code io.cairn}) and what a memory backend
 * implements ({@code io.cairn.spi}).
 */
module io.cairn {
    requires transitive static org.jspecify;

    exports io.cairn;
    exports io.cairn.checkpoint;
    exports io.cairn.spi;

    uses io.cairn.spi.StateStoreProvider;
}
