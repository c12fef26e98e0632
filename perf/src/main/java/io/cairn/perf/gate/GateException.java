package io.cairn.perf.gate;

/** The gate cannot judge; the message says why, and what to do. */
final class GateException extends RuntimeException {
    private static final long serialVersionUID = 1;

    GateException(String message) {
        super(message);
    }

    GateException(String message, Throwable cause) {
        super(message, cause);
    }
}
