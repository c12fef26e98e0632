package io.cairn.cli;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import org.jspecify.annotations.NullMarked;

/** Runs a command of the command line inside of this JVM. */
@NullMarked
public final class CommandLineRunner {
    private CommandLineRunner() {}

    /**
     * Runs a command.
     *
     * @param input what it reads from its standard input
     * @param out takes what it prints
     * @param err takes its errors
     * @param arguments the command line
     * @return its exit code
     */
    public static int run(byte[] input, OutputStream out, OutputStream err, String... arguments) {
        return Cairn.run(new Console(new ByteArrayInputStream(input), out, err), arguments);
    }
}
