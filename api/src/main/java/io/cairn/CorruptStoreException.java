package io.cairn;

import org.jspecify.annotations.Nullable;

/**
 * A file or stream is damaged, or is no store at all; the message names file, offset and reason.
 */
public final class CorruptStoreException extends StateStoreException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what happened, where, and what the caller can do
     */
    public CorruptStoreException(String message) {
        super(message, null);
    }

    /**
     * Makes an exception with a cause.
     *
     * @param message what happened, where, and what the caller can do
     * @param cause what led to it, or null
     */
    public CorruptStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
