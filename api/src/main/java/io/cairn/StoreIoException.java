package io.cairn;

import org.jspecify.annotations.Nullable;

/**
 * The system failed to read, write, map, force or rename: a full disk, missing rights, a device
 * error.
 */
public final class StoreIoException extends StateStoreException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what happened, where, and what the caller can do
     */
    public StoreIoException(String message) {
        super(message, null);
    }

    /**
     * Makes an exception with a cause.
     *
     * @param message what happened, where, and what the caller can do
     * @param cause what led to it, or null
     */
    public StoreIoException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
