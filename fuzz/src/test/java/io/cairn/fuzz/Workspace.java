package io.cairn.fuzz;

import io.cairn.Backend;
import io.cairn.StateStores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder for one JVM's files, in memory where the system has such a place, and the backends. */
final class Workspace {
    static final List<Backend> BACKENDS =
            StateStores.backends().stream().filter(Backend::isAvailable).toList();

    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private final Path folder;

    Workspace() {
        try {
            folder = Files.isWritable(SHARED_MEMORY)
                    ? Files.createTempDirectory(SHARED_MEMORY, "cairn-fuzz")
                    : Files.createTempDirectory("cairn-fuzz");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::delete));
    }

    Path store() {
        return folder.resolve("store");
    }

    Path image() {
        return folder.resolve("store.idx");
    }

    Path other() {
        return folder.resolve("other");
    }

    /** Deletes all files. */
    void clear() {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void delete() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
