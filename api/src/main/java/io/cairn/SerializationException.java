package io.cairn;

import org.jspecify.annotations.Nullable;

/** A codec could not turn an object into bytes, or bytes into an object. */
public final class SerializationException extends StateStoreException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what happened, where, and what the caller can do
     */
    public SerializationException(String message) {
        super(message, null);
    }

    /**
     * Makes an exception with a cause.
     *
     * @param message what happened, where, and what the caller can do
     * @param cause what led to it, or null
     */
    public SerializationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
