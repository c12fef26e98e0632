package io.cairn.conformance;

import io.cairn.spi.StateStoreProvider;

/** What every contract asks of the backend's author. */
public abstract class StoreContract {
    /** For subclasses. */
    protected StoreContract() {}

    /**
     * Returns the backend under test. Asked often; its class must be public with a public
     * constructor without parameters where {@link Capabilities#durable()} or
     * {@link Capabilities#offHeap()} hold, since those tests make an instance in other processes.
     */
    protected abstract StateStoreProvider provider();

    /** Returns what the backend can do; everything, if not overridden. */
    protected Capabilities capabilities() {
        return Capabilities.ALL;
    }
}
