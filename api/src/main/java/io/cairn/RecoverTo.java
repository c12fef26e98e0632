package io.cairn;

/** To which state an opening brings a persistent store that was not closed cleanly. */
public enum RecoverTo {
    /**
     * Every intact record, flushed or not: after a killed process, everything that {@code put}
     * returned for.
     */
    LAST_RECORD,
    /**
     * Just the state of the last flush, to which {@link StateStore#flushedTag()} belongs; later
     * records are cut.
     */
    LAST_FLUSH
}
