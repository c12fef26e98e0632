package io.cairn.engine;

import io.cairn.CorruptStoreException;
import io.cairn.Progress;
import io.cairn.SalvageReport;
import io.cairn.SalvageReport.Range;
import io.cairn.SalvageReport.Saved;
import io.cairn.StateStore;
import io.cairn.StoreOptions;
import io.cairn.engine.log.FileFormat;
import io.cairn.engine.log.FileFormat.Flush;
import io.cairn.engine.log.FileFormat.Identity;
import io.cairn.engine.log.IoFailures;
import io.cairn.engine.log.LogFile;
import io.cairn.engine.log.RecordFormat;
import io.cairn.engine.log.RecordScanner;
import io.cairn.engine.memory.Memory;
import io.cairn.engine.memory.MemoryFactory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Copies every intact record of a damaged file into a new store, in the order of the log. */
final class Salvage {
    private final MemoryFactory factory;
    private final Path damaged;
    private final Progress progress;
    private final List<Range> lost = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private long lostRanges;
    private long lostBytes;
    private long puts;
    private long deletes;
    private long clears;
    private long recordsOfBrokenBatches;
    private String brokenBatches = "";

    Salvage(MemoryFactory factory, Path damaged, Progress progress) {
        this.factory = factory;
        this.damaged = damaged;
        this.progress = progress;
    }

    SalvageReport into(Path given) {
        Path target = Opening.resolved(given);
        if (Files.exists(target)) {
            throw new IllegalArgumentException(
                    "target=" + target + " exists; give the path of a new file");
        }
        StoreLock lock = StoreLock.acquireToRead(damaged);
        try (FileChannel channel = factory.openToRead(damaged)) {
            Path unfinished = unfinishedOf(target);
            delete(unfinished);
            SalvageReport report = salvage(channel, unfinished);
            moveIntoPlace(unfinished, target);
            return report;
        } catch (IOException e) {
            throw IoFailures.unchanged("read", damaged, e);
        } finally {
            lock.close();
        }
    }

    /** Where the new store is until it is whole: a crash leaves no half of one. */
    static Path unfinishedOf(Path target) {
        return target.resolveSibling(target.getFileName() + ".salvage");
    }

    private void moveIntoPlace(Path whole, Path target) throws IOException {
        boolean moved = false;
        try {
            if (Files.exists(Home.imageOf(whole))) {
                factory.replace(Home.imageOf(whole), Home.imageOf(target));
            }
            factory.replace(whole, target);
            moved = true;
            factory.forceFolderOf(target);
            factory.delete(StoreLock.lockOf(whole));
        } catch (IOException e) {
            throw IoFailures.unchanged("name the salvaged", target, e);
        } finally {
            if (!moved) {
                delete(whole);
            }
        }
    }

    private SalvageReport salvage(FileChannel channel, Path target) throws IOException {
        if (channel.size() > 0 && !LogFile.exists(damaged)) {
            return salvageNothing(target);
        }
        try (Memory header = FileFormat.copyOfHeader(factory, channel)) {
            Flush flush = lastFlush(header);
            Identity identity = identity(channel, header);
            noteDamage(header);
            RecordScanner scanner = new RecordScanner(
                    channel, identity, flush == null ? 0 : flush.end(), this::gap);
            long entries = copy(scanner, target, identity, flush);
            return new SalvageReport(
                    lost, lostRanges, lostBytes, new Saved(puts, deletes, clears, entries), notes);
        }
    }

    /** A file whose making was cut short opens as a new store, and is saved as one. */
    private SalvageReport salvageNothing(Path target) {
        notes.add("no flush of this file has ever returned, and it holds no record: what was saved"
                + " is a new store");
        new Opening(factory, StoreOptions.defaults()).open(target).close();
        return new SalvageReport(lost, 0, 0, new Saved(0, 0, 0, 0), notes);
    }

    private @Nullable Flush lastFlush(Memory header) {
        try {
            return FileFormat.lastFlush(header, damaged);
        } catch (CorruptStoreException e) {
            notes.add("neither slot of the header is intact: the tag of the last flush is lost, and"
                    + " how far the log reached is unknown, so records missing at its end cannot be"
                    + " reported");
            return null;
        }
    }

    private void noteDamage(Memory header) {
        for (long slot : FileFormat.tornSlots(header)) {
            notes.add("the header's slot at offset=" + slot + " is not intact: the last flush, and"
                    + " its tag, may be an earlier one");
        }
    }

    private Identity identity(FileChannel channel, Memory header) throws IOException {
        try {
            return FileFormat.identity(header, damaged);
        } catch (CorruptStoreException e) {
            for (Identity guess : FileFormat.guessIdentity(header)) {
                if (new RecordScanner(channel, guess, 0, (from, to, reason) -> {}).next()) {
                    notes.add("the header's identity is damaged; what it says was proved by the"
                            + " records' checksums");
                    return guess;
                }
            }
            throw new CorruptStoreException(
                    "file=" + damaged + " offset=0: it holds no record of the log that its header"
                            + " names, so nothing can be salvaged; restore it from a backup",
                    e);
        }
    }

    private void gap(long from, long to, String reason) {
        lostRanges++;
        lostBytes += to - from;
        if (lost.size() < SalvageReport.MOST_RANGES) {
            lost.add(new Range(from, to, reason));
        }
    }

    private long copy(RecordScanner scanner, Path target, Identity identity, @Nullable Flush flush)
            throws IOException {
        StoreOptions options = StoreOptions.defaults().withWindows(identity.windows());
        boolean copied = false;
        StateStore store = new Opening(factory, options).open(target);
        try (store) {
            while (scanner.next()) {
                apply(scanner, store);
                noteBatch(scanner);
                progress.report(scanner.address(), scanner.fileBytes());
            }
            store.flush(flush == null ? new byte[0] : flush.tag());
            noteBrokenBatches();
            copied = true;
            return store.size();
        } finally {
            if (!copied) {
                store.close();
                delete(target);
            }
        }
    }

    private void apply(RecordScanner scanner, StateStore store) throws IOException {
        switch (scanner.kind()) {
            case RecordFormat.PUT -> {
                store.put(scanner.key(), scanner.value());
                puts++;
            }
            case RecordFormat.DELETE -> {
                store.delete(scanner.key());
                deletes++;
            }
            default -> {
                store.clear();
                clears++;
            }
        }
    }

    /** A batch that was flushed, and of which a part is lost, is saved as far as it is there. */
    private void noteBatch(RecordScanner scanner) {
        if (!scanner.broken().isEmpty()) {
            recordsOfBrokenBatches++;
            if (brokenBatches.isEmpty()) {
                brokenBatches = "offset=" + scanner.address() + ": " + scanner.broken();
            }
        }
    }

    private void noteBrokenBatches() {
        if (recordsOfBrokenBatches > 0) {
            notes.add("records=" + recordsOfBrokenBatches + " were saved of batches that are not"
                    + " whole: what they were to change together is changed in part; the first is"
                    + " at " + brokenBatches);
        }
    }

    private void delete(Path store) throws IOException {
        factory.delete(store);
        factory.delete(Home.imageOf(store));
        factory.delete(StoreLock.lockOf(store));
    }
}
