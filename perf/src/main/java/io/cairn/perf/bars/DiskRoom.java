package io.cairn.perf.bars;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How much room files take. A log is as long as its windows, which are mapped whole, but has blocks
 * only as far as it is written, and a little ahead. No method of Java tells of blocks.
 */
final class DiskRoom {
    private static final long KIB = 1024;

    private DiskRoom() {}

    /**
     * Asks {@code du} for the bytes of the files' blocks, those that exist.
     *
     * @return the bytes; the files' lengths where there is no {@code du}
     */
    static long blocks(List<Path> files) {
        List<Path> present = files.stream().filter(Files::exists).toList();
        List<String> command = new ArrayList<>(List.of("du", "-k"));
        present.forEach(file -> command.add(file.toString()));
        Process process;
        try {
            process = new ProcessBuilder(command).start();
        } catch (IOException e) {
            return lengths(present);
        }
        return KIB * sumOf(process, command);
    }

    private static long sumOf(Process process, List<String> command) {
        try {
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new IllegalStateException(command + " ended with code=" + code);
            }
            return output.lines()
                    .mapToLong(line -> Long.parseLong(line.split("\\s", 2)[0]))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while du ran", e);
        }
    }

    /** Returns the sum of the lengths of the files that exist, holes included. */
    static long lengths(List<Path> files) {
        return files.stream()
                .filter(Files::exists)
                .mapToLong(DiskRoom::lengthOf)
                .sum();
    }

    private static long lengthOf(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
