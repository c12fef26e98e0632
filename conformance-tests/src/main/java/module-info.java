/**
 * The conformance suite: contracts that a memory backend's author extends and runs, and what they
 * need.
 */
module io.cairn.conformance {
    requires transitive io.cairn;
    requires transitive io.cairn.engine;
    requires transitive net.jqwik.api;
    requires transitive org.junit.jupiter.api;
    requires java.management;
    requires jdk.management;
    requires org.assertj.core;
    requires org.junit.jupiter.params;
    requires org.opentest4j;
    requires static org.jspecify;

    exports io.cairn.conformance;

    opens io.cairn.conformance;
}
