package io.cairn.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Where a command reads from and writes to. */
final class Console {
    private final InputStream in;
    private final OutputStream out;
    private final PrintWriter err;

    /**
     * Makes a console.
     *
     * @param in the standard input
     * @param out the standard output, whose errors are thrown and not swallowed
     * @param err the standard error
     */
    Console(InputStream in, OutputStream out, OutputStream err) {
        this.in = in;
        this.out = out;
        this.err = new PrintWriter(err, true, StandardCharsets.UTF_8);
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    PrintWriter err() {
        return err;
    }
}
