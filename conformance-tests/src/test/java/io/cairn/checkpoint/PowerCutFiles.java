package io.cairn.checkpoint;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Fails at one step and at all after it, and can then undo what was not forced: bytes of files, and
 * names in the folder.
 */
final class PowerCutFiles extends CheckpointFiles {
    private final Path folder;
    private final int failAt;
    private int steps;
    /** The bytes of files that are durable, by the names that they have now. */
    private final Map<Path, byte[]> forced = new HashMap<>();
    /** The bytes of files by the names that are durable. */
    private Map<Path, byte[]> durable = new HashMap<>();

    PowerCutFiles(Path folder, int failAt) throws IOException {
        this.folder = folder;
        this.failAt = failAt;
        for (Path file : list()) {
            forced.put(file, Files.readAllBytes(file));
        }
        durable = new HashMap<>(forced);
    }

    Path folder() {
        return folder;
    }

    private void step() throws IOException {
        if (++steps >= failAt) {
            throw new IOException("failed on purpose at step=" + steps);
        }
    }

    /** Leaves what a loss of power leaves at worst. */
    void cutPower() throws IOException {
        for (Path file : list()) {
            Files.delete(file);
        }
        for (Map.Entry<Path, byte[]> entry : durable.entrySet()) {
            Files.write(entry.getKey(), entry.getValue());
        }
    }

    private List<Path> list() throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(files.toList());
        }
    }

    @Override
    OutputStream create(Path file) throws IOException {
        step();
        forced.remove(file);
        return new FilterOutputStream(super.create(file)) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                step();
                out.write(bytes, offset, length);
            }
        };
    }

    @Override
    void force(Path file) throws IOException {
        step();
        super.force(file);
        byte[] bytes = Files.readAllBytes(file);
        forced.put(file, bytes);
        durable.computeIfPresent(file, (name, before) -> bytes);
    }

    @Override
    void rename(Path from, Path to) throws IOException {
        step();
        super.rename(from, to);
        byte[] bytes = forced.remove(from);
        forced.put(to, bytes == null ? new byte[0] : bytes);
    }

    @Override
    void forceFolder(Path forcedFolder) throws IOException {
        step();
        super.forceFolder(forcedFolder);
        durable = new HashMap<>();
        for (Path file : list()) {
            durable.put(file, forced.getOrDefault(file, new byte[0]));
        }
    }

    @Override
    void delete(Path file) throws IOException {
        step();
        super.delete(file);
        forced.remove(file);
    }
}
