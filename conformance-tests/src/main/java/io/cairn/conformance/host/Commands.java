package io.cairn.conformance.host;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs the system's commands. */
public final class Commands {
    private Commands() {}

    /**
     * Runs a command to its end.
     *
     * @param command the command and its arguments
     * @return what it printed, its errors among it
     * @throws IOException if there is no such command, or it failed; says what it printed
     */
    public static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        int status = waitFor(process);
        if (status != 0) {
            throw new IOException(
                    "command=" + List.of(command) + " ended with status=" + status + ": " + output);
        }
        return output;
    }

    private static int waitFor(Process process) throws InterruptedIOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a command ran");
        }
    }
}
