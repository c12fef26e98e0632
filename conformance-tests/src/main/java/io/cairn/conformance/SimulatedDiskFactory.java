package io.cairn.conformance;

import io.cairn.StoreFullException;
import io.cairn.engine.memory.Memory;
import io.cairn.engine.memory.MemoryFactory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A backend's memory on a {@link SimulatedDisk}: nothing is forced but in the simulation. */
final class SimulatedDiskFactory extends MemoryFactory {
    private final MemoryFactory factory;
    private final SimulatedDisk disk;

    SimulatedDiskFactory(MemoryFactory factory, SimulatedDisk disk) {
        this.factory = factory;
        this.disk = disk;
    }

    @Override
    public String name() {
        return factory.name();
    }

    @Override
    public Memory allocate(long bytes) {
        try {
            disk.event("allocate");
        } catch (IOException e) {
            throw new StoreFullException("no memory for bytes=" + bytes + ": " + e.getMessage());
        }
        return new SimulatedMemory(factory.allocate(bytes), SimulatedMemory.NO_FILE);
    }

    @Override
    public Memory map(FileChannel channel, long position, long bytes) throws IOException {
        disk.event("map");
        SimulatedFile file = disk.fileOf(channel);
        return new SimulatedMemory(
                factory.map(channel, position, bytes), new MappedFile(file, position));
    }

    @Override
    public void reserve(FileChannel channel, long position, long bytes) throws IOException {
        disk.event("reserve");
        factory.reserve(channel, position, bytes);
    }

    @Override
    public FileChannel open(Path path) throws IOException {
        disk.event("open");
        FileChannel channel = factory.open(path);
        disk.opened(path, channel);
        return channel;
    }

    @Override
    public void truncate(FileChannel channel, long bytes) throws IOException {
        disk.event("truncate");
        disk.fileOf(channel).truncating(bytes);
        factory.truncate(channel, bytes);
    }

    @Override
    public void force(FileChannel channel) throws IOException {
        disk.event("force a file");
        disk.fileOf(channel).force();
    }

    @Override
    public void replace(Path source, Path target) throws IOException {
        disk.event("replace");
        factory.replace(source, target);
        disk.replaced(source, target);
    }

    @Override
    public void delete(Path path) throws IOException {
        disk.event("delete");
        factory.delete(path);
        disk.deleted(path);
    }

    @Override
    public void forceFolderOf(Path path) throws IOException {
        disk.event("force a folder");
        disk.forceFolder();
    }

    /** What becomes of a mapped range's writes. */
    private final class MappedFile implements SimulatedMemory.Watcher {
        private final SimulatedFile file;
        private final long position;

        MappedFile(SimulatedFile file, long position) {
            this.file = file;
            this.position = position;
        }

        @Override
        public void force(long offset, long length) throws IOException {
            disk.event("force a range");
            file.force(position + offset, length);
        }

        @Override
        public void wrote() throws IOException {
            disk.wrote();
        }
    }
}
