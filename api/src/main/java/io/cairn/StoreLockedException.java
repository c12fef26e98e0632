package io.cairn;

import org.jspecify.annotations.Nullable;

/** Another store, in this process or in another one, has the file open. */
public final class StoreLockedException extends StateStoreException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what happened, where, and what the caller can do
     */
    public StoreLockedException(String message) {
        super(message, null);
    }

    /**
     * Makes an exception with a cause.
     *
     * @param message what happened, where, and what the caller can do
     * @param cause what led to it, or null
     */
    public StoreLockedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
