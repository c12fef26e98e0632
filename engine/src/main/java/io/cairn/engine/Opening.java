package io.cairn.engine;

import io.cairn.CorruptStoreException;
import io.cairn.RecoverTo;
import io.cairn.RecoveryReport;
import io.cairn.StateStore;
import io.cairn.StoreIoException;
import io.cairn.StoreOptions;
import io.cairn.engine.index.IndexFile;
import io.cairn.engine.log.FileFormat;
import io.cairn.engine.log.IoFailures;
import io.cairn.engine.log.LogFile;
import io.cairn.engine.log.LogReader;
import io.cairn.engine.log.RecordLog;
import io.cairn.engine.memory.MemoryFactory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Opens a store on a file: locks it, clears away what a crash left, loads or rebuilds the indexes,
 * and cuts the torn tail.
 */
final class Opening {
    private final MemoryFactory factory;
    private final StoreOptions options;
    private final long startNanos = System.nanoTime();
    private final StringBuilder detail = new StringBuilder();
    private String leftOver = "";
    private boolean imageUsed;
    private long imagePosition;

    Opening(MemoryFactory factory, StoreOptions options) {
        this.factory = factory;
        this.options = options;
    }

    StateStore open(Path given) {
        Path path = resolved(given);
        if (Files.isDirectory(path)) {
            throw new IllegalArgumentException(
                    "path=" + path + " is a folder; give the path of a file in it");
        }
        StoreLock lock = options.readOnly()
                ? StoreLock.acquireToRead(path)
                : StoreLock.acquire(factory, path);
        boolean opened = false;
        try {
            StateStore store = openLocked(new Home(factory, options, path, lock), path);
            opened = true;
            return store;
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    /** One path for one file, whatever links lead to it. */
    static Path resolved(Path given) {
        Path path = given.toAbsolutePath().normalize();
        try {
            if (Files.exists(path)) {
                return path.toRealPath();
            }
            Path folder = path.getParent();
            return folder == null || path.getFileName() == null
                    ? path
                    : folder.toRealPath().resolve(path.getFileName());
        } catch (IOException e) {
            throw IoFailures.unchanged("find the folder of", path, e);
        }
    }

    private StateStore openLocked(Home home, Path path) {
        LogFile file = options.readOnly() ? fileToRead(factory, path) : fileToWrite(path);
        RecordLog log = RecordLog.onFile(factory, file, options);
        Contents contents = new Contents(factory, log, file.identity().hashSeed());
        boolean opened = false;
        try {
            RecoveryReport report = recover(contents, log, file);
            if (!options.readOnly() && options.initialCapacityBytes() > 0) {
                log.prepare(options.initialCapacityBytes());
            }
            opened = true;
            return new MmapStateStore(home, contents, report, imagePosition);
        } finally {
            if (!opened) {
                contents.release();
            }
        }
    }

    private LogFile fileToWrite(Path path) {
        removeCopy(Home.compactOf(path));
        removeLeftOver(IndexFile.temporaryOf(Home.imageOf(path)));
        return LogFile.exists(path)
                ? LogFile.open(factory, path)
                : LogFile.create(factory, path, options.windows(), Seeds.next());
    }

    /** Opens a file that must be there, and leaves all that lies beside it. */
    static LogFile fileToRead(MemoryFactory factory, Path path) {
        if (!LogFile.exists(path)) {
            throw new StoreIoException("there is no store in file=" + path + ", which is "
                    + (Files.exists(path) ? "empty" : "absent")
                    + "; reading makes none: give another path, or open it for writing first");
        }
        return LogFile.openReadOnly(factory, path);
    }

    /** Nobody reads what a compaction has left, and the next one writes over it. */
    private void removeCopy(Path copy) {
        try {
            removeLeftOver(copy);
        } catch (StoreIoException e) {
            leftOver = String.valueOf(e.getMessage());
        }
    }

    private void removeLeftOver(Path path) {
        try {
            factory.delete(path);
        } catch (IOException e) {
            throw IoFailures.unchanged("delete the left-over", path, e);
        }
    }

    private RecoveryReport recover(Contents contents, RecordLog log, LogFile file) {
        long stopAt = options.recoverTo() == RecoverTo.LAST_FLUSH
                ? file.lastFlush().end()
                : Long.MAX_VALUE;
        long from = loadImage(contents, log, file, Math.min(stopAt, file.length()));
        LogReader reader = new LogReader(log, file, from, stopAt);
        replay(contents, reader, file);
        if (!imageUsed && !file.isReadOnly()) {
            discardImage(file); // before the log can grow past its position with other records
        }
        long cut = reader.finish();
        if (cut > 0) {
            detail.append(detail.length() == 0 ? "" : "; ")
                    .append(
                            reader.torn().isEmpty()
                                    ? "records after the last flush were "
                                    : reader.torn() + ": a torn tail, ")
                    .append(file.isReadOnly() ? "ignored" : "cut");
        }
        return new RecoveryReport(
                reader.recordsRead(),
                cut,
                imageUsed,
                detailWithLeftOver(),
                System.nanoTime() - startNanos);
    }

    private String detailWithLeftOver() {
        boolean both = detail.length() > 0 && !leftOver.isEmpty();
        return detail + (both ? "; " : "") + leftOver;
    }

    /** An image whose checksums fit is trusted; where it leads nowhere, somebody has forged it. */
    private void replay(Contents contents, LogReader reader, LogFile file) {
        try {
            Replay replay = new Replay(contents);
            while (reader.next()) {
                replay.add(reader.address());
            }
            replay.finish();
        } catch (IndexOutOfBoundsException | IllegalStateException e) {
            if (!imageUsed) {
                throw e;
            }
            throw new CorruptStoreException(
                    "file=" + Home.imageOf(file.path()) + " offset=0: its checksums fit, but it is"
                            + " no image of the log's indexes; delete it, and open the store again",
                    e);
        }
    }

    /**
     * Makes sure, durably, that no image is loaded once the log has other records. It stays, empty,
     * until an earlier one cannot come back under its name: without it, an opening after this one
     * was killed would find nothing to discard.
     */
    private void discardImage(LogFile file) {
        Path image = Home.imageOf(file.path());
        if (!Files.exists(image)) {
            return;
        }
        try (FileChannel channel = factory.open(image)) {
            factory.truncate(channel, 0);
            factory.force(channel);
        } catch (IOException e) {
            throw IoFailures.unchanged("discard the index image", image, e);
        }
        file.forceFolder();
        removeLeftOver(image);
    }

    private long loadImage(Contents contents, RecordLog log, LogFile file, long limit) {
        IndexFile.Loaded loaded =
                new IndexFile(factory, Home.imageOf(file.path())).load(log, file, limit, detail);
        if (loaded == null) {
            return FileFormat.HEADER_BYTES;
        }
        IndexFile.Position position = loaded.position();
        contents.adopt(
                loaded.points(), loaded.order(), position.liveBytes(), position.liveRecordBytes());
        log.setUsedBytes(position.usedBytes());
        imageUsed = true;
        imagePosition = position.position();
        return imagePosition;
    }
}
