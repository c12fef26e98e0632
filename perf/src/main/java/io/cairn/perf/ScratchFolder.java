package io.cairn.perf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder for the files of one benchmark, which is deleted with all that is in it. */
public final class ScratchFolder implements AutoCloseable {
    /** The system property that names the folder in which scratch folders are made. */
    public static final String PARENT_PROPERTY = "select.directory";

    private final Path folder;

    private ScratchFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes a new folder in the one that {@value #PARENT_PROPERTY} names, or else in the system's
     * folder for such.
     */
    public static ScratchFolder create() {
        try {
            Path parent = Path.of(
                    System.getProperty(PARENT_PROPERTY, System.getProperty("java.io.tmpdir", ".")));
            Files.createDirectories(parent);
            return new ScratchFolder(Files.createTempDirectory(parent, "cairn-perf-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The path of a file in the folder. */
    public Path resolve(String name) {
        return folder.resolve(name);
    }

    @Override
    public void close() {
        try (Stream<Path> paths = Files.walk(folder)) {
            List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "path=" + folder + " could not be deleted; delete it by hand", e);
        }
    }
}
