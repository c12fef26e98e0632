package io.cairn.conformance;

import io.cairn.engine.memory.Memory;
import io.cairn.engine.memory.MemoryFactory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Where a memory's bytes come from; the contract holds for each. */
public enum MemoryKind {
    /** No file. */
    ANONYMOUS {
        @Override
        Memory open(MemoryFactory factory, long bytes) {
            return factory.allocate(bytes);
        }
    },

    /**
     * A file, whose channel is closed, and which has lost its name, where the system allows that.
     */
    MAPPED {
        @Override
        Memory open(MemoryFactory factory, long bytes) throws IOException {
            Path file = Files.createTempFile("cairn-memory", ".bin");
            try (FileChannel channel = FileChannel.open(
                    file,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE)) {
                return factory.map(channel, 0, bytes);
            }
        }
    };

    /** Opens a memory that the caller closes. */
    abstract Memory open(MemoryFactory factory, long bytes) throws IOException;

    /** Opens a memory that holds {@code content}. */
    final Memory open(MemoryFactory factory, byte[] content) throws IOException {
        Memory memory = open(factory, content.length);
        memory.copyIn(0, content, 0, content.length);
        return memory;
    }
}
