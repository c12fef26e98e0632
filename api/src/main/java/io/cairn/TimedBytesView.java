package io.cairn;

/**
 * A window onto the value of an entry that expires, which also tells the entry's event time. Rules
 * V1 and V2 of {@link BytesView} hold for the value alone.
 */
public interface TimedBytesView extends BytesView {
    /**
     * {@return the entry's event time} Allocates nothing.
     *
     * @throws IllegalStateException if the view is stale
     */
    long eventTimeMillis();
}
