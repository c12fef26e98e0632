/**
 * The one implementation of the store. Exported to the backends and to the suite that proves them,
 * not to users.
 */
module io.cairn.engine {
    requires transitive io.cairn;
    requires transitive static org.jspecify;

    exports io.cairn.engine to
            io.cairn.ffm,
            io.cairn.chronicle,
            io.cairn.bytebuffer,
            io.cairn.conformance;
    exports io.cairn.engine.memory to
            io.cairn.ffm,
            io.cairn.chronicle,
            io.cairn.bytebuffer,
            io.cairn.conformance;
}
