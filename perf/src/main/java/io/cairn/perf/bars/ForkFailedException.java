package io.cairn.perf.bars;

/** A fork did not come to its end: an answer was wrong, say. */
final class ForkFailedException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    ForkFailedException(String message) {
        super(message);
    }

    ForkFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
