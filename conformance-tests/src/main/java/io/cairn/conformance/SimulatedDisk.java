package io.cairn.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of real files of which it is known what is durable. What a store does to the disk comes
 * here one by one, each an <em>event</em>, before which the power may be lost or which may fail.
 *
 * <p>Assumed of the system, as the design page does: forcing a range of a file makes the file's
 * length durable too; a rename is one step, and names are durable once their folder was forced.
 */
final class SimulatedDisk implements AutoCloseable {
    /** What happens before each event. */
    @FunctionalInterface
    interface Listener {
        /** Is told which event is next; what it throws, the event throws. */
        void before(String event) throws IOException;
    }

    /** The event of a write to a mapped file. */
    static final String WRITE = "write";

    /** A change of names that was not forced; a source without a target was deleted. */
    private record Renaming(@Nullable Path source, @Nullable Path target, SimulatedFile file) {}

    private final Path folder;
    private final Map<Path, SimulatedFile> names = new HashMap<>();
    private final Map<Path, SimulatedFile> durableNames = new HashMap<>();
    private final List<Renaming> renamings = new ArrayList<>();
    private final IdentityHashMap<FileChannel, SimulatedFile> channels = new IdentityHashMap<>();
    private final List<SimulatedFile> files = new ArrayList<>();
    private Listener listener = event -> {};
    private boolean watchesWrites;

    /** Takes a folder whose files are all durable. */
    SimulatedDisk(Path folder) throws IOException {
        this.folder = folder.toRealPath();
        try (Stream<Path> present = Files.list(this.folder)) {
            for (Path path : present.toList()) {
                names.put(path, track(SimulatedFile.ofDurable(path)));
            }
        }
        durableNames.putAll(names);
    }

    /** Sets what happens before each event from now on. */
    void listen(Listener next) {
        listener = next;
    }

    /** Lets each write to a mapped file be an event, too, from now on; it comes after the write. */
    void watchWrites(boolean watch) {
        watchesWrites = watch;
    }

    Path folder() {
        return folder;
    }

    private SimulatedFile track(SimulatedFile file) {
        files.add(file);
        return file;
    }

    void event(String what) throws IOException {
        listener.before(what);
    }

    void wrote() throws IOException {
        if (watchesWrites) {
            event(WRITE);
        }
    }

    void opened(Path path, FileChannel channel) throws IOException {
        SimulatedFile file = names.get(path);
        if (file == null) {
            file = track(SimulatedFile.ofNew(path));
            names.put(path, file);
            renamings.add(new Renaming(null, path, file));
        }
        channels.put(channel, file);
    }

    SimulatedFile fileOf(FileChannel channel) {
        SimulatedFile file = channels.get(channel);
        if (file == null) {
            throw new AssertionError("a channel that was not opened here: " + channel);
        }
        return file;
    }

    void replaced(Path source, Path target) {
        SimulatedFile file = names.remove(source);
        if (file != null) {
            names.put(target, file);
            renamings.add(new Renaming(source, target, file));
        }
    }

    void deleted(Path path) {
        SimulatedFile file = names.remove(path);
        if (file != null) {
            renamings.add(new Renaming(path, null, file));
        }
    }

    void forceFolder() {
        durableNames.clear();
        durableNames.putAll(names);
        renamings.clear();
    }

    /** Lets the system write back some of what was not forced. */
    void writeBack(Survival survival) {
        try {
            for (SimulatedFile file : files) {
                if (survival.next()) {
                    file.writeBack(survival);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes what a loss of power would leave at this moment into an empty folder. */
    void survivors(Path target, Survival survival) throws IOException {
        Map<Path, SimulatedFile> left = new HashMap<>(durableNames);
        for (Renaming renaming : renamings) {
            if (survival.next()) {
                apply(renaming, left);
            }
        }
        for (Map.Entry<Path, SimulatedFile> entry : left.entrySet()) {
            Path file = target.resolve(folder.relativize(entry.getKey()));
            Files.write(file, entry.getValue().survivor(survival));
        }
    }

    private static void apply(Renaming renaming, Map<Path, SimulatedFile> left) {
        if (renaming.source != null && left.get(renaming.source) == renaming.file) {
            left.remove(renaming.source);
        }
        if (renaming.target != null) {
            left.put(renaming.target, renaming.file);
        }
    }

    @Override
    public void close() throws IOException {
        for (SimulatedFile file : files) {
            file.close();
        }
        for (FileChannel channel : channels.keySet()) {
            channel.close();
        }
    }
}
