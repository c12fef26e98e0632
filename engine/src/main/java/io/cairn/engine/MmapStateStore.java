package io.cairn.engine;

import io.cairn.BytesView;
import io.cairn.Direction;
import io.cairn.KeyRange;
import io.cairn.KeySubset;
import io.cairn.RecoveryReport;
import io.cairn.SerializationException;
import io.cairn.Snapshot;
import io.cairn.SnapshotChain;
import io.cairn.SnapshotInfo;
import io.cairn.StateStore;
import io.cairn.StoreIoException;
import io.cairn.StoreStats;
import io.cairn.ValueUpdater;
import io.cairn.VerificationReport;
import io.cairn.WriteBatch;
import io.cairn.engine.index.PointIndex;
import io.cairn.engine.index.TreeCursor;
import io.cairn.engine.log.LogFile;
import io.cairn.engine.log.RecordFormat;
import io.cairn.engine.log.RecordLog;
import io.cairn.engine.memory.Memory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The store. A change goes in three steps: room for it is made everywhere, which may fail and then
 * has changed nothing; the record is written; the indexes are pointed at it. In memory a value that
 * fits is overwritten in place, unless a snapshot still shows it.
 */
final class MmapStateStore extends EngineReader implements StateStore {
    /**
     * An index image is worth saving at close when this many bytes of log would have to be
     * replayed.
     */
    private static final long WORTH_AN_IMAGE_BYTES = 4 << 20;

    /** Values up to this size are changed in place, and kept aside until their updater is done. */
    private static final int KEPT_BYTES = 4096;

    private final Home home;
    private final RecoveryReport report;
    private final OpenSnapshots snapshots = new OpenSnapshots();
    private Contents contents;
    private long imagePosition;
    private boolean busy;
    /**
     * Whether a file beside the store's is being written: where two threads were not kept apart by
     * {@link #busy}, one would cut what the other has mapped.
     */
    private final AtomicBoolean writesFile = new AtomicBoolean();

    private boolean open = true;
    private @Nullable StoreIoException poison;

    private final EntryWriter writer;
    private final Compactor compactor;
    private final BatchWriter batchWriter;
    private final Batch batch = new Batch();
    private final ValueInPlace valueInPlace = new ValueInPlace(stamp);
    private byte[] valueBefore = new byte[64];

    /**
     * Makes an open store.
     *
     * @param home where it lives
     * @param contents what it holds; belongs to the store from now on
     * @param report what its opening found
     * @param imagePosition the log position up to which there is an index image
     */
    MmapStateStore(Home home, Contents contents, RecoveryReport report, long imagePosition) {
        this.home = home;
        this.contents = contents;
        this.report = report;
        this.imagePosition = imagePosition;
        this.writer = new EntryWriter(contents, home.path() != null, snapshots, stamp);
        this.compactor = new Compactor(home, writesFile);
        this.batchWriter = new BatchWriter(writer, contents, compactor);
    }

    // ---- reading ----

    @Override
    void checkReadable() {
        if (!open) {
            throw new IllegalStateException("the store " + home + " is closed; open it again");
        }
        if (busy) {
            throw home.usedTwice();
        }
    }

    @Override
    long find(byte[] key, int offset, int length) {
        return contents.find(key, offset, length);
    }

    @Override
    public int getAll(byte[][] keys, BytesView[] views) {
        Arguments.requireAsMany(keys.length, views.length, "views");
        Arguments.requireKeys(keys);
        checkReadable();
        int present = 0;
        for (int from = 0; from < keys.length; from += Batch.GROUP) {
            int to = Math.min(keys.length, from + Batch.GROUP);
            batch.touch(contents.points(), keys, from, to);
            for (int i = from; i < to; i++) {
                long address = batch.find(contents, i - from, keys[i]);
                present += point(own(views[i]), address, keys[i].length) ? 1 : 0;
            }
        }
        return present;
    }

    @Override
    RecordLog log() {
        return contents.log();
    }

    @Override
    TreeCursor treeCursor() {
        return contents.order().cursor();
    }

    @Override
    public boolean isPersistent() {
        return home.path() != null;
    }

