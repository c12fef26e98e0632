package io.cairn.engine.memory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Lets files be read and nothing else: a second line of defence for a store that was opened
 * read-only, whose own checks come before.
 */
public final class ReadOnlyFactory extends MemoryFactory {
    private final MemoryFactory factory;

    /** Reads through another factory. */
    public ReadOnlyFactory(MemoryFactory factory) {
        this.factory = factory;
    }

    @Override
    public String name() {
        return factory.name();
    }

    @Override
    public Memory allocate(long bytes) {
        return factory.allocate(bytes);
    }

    @Override
    public FileChannel open(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.READ);
    }

    @Override
    public Memory map(FileChannel channel, long position, long bytes) throws IOException {
        return factory.mapReadOnly(channel, position, bytes);
    }

    @Override
    public Memory mapReadOnly(FileChannel channel, long position, long bytes) throws IOException {
        return factory.mapReadOnly(channel, position, bytes);
    }

    @Override
    public void reserve(FileChannel channel, long position, long bytes) throws IOException {
        throw refused("reserve blocks of a file");
    }

    @Override
    public void truncate(FileChannel channel, long bytes) throws IOException {
        throw refused("cut a file");
    }

    @Override
    public void force(FileChannel channel) throws IOException {
        throw refused("force a file");
    }

    @Override
    public void replace(Path source, Path target) throws IOException {
        throw refused("replace file=" + target);
    }

    @Override
    public void delete(Path path) throws IOException {
        throw refused("delete file=" + path);
    }

    @Override
    public void forceFolderOf(Path path) throws IOException {
        throw refused("force the folder of file=" + path);
    }

    private static IOException refused(String what) {
        return new IOException("will not " + what + ": the store was opened read-only");
    }
}
