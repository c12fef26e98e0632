package io.cairn;

/** Is told of each entry that has expired, before it is removed; see rule E7. */
@FunctionalInterface
public interface ExpiryListener {
    /**
     * An entry has expired. What it throws goes to the caller of the method that was about to
     * remove the entry, which then stays and is told of again.
     *
     * @param key the key, valid during this call only
     * @param value the value and the event time, valid during this call only
     */
    void expired(BytesView key, TimedBytesView value);
}
