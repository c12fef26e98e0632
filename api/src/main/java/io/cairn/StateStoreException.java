package io.cairn;

import org.jspecify.annotations.Nullable;

/**
 * What the environment did to a store. Each message names the file, where there is one, the offset,
 * and what the caller can do.
 */
public abstract sealed class StateStoreException extends RuntimeException
        permits StoreIoException,
                CorruptStoreException,
                UnsupportedFormatException,
                StoreLockedException,
                StoreFullException,
                SerializationException {
    private static final long serialVersionUID = 1L;

    /** Makes an exception. */
    StateStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
