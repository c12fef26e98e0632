package io.cairn.engine.log;

import io.cairn.StoreIoException;

import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;

/** The one wording of what the system refused. */
public final class IoFailures {
    private IoFailures() {}

    private static String reason(Exception cause) {
        if (cause instanceof ClosedByInterruptException) {
            return "this thread was interrupted while it worked on the file";
        }
        String message = cause.getMessage();
        return message == null ? cause.toString() : message;
    }

    /**
     * Returns an exception that says what failed on which file, and that the store is as before.
     */
    public static StoreIoException unchanged(String what, Path path, Exception cause) {
        return new StoreIoException(
                "failed to " + what + " file=" + path + ": " + reason(cause)
                        + "; the store is as before: free space or mend rights, then try again",
                cause);
    }

    /**
     * Returns an exception that says what failed on which file, and that the store must be opened
     * again.
     */
    public static StoreIoException poisoned(String what, Path path, Exception cause) {
        return new StoreIoException(
                "failed to " + what + " file=" + path + ": " + reason(cause)
                        + "; what reached the disk is unknown: close the store and open it again",
                cause);
    }
}
