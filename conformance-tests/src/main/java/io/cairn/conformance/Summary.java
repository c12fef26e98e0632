package io.cairn.conformance;

import io.cairn.spi.StateStoreProvider;

/**
 * Prints one line for each suite that counts, so that a build's output shows what was run where.
 */
final class Summary {
    private Summary() {}

    static void print(String suite, StateStoreProvider provider, String figures) {
        print(suite, provider.name(), figures);
    }

    static void print(String suite, String backend, String figures) {
        System.out.println("[cairn] suite=" + suite + " backend=" + backend + " java="
                + System.getProperty("java.version") + " " + figures);
    }
}
