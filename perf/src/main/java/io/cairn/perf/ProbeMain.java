package io.cairn.perf;

import io.cairn.SelectedBackend;
import io.cairn.StateStore;
import io.cairn.StateStores;

import java.nio.charset.StandardCharsets;

/** Opens a store as any application does, and prints which backend it got and why. */
public final class ProbeMain {
    private ProbeMain() {}

    /**
     * Prints the backend's name on the first line, and the reason on the second.
     *
     * @param args none
     */
    public static void main(String[] args) {
        try (StateStore store = StateStores.inMemory(0)) {
            byte[] key = "probe".getBytes(StandardCharsets.UTF_8);
            store.put(key, key);
            if (!store.contains(key)) {
                throw new IllegalStateException("the store does not hold what was put");
            }
            SelectedBackend selected = StateStores.selected();
            System.out.println(store.stats().backend());
            System.out.println(selected.name() + " was taken because " + selected.reason());
        }
    }
}
