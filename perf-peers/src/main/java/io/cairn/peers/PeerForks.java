package io.cairn.peers;

import io.cairn.perf.ScratchFolder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Starts a JVM for each measurement, with a scratch folder that is deleted with whatever the store
 * and its native library left there.
 *
 * @param directory where scratch folders, results and the JVMs' own output go
 */
record PeerForks(Path directory) {
    private static final int PATIENCE_MINUTES = 60;
    private static final int SHOWN_LINES = 15;
    private static final long MEBIBYTE = 1L << 20;
    private static final long LEAST_HEAP = 1024 * MEBIBYTE;
    /** Entries of a map of the JDK with their objects, twice over, so that collecting is rare. */
    private static final int HEAP_FACTOR = 6;

    private static final long LEAST_DIRECT = 2048 * MEBIBYTE;

    /**
     * Measures a store in a JVM of its own.
     *
     * @param main the class whose main method measures; it gets the store's id, {@code arguments},
     *     a folder and the file for its result
     * @param dataBytes about how many bytes of keys and values the store will hold
     * @throws IllegalStateException if the JVM failed, a wrong answer among the reasons
     */
    ForkResult run(Class<?> main, Peer peer, long dataBytes, List<String> arguments) {
        System.setProperty(ScratchFolder.PARENT_PROPERTY, directory.toString());
        String name = main.getSimpleName() + "-" + peer.id();
        Path log = directory.resolve(name + ".log");
        Path result = directory.resolve(name + ".json");
        try (ScratchFolder scratch = ScratchFolder.create()) {
            Path folder = scratch.resolve("store");
            Files.createDirectories(folder);
            Files.deleteIfExists(result);
            List<String> command = command(main, peer, dataBytes, folder);
            command.add(peer.id());
            command.addAll(arguments);
            command.add(folder.toString());
            command.add(result.toString());
            finish(start(command, folder, log), peer, log);
            return ForkResult.read(result);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process start(List<String> command, Path folder, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        // Malloc asks for huge pages: what -XX:+UseTransparentHugePages is to the heap.
        builder.environment().put("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1");
        return builder.start();
    }

    private List<String> command(Class<?> main, Peer peer, long dataBytes, Path folder) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(commonArgs(dataBytes));
        command.addAll(peer.jvmArgs());
        command.add("-Djava.io.tmpdir=" + folder);
        command.add("-classpath");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        return command;
    }

    /** What every measuring JVM gets. */
    static List<String> commonArgs(long dataBytes) {
        long heap = LEAST_HEAP + dataBytes * HEAP_FACTOR;
        long direct = LEAST_DIRECT + dataBytes * HEAP_FACTOR;
        return List.of(
                "-Xms" + heap / MEBIBYTE + "m",
                "-Xmx" + heap / MEBIBYTE + "m",
                "-XX:MaxDirectMemorySize=" + direct / MEBIBYTE + "m",
                "-XX:+UseTransparentHugePages",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow");
    }

    private static void finish(Process process, Peer peer, Path log) throws IOException {
        try {
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                throw new IllegalStateException(
                        peer.id() + " took more than minutes=" + PATIENCE_MINUTES);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + peer.id() + " ran", e);
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException(peer.id() + " ended with code=" + process.exitValue()
                    + "; its output is in path=" + log + System.lineSeparator() + head(log));
        }
    }

    private static String head(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join(
                System.lineSeparator(), lines.subList(0, Math.min(lines.size(), SHOWN_LINES)));
    }
}
