package io.cairn;

/** Changes a value in place; see {@link StateStore#update}. */
@FunctionalInterface
public interface ValueUpdater {
    /**
     * Changes the value. It must not use the store, which would throw, and not keep the view, which
     * is stale once it returns.
     *
     * @param value the present value
     */
    void update(MutableBytesView value);
}
