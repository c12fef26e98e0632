package io.cairn.engine;

import io.cairn.CompactionTrigger;
import io.cairn.StoreIoException;
import io.cairn.StoreOptions;
import io.cairn.UnsupportedFormatException;
import io.cairn.engine.index.IndexFile;
import io.cairn.engine.log.IoFailures;
import io.cairn.engine.log.LogFile;
import io.cairn.engine.log.RecordLog;
import io.cairn.engine.memory.MemoryFactory;
import io.cairn.engine.memory.Uninterrupted;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ConcurrentModificationException;
import org.jspecify.annotations.Nullable;

/**
 * Where a store lives: its backend, its options, and, on file, its path, lock and the files beside
 * it.
 */
final class Home implements AutoCloseable {
    private final MemoryFactory factory;
    private final StoreOptions options;
    private final @Nullable Path path;
    private final @Nullable StoreLock lock;
    private byte[] tagInMemory = {};

    Home(
            MemoryFactory factory,
            StoreOptions options,
            @Nullable Path path,
            @Nullable StoreLock lock) {
        this.factory = factory;
        this.options = options;
        this.path = path;
        this.lock = lock;
    }

    MemoryFactory factory() {
        return factory;
    }

    @Nullable
    Path path() {
        return path;
    }

    static Path imageOf(Path store) {
        return store.resolveSibling(store.getFileName() + ".idx");
    }

    static Path compactOf(Path store) {
        return store.resolveSibling(store.getFileName() + ".compact");
    }

    /** Returns when compaction begins by itself. */
    CompactionTrigger trigger() {
        return options.compaction();
    }

    /** Returns what is thrown where two threads are found in the store. */
    ConcurrentModificationException usedTwice() {
        return new ConcurrentModificationException(
                "the store " + this
                        + " is being changed by another thread, or by the caller of this very call; one at a time may use it");
    }

    /** Begins new contents: on a file beside the store's, or in memory. */
    ContentsBuilder builder(RecordLog present, boolean onFile) {
        LogFile file = present.file();
        if (!onFile || path == null || file == null) {
            return new ContentsBuilder(factory, null, options);
        }
        return new ContentsBuilder(
                factory, compactOf(path), options.withWindows(file.identity().windows()));
    }

    /**
     * Makes new contents durable, and gives their file the store's name.
     *
     * @param tag what they are flushed with; null if that is not to be a flush
     * @throws StoreIoException if it fails; the present contents are as before then
     */
    void moveIntoPlace(Contents fresh, byte @Nullable [] tag) {
        LogFile file = fresh.log().file();
        if (file != null && path != null) {
            try {
                force(fresh, file, tag);
            } catch (StoreIoException e) { // it is the copy that is lost, not the store
                throw IoFailures.unchanged(
                        "force", file.path(), e.getCause() instanceof Exception cause ? cause : e);
            }
            file.renameTo(path);
        }
    }

    private static void force(Contents fresh, LogFile file, byte @Nullable [] tag) {
        if (tag == null) {
            fresh.log().force();
            file.forceUnflushed();
        } else {
            fresh.log().flush(fresh.size(), tag);
        }
    }

    void forceFolder(RecordLog log) {
        LogFile file = log.file();
        if (file != null) {
            file.forceFolder();
        }
    }

    byte[] lastTag(RecordLog log) {
        LogFile file = log.file();
        return file == null ? tagInMemory.clone() : file.lastFlush().tag().clone();
    }

    /** In memory, remembers a tag; on file the flush does. */
    void keepTag(byte[] tag) {
        if (path == null) {
            tagInMemory = tag.clone();
        }
    }

    /** Throws if the store was opened read-only. */
    void requireWritable() {
        if (path != null && options.readOnly()) {
            throw new IllegalStateException("the store " + this
                    + " was opened read-only; open it without readOnly to change it");
        }
    }

    /** Throws if the store's file is of a version that has no batches. */
    void requireBatches(RecordLog log) {
        LogFile file = log.file();
        if (file != null && !file.identity().hasBatches()) {
            throw new UnsupportedFormatException("file=" + file.path() + " has format version="
                    + file.identity().version() + ", which has no batches of several operations;"
                    + " compact() writes the file anew in the present version");
        }
    }

    /**
     * Saves an image of the indexes, unless the store was opened read-only, and returns the log's
     * position that it stands for.
     */
    long saveImage(LogFile file, Contents contents) {
        RecordLog log = contents.log();
        if (file.isReadOnly()) {
            return log.end();
        }
        IndexFile.Position position = new IndexFile.Position(
                log.end(),
                log.usedBytes(),
                contents.liveRecordBytes(),
                contents.liveBytes(),
                log.windowCount());
        Path image = imageOf(file.path());
        try {
            Uninterrupted.call(() -> {
                new IndexFile(factory, image)
                        .save(log, position, contents.points(), contents.order());
                return image;
            });
        } catch (IOException e) {
            throw IoFailures.unchanged("save the index image", image, e);
        }
        return log.end();
    }

    @Override
    public void close() throws StoreIoException {
        if (lock != null) {
            lock.close();
        }
    }

    @Override
    public String toString() {
        return path == null ? "in memory" : "on path=" + path;
    }
}