    @Override
    public @Nullable Path path() {
        return home.path();
    }

    @Override
    public long size() {
        checkReadable();
        return contents.size();
    }

    @Override
    public long sizeBytes() {
        checkReadable();
        return contents.liveBytes();
    }

    @Override
    public double fragmentation() {
        checkReadable();
        long used = contents.log().usedBytes();
        return used == 0 ? 0 : (double) (used - contents.liveRecordBytes()) / used;
    }

    @Override
    public StoreStats stats() {
        checkReadable();
        RecordLog log = contents.log();
        return new StoreStats(
                home.factory().name(),
                new StoreStats.Live(contents.size(), contents.liveBytes()),
                new StoreStats.Log(
                        log.usedBytes(),
                        contents.liveRecordBytes(),
                        log.mappedBytes(),
                        snapshots.stats(contents),
                        log.flushedBytes()),
                new StoreStats.Index(
                        contents.points().bytes(),
                        contents.order().bytes(),
                        contents.order().retainedBytes(),
                        Math.max(contents.points().mostMoved(), contents.order().mostMoved())),
                compactor.stats());
    }

    @Override
    public VerificationReport verify() {
        checkReadable();
        return StoreChecker.check(contents);
    }

    @Override
    public RecoveryReport recoveryReport() {
        checkReadable();
        return report;
    }

    // ---- changing entries ----

