package io.cairn.peers;

import io.cairn.peers.store.PeerStore;
import io.cairn.perf.Dataset;

import java.util.Arrays;

/** What a store must hold after all workloads. */
final class StoreCheck {
    private final int[] versions;
    private final long inserted;

    /**
     * A check of a store.
     *
     * @param versions the version of each entry that was loaded; not copied
     * @param inserted how many entries came after them, at version 0
     */
    StoreCheck(int[] versions, long inserted) {
        this.versions = versions;
        this.inserted = inserted;
    }

    /**
     * Looks up every entry and counts them.
     *
     * @throws IllegalStateException if one is missing, wrong or too many
     */
    void verify(PeerStore store) {
        long expected = versions.length + inserted;
        long size = store.size();
        if (size != expected) {
            throw new IllegalStateException("size=" + size + " instead of " + expected);
        }
        byte[] key = new byte[Dataset.KEY_BYTES];
        byte[] value = new byte[Dataset.VALUE_BYTES];
        for (int index = 0; index < expected; index++) {
            int version = index < versions.length ? versions[index] : 0;
            Dataset.fillKey(index, key);
            Dataset.fillValue(index, version, value);
            if (!store.find(key) || !Arrays.equals(store.valueCopy(), value)) {
                throw new IllegalStateException(
                        "entry index=" + index + " does not hold version=" + version);
            }
        }
    }
}
