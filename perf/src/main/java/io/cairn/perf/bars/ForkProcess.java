package io.cairn.perf.bars;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts forks and waits for them. */
final class ForkProcess {
    private static final int PATIENCE_MINUTES = 20;
    private static final int SHOWN_LINES = 12;

    private ForkProcess() {}

    /**
     * Runs a fork to its end.
     *
     * @return what it measured
     * @throws ForkFailedException if it failed, a wrong answer among the reasons
     */
    static Readings run(Lane lane, ForkSettings settings) {
        Path log = logOf(settings);
        int code = exitCodeOf(lane, settings);
        if (code != 0) {
            throw new ForkFailedException(lane.label() + " " + settings.store()
                    + " ended with code=" + code + "; its output is in path=" + log
                    + System.lineSeparator() + head(log));
        }
        return Readings.read(settings.path());
    }

    /** Runs a fork to its end and returns its exit code. */
    static int exitCodeOf(Lane lane, ForkSettings settings) {
        List<String> command = new ArrayList<>(lane.command(settings.folder()));
        command.addAll(settings.arguments());
        try {
            Files.deleteIfExists(settings.path());
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(logOf(settings).toFile())
                    .start();
            return waitFor(process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int waitFor(Process process) {
        try {
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                throw new ForkFailedException("a fork took more than minutes=" + PATIENCE_MINUTES);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ForkFailedException("interrupted while a fork ran", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Path logOf(ForkSettings settings) {
        return settings.path().resolveSibling("fork.log");
    }

    private static String head(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join(
                    System.lineSeparator(), lines.subList(0, Math.min(lines.size(), SHOWN_LINES)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
