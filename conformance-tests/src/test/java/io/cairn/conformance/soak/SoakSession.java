package io.cairn.conformance.soak;

import io.cairn.BytesView;
import io.cairn.Cursor;
import io.cairn.Direction;
import io.cairn.KeyRange;
import io.cairn.KeyValueReader;
import io.cairn.RecoverTo;
import io.cairn.Snapshot;
import io.cairn.StateStore;
import io.cairn.StateStoreException;
import io.cairn.StoreIoException;
import io.cairn.StoreOptions;
import io.cairn.VerificationReport;
import io.cairn.conformance.host.SmallFileSystem;
import io.cairn.spi.StateStoreProvider;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A victim's store, and the model that it is compared with. */
final class SoakSession implements AutoCloseable {
    private static final byte[] NEVER_PUT = {'n'};
    /** Enough for whatever the soak does, a compaction's copy and an index image included. */
    private static final long ROOM_ENOUGH = 4 << 20;

    private final StateStoreProvider provider;
    private final Path file;
    private final StoreOptions options;
    private final SoakModel model = new SoakModel();
    private StateStore store;
    private @Nullable Snapshot snapshot;
    private boolean diskIsFull;

    /** Opens a store and takes what it holds for right. */
    SoakSession(StateStoreProvider provider, Path file, StoreOptions options) {
        this.provider = provider;
        this.file = file;
        this.options = options;
        this.store = provider.openPersistent(file, options);
        SoakModel.contentOf(store).forEach(model::set);
    }

    StateStore store() {
        return store;
    }

    SoakModel model() {
        return model;
    }

    /** Runs a step, and returns how it came out. */
    int run(SoakStep step) throws IOException {
        int outcome;
        try {
            outcome = step.run(this);
        } catch (StoreIoException noRoom) {
            requireRemedy(noRoom);
            outcome = isPoisoned() ? Journal.POISONED : Journal.REFUSED + step.partsDone(store);
        }
        step.follow(model, outcome);
        if (outcome == Journal.POISONED || outcome >= Journal.REFUSED) {
            requireSame(store.size(), (long) model.entries().size(), "size() after " + step);
        }
        return outcome;
    }

    /** Only a full disk may refuse anything, and the message must say what helps. */
    private void requireRemedy(StoreIoException refusal) throws IOException {
        long free = SmallFileSystem.freeBytes(file);
        String message = String.valueOf(refusal.getMessage());
        boolean said = message.contains("free space") || message.contains("open it again");
        if (!said || (!diskIsFull && free >= ROOM_ENOUGH)) {
            throw new AssertionError(
                    "refused without need or remedy, with freeBytes=" + free, refusal);
        }
    }

    /** Deleting what is not there needs no room. */
    private boolean isPoisoned() {
        try {
            return store.delete(NEVER_PUT);
        } catch (StoreIoException poisoned) {
            return true;
        }
    }

    void requireSame(Object found, Object expected, String what) {
        if (!found.equals(expected)) {
            throw new AssertionError(what + " gave " + found + ", expected=" + expected);
        }
    }

    void verifyRead(byte[] key) {
        byte[] expected = model.get(key);
        requireValue(store.get(key), expected, key);
        BytesView view = store.newView();
        requireSame(store.getRef(key, view), expected != null, "getRef");
        if (expected != null) {
            requireSame(view.compareTo(expected), 0, "the comparison with the view");
        }
    }

    private static void requireValue(
            byte @Nullable [] found, byte @Nullable [] expected, byte[] key) {
        if (!Arrays.equals(found, expected)) {
            throw new AssertionError("key=" + Arrays.toString(key) + " has value="
                    + Arrays.toString(found) + ", expected=" + Arrays.toString(expected));
        }
    }

    void verifyScan(byte[] key, Direction direction, int count) {
        boolean forward = direction == Direction.FORWARD;
        Cursor cursor = store.scan(KeyRange.all(), direction);
        Iterator<Map.Entry<byte[], byte[]>> expected = (forward
                        ? model.entries().tailMap(key, true)
                        : model.entries().headMap(key, true).descendingMap())
                .entrySet()
                .iterator();
        boolean more = cursor.seek(key);
        for (int i = 0; i < count && expected.hasNext(); i++) {
            requireSame(more, true, "the scan's next()");
            Map.Entry<byte[], byte[]> entry = expected.next();
            requireValue(cursor.key().toByteArray(), entry.getKey(), entry.getKey());
            requireValue(cursor.value().toByteArray(), entry.getValue(), entry.getKey());
            more = cursor.next();
        }
        requireSame(more, expected.hasNext(), "the scan's end");
    }

    void verifyAll() {
        VerificationReport report = store.verify();
        requireSame(report.isSound(), true, "the soundness of " + report);
        requireContent(store, model.entries());
        requireSame(store.size(), (long) model.entries().size(), "size()");
    }

    private static void requireContent(
            KeyValueReader reader, NavigableMap<byte[], byte[]> expected) {
        if (!SoakModel.same(SoakModel.contentOf(reader), expected)) {
            throw new AssertionError("the content is not as expected, size=" + reader.size()
                    + ", expected=" + expected.size());
        }
    }

    void takeSnapshot() {
        dropSnapshot();
        snapshot = store.snapshot();
    }

    private void dropSnapshot() {
        if (snapshot != null) {
            snapshot.close();
            snapshot = null;
        }
    }

    /** Compares the snapshot, and what becomes of it when it is written and restored elsewhere. */
    void verifySnapshot() throws IOException {
        NavigableMap<byte[], byte[]> expected = model.snapshot();
        if (snapshot == null || expected == null) {
            return;
        }
        requireContent(snapshot, expected);
        try (StateStore other = provider.openInMemory(StoreOptions.defaults())) {
            other.restore(new ByteArrayInputStream(written(snapshot)));
            requireContent(other, expected);
        }
    }

    private static byte[] written(Snapshot snapshot) throws IOException {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        snapshot.writeTo(stream);
        return stream.toByteArray();
    }

    void restore(boolean fromStream) throws IOException {
        Snapshot shown = Objects.requireNonNull(snapshot, "snapshot");
        if (fromStream) {
            store.restore(new ByteArrayInputStream(written(shown)));
        } else {
            store.restore(shown);
        }
    }

    void reopen() throws IOException {
        reopen(options);
        verifyAll();
    }

    private void reopen(StoreOptions how) throws IOException {
        close();
        try {
            store = provider.openPersistent(file, how);
        } catch (StoreIoException noRoom) {
            requireRemedy(noRoom);
            makeRoom();
            store = provider.openPersistent(file, how);
        }
    }

    /** Returns to which of the flushes that are possible it was brought back. */
    int reopenToLastFlush() throws IOException {
        reopen(options.withRecoverTo(RecoverTo.LAST_FLUSH));
        int which = model.flushPointOf(store.flushedTag(), SoakModel.contentOf(store));
        if (which < 0) {
            throw new AssertionError(
                    "the store is at none of its flushes: " + store.recoveryReport());
        }
        return which;
    }

    void fillDisk() throws IOException {
        diskIsFull = true;
        SmallFileSystem.fill(folder());
    }

    void makeRoom() throws IOException {
        SmallFileSystem.makeRoom(folder());
        diskIsFull = false;
    }

    private Path folder() {
        return Objects.requireNonNull(file.getParent(), "the store's folder");
    }

    @Override
    public void close() {
        snapshot = null;
        try {
            store.close();
        } catch (StateStoreException noRoomForAnImage) {
            requireSame(diskIsFull, true, "close, which threw " + noRoomForAnImage + ",");
        }
    }
}
