package io.cairn;

/**
 * Walks what differs between two snapshots, in ascending key order, reading keys and values where
 * they lie: a put for each key that has another value or is new, a delete for each that is gone.
 *
 * <p>A new cursor stands before its first change. {@link #key()} and {@link #value()} return views
 * that show the current change until the next step. A cursor lives until one of the two snapshots
 * is closed. It reads both of them, so the thread that uses it must be the one that reads them.
 * There is nothing to close.
 */
public interface ChangeCursor {
    /**
     * Steps to the next change. Allocates nothing.
     *
     * @return false if there is none; the cursor then stands on no change, and stays so
     * @throws IllegalStateException if one of the snapshots, or its store, is closed
     */
    boolean next();

    /**
     * {@return whether the current key is in the earlier snapshot only}
     *
     * @throws IllegalStateException if the cursor stands on no change, or a snapshot is closed
     */
    boolean isDelete();

    /**
     * {@return the current key}
     *
     * @throws IllegalStateException if the cursor stands on no change, or a snapshot is closed
     */
    BytesView key();

    /**
     * {@return the key's value in the later snapshot}
     *
     * @throws IllegalStateException if the current change is a delete, the cursor stands on no
     *     change, or a snapshot is closed
     */
    BytesView value();
}
