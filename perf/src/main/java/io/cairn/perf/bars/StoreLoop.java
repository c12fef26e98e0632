package io.cairn.perf.bars;

import io.cairn.BytesView;
import io.cairn.StateStore;
import io.cairn.perf.Dataset;

/** A loop over the entries of a store. */
abstract class StoreLoop extends Loop {
    final StateStore store;
    final int entries;
    final BytesView view;
    final byte[] key = new byte[Dataset.KEY_BYTES];
    final byte[] value = new byte[Dataset.VALUE_BYTES];

    /** A loop over the entries 0 to {@code entries - 1}. */
    StoreLoop(String name, StateStore store, int entries) {
        super(name);
        this.store = store;
        this.entries = entries;
        this.view = store.newView();
    }

    /** Returns the failure of a lookup that ought to have succeeded, or the reverse. */
    static IllegalStateException wrongAnswer(long index, boolean found) {
        return new IllegalStateException("index=" + index + " was found=" + found);
    }
}
