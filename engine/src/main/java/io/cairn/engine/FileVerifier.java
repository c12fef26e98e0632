package io.cairn.engine;

import io.cairn.CorruptStoreException;
import io.cairn.Progress;
import io.cairn.StoreOptions;
import io.cairn.VerificationReport;
import io.cairn.VerificationReport.Checked;
import io.cairn.engine.index.IndexFile;
import io.cairn.engine.index.TreeCursor;
import io.cairn.engine.log.FileFormat;
import io.cairn.engine.log.FileFormat.Flush;
import io.cairn.engine.log.FileFormat.Identity;
import io.cairn.engine.log.Findings;
import io.cairn.engine.log.IoFailures;
import io.cairn.engine.log.LogFile;
import io.cairn.engine.log.LogReader;
import io.cairn.engine.log.RecordLog;
import io.cairn.engine.log.RecordScanner;
import io.cairn.engine.memory.Memory;
import io.cairn.engine.memory.MemoryFactory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Checks the file of a store that nobody has open for writing: first the bytes of the file, and if
 * they are sound the indexes that they give, and the index image, which must hold the same.
 */
final class FileVerifier {
    private final MemoryFactory factory;
    private final Path path;
    private final Progress progress;
    private final Findings findings;
    private Flush flush = new Flush(0, FileFormat.HEADER_BYTES, 0, new byte[0]);
    private boolean metFlush;
    private boolean inBrokenBatch;
    private long records;
    private long logBytes;

    FileVerifier(MemoryFactory factory, Path path, Progress progress) {
        this.factory = factory;
        this.path = path;
        this.progress = progress;
        this.findings = new Findings(path);
    }

    VerificationReport verify() {
        StoreLock lock = StoreLock.acquireToRead(path);
        try {
            if (!LogFile.exists(path)) {
                findings.note(
                        path,
                        0,
                        "no flush of this file has ever returned; it opens as a new store");
                return findings.report(Checked.NOTHING);
            }
            checkFile();
            Checked indexes = findings.damages() == 0 ? checkIndexes() : Checked.NOTHING;
            return findings.report(new Checked(
                    indexes.entries(),
                    records,
                    logBytes,
                    indexes.indexNodes(),
                    indexes.indexSlots()));
        } finally {
            lock.close();
        }
    }

    private void checkFile() {
        try (FileChannel channel = factory.openToRead(path);
                Memory header = FileFormat.copyOfHeader(factory, channel)) {
            Identity identity = FileFormat.identity(header, path);
            flush = FileFormat.lastFlush(header, path);
            for (long slot : FileFormat.tornSlots(header)) {
                findings.note(
                        path,
                        slot,
                        "the slot's checksum does not fit, as after a crash during a flush;"
                                + " the other slot counts");
            }
            scan(new RecordScanner(channel, identity, flush.end(), this::gap));
            if (channel.size() < flush.end() && findings.damages() == 0) {
                findings.damage(
                        channel.size(),
                        "the file was cut; its last flush reached offset=" + flush.end());
            }
        } catch (CorruptStoreException e) {
            findings.damage(0, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw IoFailures.unchanged("read", path, e);
        }
    }

    private void scan(RecordScanner scanner) throws IOException {
        metFlush = flush.end() == scanner.nextAddress();
        while (scanner.next()) {
            records++;
            logBytes += scanner.recordBytes();
            checkBatch(scanner);
            metFlush |= flush.end() == scanner.address() || flush.end() == scanner.nextAddress();
            progress.report(scanner.address(), 2 * scanner.fileBytes());
        }
        metFlush |= flush.end() == scanner.nextAddress();
        if (!metFlush && findings.damages() == 0) {
            findings.damage(
                    flush.end(), "the last flush ended here, which is not where a record ends");
        }
    }

    /** Reports a batch that is not whole, where its first intact record is met. */
    private void checkBatch(RecordScanner scanner) {
        boolean isBroken = !scanner.broken().isEmpty();
        if (isBroken && !inBrokenBatch) {
            findings.damage(scanner.address(), scanner.broken());
        }
        inBrokenBatch = isBroken;
    }

    private void gap(long from, long to, String reason) {
        String range = reason + "; bytes=" + (to - from) + " up to offset=" + to;
        if (from < flush.end()) {
            findings.damage(from, range + " hold no intact record");
        } else {
            findings.note(
                    path, from, range + " are a tail that a crash tore; the store ends before it");
        }
    }

    private Checked checkIndexes() {
        LogFile file = Opening.fileToRead(factory, path);
        RecordLog log = RecordLog.onFile(factory, file, StoreOptions.defaults());
        Contents contents = new Contents(factory, log, file.identity().hashSeed());
        try {
            replay(contents, new LogReader(log, file, FileFormat.HEADER_BYTES, Long.MAX_VALUE));
            Checked checked = new StoreChecker(contents, findings).checkAll();
            checkImage(contents, log, file);
            return checked;
        } finally {
            contents.release();
        }
    }

    private void replay(Contents contents, LogReader reader) {
        boolean compared = false;
        Replay replay = new Replay(contents);
        while (reader.next()) {
            if (!compared && reader.address() >= flush.end()) {
                replay.drain();
                compareWithFlush(contents);
                compared = true;
            }
            replay.add(reader.address());
            progress.report(reader.address() + reader.fileBytes(), 2 * reader.fileBytes());
        }
        replay.finish();
        if (!compared) {
            compareWithFlush(contents);
        }
        reader.finish();
    }

    private void compareWithFlush(Contents contents) {
        findings.require("entries of the last flush", flush.entries(), contents.size());
    }

    private void checkImage(Contents contents, RecordLog log, LogFile file) {
        Path image = Home.imageOf(path);
        if (!Files.exists(image)) {
            return;
        }
        StringBuilder why = new StringBuilder();
        IndexFile.Loaded loaded = new IndexFile(factory, image).load(log, file, log.end(), why);
        if (loaded == null) {
            findings.note(image, 0, why + "; it is ignored, and the log read instead");
            return;
        }
        log.retain(); // for the second contents, which release it
        long usedBytes = log.usedBytes();
        Contents imaged = new Contents(factory, log, file.identity().hashSeed());
        try {
            IndexFile.Position position = loaded.position();
            imaged.adopt(
                    loaded.points(),
                    loaded.order(),
                    position.liveBytes(),
                    position.liveRecordBytes());
            log.setUsedBytes(position.usedBytes());
            LogReader reader = new LogReader(log, file, position.position(), log.end());
            Replay replay = new Replay(imaged);
            while (reader.next()) {
                replay.add(reader.address());
            }
            replay.finish();
            findings.require("usedBytes by the index image", log.usedBytes(), usedBytes);
            new StoreChecker(imaged, findings).checkIndexes();
            compare(contents, imaged);
        } catch (IndexOutOfBoundsException | IllegalStateException e) { // its checksums were forged
            findings.damage(0, "the index image leads out of the log: " + e.getMessage());
        } finally {
            imaged.release();
        }
    }

    private void compare(Contents contents, Contents imaged) {
        TreeCursor byLog = contents.order().cursor();
        TreeCursor byImage = imaged.order().cursor();
        while (byLog.next()) {
            if (!byImage.next() || byImage.address() != byLog.address()) {
                findings.damage(byLog.address(), "the index image does not have this live record");
                return;
            }
        }
        if (byImage.next()) {
            findings.damage(
                    byImage.address(), "the index image has this record, which is not live");
        }
    }
}