    @Override
    public void put(byte[] key, byte[] value) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        put(key, 0, key.length, value, 0, value.length);
    }

    @Override
    public void put(
            byte[] key,
            int keyOffset,
            int keyLength,
            byte[] value,
            int valueOffset,
            int valueLength) {
        Arguments.requireKey(key, keyOffset, keyLength);
        Arguments.requireValue(value, valueOffset, valueLength);
        enter();
        try {
            writer.findToPut(key, keyOffset, keyLength);
            write(key, keyOffset, keyLength, value, valueOffset, valueLength);
            afterChange();
        } finally {
            busy = false;
        }
    }

    @SuppressWarnings("TooManyParameters")
    private void write(
            byte[] key,
            int keyOffset,
            int keyLength,
            byte[] value,
            int valueOffset,
            int valueLength) {
        writer.begin(key, keyOffset, keyLength, valueLength);
        writer.window().copyIn(writer.valueAt(keyLength), value, valueOffset, valueLength);
        end(key, keyOffset, keyLength);
    }

    private void end(byte[] key, int offset, int length) {
        writer.end(key, offset, length);
        compactor.wrote(key, offset, length, writer.address());
    }

    @Override
    public void put(ByteBuffer key, ByteBuffer value) {
        int valueLength = Arguments.requireValue(value);
        byte[] array = arrayOf(key);
        int offset = offsetOf(key);
        int keyLength = key.remaining();
        Arguments.requireKey(array, offset, keyLength);
        enter();
        try {
            writer.findToPut(array, offset, keyLength);
            writer.begin(array, offset, keyLength, valueLength);
            writer.window().copyIn(writer.valueAt(keyLength), value);
            end(array, offset, keyLength);
            afterChange();
        } finally {
            busy = false;
        }
    }

    @Override
    public void putAll(byte[][] keys, byte[][] values) {
        Arguments.requireBatch(keys, values);
        enter();
        try {
            for (int from = 0; from < keys.length; from += Batch.GROUP) {
                int to = Math.min(keys.length, from + Batch.GROUP);
                batch.touch(contents.points(), keys, from, to);
                for (int i = from; i < to; i++) {
                    writer.find(batch.hash(i - from), keys[i], 0, keys[i].length);
                    write(keys[i], 0, keys[i].length, values[i], 0, values[i].length);
                }
                afterChange();
            }
        } finally {
            busy = false;
        }
    }

    @Override
    public void write(WriteBatch operations) {
        Objects.requireNonNull(operations, "batch");
        enter();
        try {
            if (operations.count() > 1) {
                home.requireBatches(contents.log());
            }
            if (batchWriter.write(operations, contents)) {
                stamp.advance();
                afterChange();
            }
        } finally {
            busy = false;
        }
    }

    @Override
    public boolean update(byte[] key, ValueUpdater updater) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(updater, "updater");
        Arguments.requireKeyLength(key.length);
        enter();
        try {
            long present = writer.findToUpdate(key, 0, key.length);
            if (present == PointIndex.ABSENT) {
                return false;
            }
            int length = contents.log().valueLength(present);
            if (length <= KEPT_BYTES && writer.canOverwrite(key.length, length)) {
                updateInPlace(key, length, updater);
            } else {
                updateCopy(key, present, length, updater);
            }
            afterChange();
            return true;
        } finally {
            busy = false;
        }
    }

    private void updateInPlace(byte[] key, int length, ValueUpdater updater) {
        writer.begin(key, 0, key.length, length);
        Memory window = writer.window();
        long at = writer.valueAt(key.length);
        if (length > valueBefore.length) {
            valueBefore = new byte[KEPT_BYTES];
        }
        window.copyOut(at, valueBefore, 0, length);
        boolean done = false;
        try {
            call(updater, window, at, length);
            done = true;
        } finally {
            if (!done) {
                window.copyIn(at, valueBefore, 0, length);
            }
        }
        compactor.wrote(key, 0, key.length, writer.address());
    }

    private void updateCopy(byte[] key, long present, int length, ValueUpdater updater) {
        writer.beginRecord(key, 0, key.length, length);
        Memory window = writer.window();
        long at = writer.valueAt(key.length);
        contents.log().copyValueTo(present, key.length, window, at, length);
        boolean done = false;
        try {
            call(updater, window, at, length);
            done = true;
        } finally {
            if (!done) {
                writer.abandon();
            }
        }
        end(key, 0, key.length);
    }

    private void call(ValueUpdater updater, Memory window, long at, int length) {
        valueInPlace.point(window, at, length);
        try {
            updater.update(valueInPlace);
        } finally {
            valueInPlace.unpoint();
        }
    }

    @Override
    public long addLong(byte[] key, long delta) {
        Objects.requireNonNull(key, "key");
        Arguments.requireKeyLength(key.length);
        enter();
        try {
            long present = writer.findToUpdate(key, 0, key.length);
            long sum = delta + (present == PointIndex.ABSENT ? 0 : counter(present, key.length));
            writer.begin(key, 0, key.length, Long.BYTES);
            writer.window().putLong(writer.valueAt(key.length), sum);
            end(key, 0, key.length);
            afterChange();
            return sum;
        } finally {
            busy = false;
        }
    }

    private long counter(long address, int keyLength) {
        int length = contents.log().valueLength(address);
        if (length != Long.BYTES) {
            throw new SerializationException("the value has length=" + length
                    + " bytes, but a counter has 8; use addLong with keys of counters only");
        }
        RecordLog log = contents.log();
        return log.at(address).getLong(RecordFormat.valueAt(log.within(address), keyLength));
    }

    @Override
    public boolean delete(byte[] key) {
        Objects.requireNonNull(key, "key");
        return delete(key, 0, key.length);
    }

    @Override
    public boolean delete(byte[] key, int offset, int length) {
        Arguments.requireKey(key, offset, length);
        enter();
        try {
            if (!contents.delete(key, offset, length)) {
                return false;
            }
            stamp.advance();
            compactor.removed(key, offset, length);
            afterChange();
            return true;
        } finally {
            busy = false;
        }
    }

    @Override
    public boolean delete(ByteBuffer key) {
        byte[] array = arrayOf(key);
        return delete(array, offsetOf(key), key.remaining());
    }

    @Override
    public byte[] getOrInsert(byte[] key, byte[] value) {
        Objects.requireNonNull(value, "value");
        Arguments.requireValueLength(value.length);
        byte[] present = get(key);
        if (present != null) {
            return present;
        }
        put(key, value);
        return value.clone();
    }

    @Override
    public void clear() {
        enter();
        try {
            if (isPersistent()) {
                contents.ensureRoomToRemove(RecordFormat.size(0, 0));
                compactor.abandon("the store was cleared");
                contents.clear();
                contents.log()
                        .commit(contents.log().begin(RecordFormat.CLEAR, new byte[0], 0, 0, 0));
                stamp.advance();
                snapshots.recount(contents);
            } else {
                ContentsBuilder empty = home.builder(contents.log(), false);
                compactor.abandon("the store was cleared");
                swapIn(empty.contents());
            }
        } finally {
            busy = false;
        }
    }

    // ---- compaction in steps ----

    /** A change was made, and can fail no more: its share of other work comes now. */
    private void afterChange() {
        if (compactor.workAfterChange(contents)) {
            endCompaction(null);
        }
    }

    /**
     * Puts the copy in the place of the contents, if it can be made durable.
     *
     * @param tag what it is flushed with; null if that is not to be a flush
     * @return whether it is there; where forcing its name has failed, the store is poisoned, too
     */
    private boolean endCompaction(byte @Nullable [] tag) {
        Contents copy = compactor.finish(tag);
        if (copy == null) {
            return false;
        }
        Contents before = replaceBy(copy);
        try {
            home.forceFolder(copy.log());
        } catch (StoreIoException e) {
            poison = e; // the change that was made before is not undone by this
        } finally {
            compactor.release(before);
        }
        return true;
    }

    @Override
    public boolean tick(long budgetNanos) {
        StateStore.super.tick(budgetNanos); // checks the argument
        enter();
        try {
            long start = System.nanoTime();
            boolean more;
            do {
                more = workWhileIdle();
            } while (more && System.nanoTime() - start < budgetNanos);
            return more;
        } finally {
            busy = false;
        }
    }

    private boolean workWhileIdle() {
        boolean more = compactor.workWhileIdle(contents);
        if (compactor.isReady()) {
            endCompaction(null);
            throwIfPoisoned();
        }
        return more;
    }

    // ---- the whole ----

    @Override
    public void flush() {
        enter();
        try {
            flushWith(home.lastTag(contents.log()));
        } finally {
            busy = false;
        }
    }

    @Override
    public void flush(byte[] tag) {
        Arguments.requireTag(tag);
        enter();
        try {
            home.keepTag(tag);
            flushWith(tag);
        } finally {
            busy = false;
        }
    }

    private void flushWith(byte[] tag) {
        if (compactor.isAtEnd() && endCompaction(tag)) {
            throwIfPoisoned();
            return;
        }
        try {
            contents.log().flush(contents.size(), tag);
        } catch (StoreIoException e) {
            poison = e;
            throw e;
        }
    }

    /** An image must never be ahead of what is on disk. */
    private void forceRecords() {
        try {
            contents.log().force();
        } catch (StoreIoException e) {
            poison = e;
            throw e;
        }
    }

    @Override
    public byte[] flushedTag() {
        checkReadable();
        return home.lastTag(contents.log());
    }

    @Override
    public void compact() {
        enter();
        try {
            Contents before = contents;
            rebuild(builder -> builder.addAll(sourceOf(before)));
        } finally {
            busy = false;
        }
    }

    private StoreCursor sourceOf(Contents source) {
        return new StoreCursor(new ContentsReader(source), source.order().cursor());
    }

    @Override
    public void restore(Snapshot snapshot) {
        Objects.requireNonNull(snapshot, "snapshot");
        enter();
        try {
            rebuild(builder -> builder.addAll(snapshot.scan(KeyRange.all(), Direction.FORWARD)));
        } finally {
            busy = false;
        }
    }

    @Override
    public void restore(InputStream in) throws IOException {
        restore(SnapshotChain.of(in));
    }

    @Override
    public List<SnapshotInfo> restore(List<SnapshotChain> parts, KeySubset subset)
            throws IOException {
        List<SnapshotChain> chains = List.copyOf(parts);
        Objects.requireNonNull(subset, "subset");
        if (chains.isEmpty()) {
            throw new IllegalArgumentException("there are no parts; give one chain or more");
        }
        enter();
        try (PartsReader reader = PartsReader.open(chains)) {
            rebuild(builder -> reader.readInto(builder, subset));
            return reader.infos();
        } finally {
            busy = false;
        }
    }

    /** Fills a builder. */
    private interface Filling<E extends Exception> {
        void fill(ContentsBuilder builder) throws E;
    }

    /**
     * Builds new contents and puts them in the place of the old ones; where it fails before that,
     * nothing has changed.
     */
    private <E extends Exception> void rebuild(Filling<E> filling) throws E {
        beginFile();
        try {
            compactor.abandonAlone("the store was restored or compacted whole");
            rebuildAlone(filling);
        } finally {
            writesFile.set(false);
        }
    }

    private void beginFile() {
        if (!writesFile.compareAndSet(false, true)) {
            throw home.usedTwice();
        }
    }

    private <E extends Exception> void rebuildAlone(Filling<E> filling) throws E {
        ContentsBuilder builder = home.builder(contents.log(), isPersistent());
        boolean filled = false;
        try {
            filling.fill(builder);
            home.moveIntoPlace(builder.contents(), home.lastTag(contents.log()));
            filled = true;
        } finally {
            if (!filled) {
                builder.abandon();
            }
        }
        Contents before = replaceBy(builder.contents());
        try {
            home.forceFolder(contents.log());
        } catch (StoreIoException e) { // which of the two files has the name is in doubt
            poison = e;
            throw e;
        } finally {
            before.release();
        }
    }

    private void swapIn(Contents newContents) {
        replaceBy(newContents).release();
    }

    private Contents replaceBy(Contents newContents) {
        Contents before = contents;
        contents = newContents;
        writer.writeInto(newContents);
        compactor.beginAnew();
        imagePosition = 0;
        stamp.advance();
        snapshots.recount(newContents);
        return before;
    }

    @Override
    public void saveIndex() {
        enter();
        try {
            LogFile file = contents.log().file();
            if (file != null) {
                forceRecords();
                beginFile();
                try {
                    imagePosition = home.saveImage(file, contents);
                } finally {
                    writesFile.set(false);
                }
            }
        } finally {
            busy = false;
        }
    }

    @Override
    public Snapshot snapshot() {
        enter();
        try {
            long epoch = contents.order().pin();
            return snapshots.take(contents, epoch, home.lastTag(contents.log()));
        } finally {
            busy = false;
        }
    }

    private void enter() {
        checkReadable();
        home.requireWritable();
        throwIfPoisoned();
        snapshots.refresh(contents); // before the mark, which would stay if this failed
        busy = true;
    }

    private void throwIfPoisoned() {
        if (poison != null) {
            throw new StoreIoException(
                    "the store " + home
                            + " takes no more changes after a failed force; close it and open it again",
                    poison);
        }
    }

    @Override
    public void close() {
        if (!open) {
            return;
        }
        if (busy) {
            throw home.usedTwice();
        }
        try {
            compactor.abandon("the store was closed");
            saveImageIfWorthwhile();
        } finally {
            open = false;
            stamp.advance();
            try {
                snapshots.closeAll();
                contents.release();
            } finally {
                home.close();
            }
        }
    }

    /** Only what is flushed may be in an image; forcing is not for close to do. */
    private void saveImageIfWorthwhile() {
        RecordLog log = contents.log();
        LogFile file = log.file();
        if (file != null
                && poison == null
                && file.lastFlush().end() == log.end()
                && log.end() - imagePosition >= WORTH_AN_IMAGE_BYTES) {
            home.saveImage(file, contents);
        }
    }

    /** Reads contents on behalf of the store itself, while it is closed to others. */
    private static final class ContentsReader extends EngineReader {
        private final Contents source;

        ContentsReader(Contents source) {
            this.source = source;
        }

        @Override
        void checkReadable() {
            // the store has seen to it
        }

        @Override
        long find(byte[] key, int offset, int length) {
            return source.find(key, offset, length);
        }

        @Override
        RecordLog log() {
            return source.log();
        }

        @Override
        TreeCursor treeCursor() {
            return source.order().cursor();
        }

        @Override
        public long size() {
            return source.size();
        }

        @Override
        public long sizeBytes() {
            return source.liveBytes();
        }
    }
}
