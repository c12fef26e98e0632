package io.cairn;

import org.jspecify.annotations.Nullable;

/**
 * The store's own limit, or the memory that the JVM may take, is used up; the message names the
 * limit.
 */
public final class StoreFullException extends StateStoreException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what happened, where, and what the caller can do
     */
    public StoreFullException(String message) {
        super(message, null);
    }

    /**
     * Makes an exception with a cause.
     *
     * @param message what happened, where, and what the caller can do
     * @param cause what led to it, or null
     */
    public StoreFullException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
