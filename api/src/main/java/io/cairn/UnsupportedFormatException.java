package io.cairn;

import org.jspecify.annotations.Nullable;

/** A file or stream is intact, but of a format version that this build does not read. */
public final class UnsupportedFormatException extends StateStoreException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what happened, where, and what the caller can do
     */
    public UnsupportedFormatException(String message) {
        super(message, null);
    }

    /**
     * Makes an exception with a cause.
     *
     * @param message what happened, where, and what the caller can do
     * @param cause what led to it, or null
     */
    public UnsupportedFormatException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
