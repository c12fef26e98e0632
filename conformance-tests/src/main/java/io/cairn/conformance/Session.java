package io.cairn.conformance;

import io.cairn.BytesView;
import io.cairn.Cursor;
import io.cairn.Direction;
import io.cairn.KeyRange;
import io.cairn.RecoverTo;
import io.cairn.SerializationException;
import io.cairn.Snapshot;
import io.cairn.StateStore;
import io.cairn.StreamOptions;
import io.cairn.WriteBatch;
import io.cairn.spi.StateStoreProvider;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A store and the model of what it should hold, while a random sequence runs; its methods do one
 * operation to both.
 */
final class Session implements AutoCloseable {
    private static final int MOST_SNAPSHOTS = 5;

    private final StateStoreProvider provider;
    private final Mode mode;
    private final Path file;
    private final KeySpace keys;
    private final List<Moment> moments = new ArrayList<>();

    private final WriteBatch batch = new WriteBatch();
    private StateStore store;
    private Model model = new Model();
    private byte[] tag = {};
    /**
     * What a recovery to the last flush gives; null where a compaction has moved that state since.
     */
    private @Nullable Model flushed = new Model();

    private byte @Nullable [] written;
    private Model writtenModel = new Model();

    private record Moment(Snapshot snapshot, Model model) {}

    Session(StateStoreProvider provider, Mode mode, Path file, KeySpace keys) {
        this.provider = provider;
        this.mode = mode;
        this.file = file;
        this.keys = keys;
        this.store = open(RecoverTo.LAST_RECORD);
    }

    private StateStore open(RecoverTo state) {
        return mode.persistent()
                ? provider.openPersistent(file, mode.options().withRecoverTo(state))
                : provider.openInMemory(mode.options());
    }

    void put(Form form, int key, byte[] value) {
        BytesView view = anyView();
        form.put(store, keys.key(key), value);
        model.put(keys.key(key), value);
        requireStale(view);
    }

    void delete(Form form, int key) {
        BytesView view = anyView();
        boolean expected = model.delete(keys.key(key));
        boolean present = form.delete(store, keys.key(key));
        Verifier.require(
                present == expected,
                "delete answered present=" + present + ", expected=" + expected);
        if (expected) {
            requireStale(view);
        }
    }

    void getOrInsert(int key, byte[] value) {
        byte[] bytes = keys.key(key);
        byte[] present = model.get(bytes);
        byte[] expected = present == null ? value : present;
        Verifier.requireValue(bytes, store.getOrInsert(bytes, value), expected);
        model.put(bytes, expected);
    }

    void putAll(int from, int count, int step, int length) {
        BytesView view = anyView();
        byte[][] batch = batch(from, count, step);
        byte[][] values = new byte[count][];
        for (int i = 0; i < count; i++) {
            values[i] = Bytes.random(from + 31L * i, (length + i) % 120);
        }
        store.putAll(batch, values);
        BatchContract.putAll(model, batch, values);
        if (count > 0) {
            requireStale(view);
        }
    }

    /** Of the operations, about a third deletes. */
    void write(Form form, int from, int count, int step, int seed) {
        BytesView view = anyView();
        batch.clear();
        SplittableRandom random = new SplittableRandom(seed);
        boolean endsWithPut = false;
        for (int i = 0; i < count; i++) {
            byte[] key = keys.key(from + i * step);
            endsWithPut = random.nextInt(3) > 0;
            if (endsWithPut) {
                byte[] value = Bytes.random(seed + i, random.nextInt(120));
                form.put(batch, key, value);
                model.put(key, value);
            } else {
                form.delete(batch, key);
                model.delete(key);
            }
        }
        store.write(batch);
        if (endsWithPut) {
            requireStale(view);
        }
    }

    void getAll(int from, int count, int step) {
        BatchContract.verifyGetAll(
                store, model, batch(from, count, step), BatchContract.views(store, count));
    }

    private byte[][] batch(int from, int count, int step) {
        byte[][] batch = new byte[count][];
        for (int i = 0; i < count; i++) {
            batch[i] = keys.key(from + i * step);
        }
        return batch;
    }

    void update(int number, int from, int count) {
        byte[] key = keys.key(number);
        byte[] value = model.get(key);
        if (value == null) {
            boolean present = store.update(key, view -> view.putByte(0, (byte) 1));
            Verifier.require(!present, "update found the absent key " + Bytes.show(key));
        } else {
            BytesView view = anyView();
            int first = Math.min(from, value.length);
            UpdateContract.flip(store, model, key, first, Math.min(count, value.length - first));
            requireStale(view);
        }
    }

    void updateAndThrow(int number) {
        byte[] key = keys.key(number);
        try {
            boolean present = store.update(key, view -> {
                for (int i = 0; i < view.length(); i++) {
                    view.putByte(i, (byte) i);
                }
                throw new IllegalCallerException("thrown on purpose");
            });
            Verifier.require(
                    !present && !model.contains(key), "update swallowed what its updater threw");
        } catch (IllegalCallerException thrown) {
            Verifier.requireValue(key, store.get(key), Verifier.requirePresent(model, key));
        }
    }

    void addLong(int number, long delta) {
        byte[] key = keys.key(number);
        byte[] value = model.get(key);
        if (value == null || value.length == Long.BYTES) {
            BytesView view = anyView();
            CounterContract.add(store, model, key, delta);
            requireStale(view);
            return;
        }
        try {
            throw new AssertionError("addLong took a value of " + value.length + " bytes: "
                    + store.addLong(key, delta));
        } catch (SerializationException refused) {
            Verifier.requireValue(key, store.get(key), value);
        }
    }

    void read(Form form, int number, int room) {
        byte[] key = keys.key(number);
        byte[] expected = model.get(key);
        byte[] target = new byte[room];
        int length = form.get(store, key, target, 0);
        BytesView view = store.newView();
        boolean present = form.getRef(store, key, view);
        Verifier.require(present == (expected != null), "getRef answered present=" + present);
        Verifier.require(form.contains(store, key) == present, "contains and getRef disagree");
        if (expected == null) {
            Verifier.require(
                    form.get(store, key) == null && length == -1, "an absent key has a value");
        } else {
            int copied = Math.min(room, expected.length);
            Verifier.requireValue(key, form.get(store, key), expected);
            Verifier.requireValue(key, view.toByteArray(), expected);
            Verifier.require(length == expected.length, "get answered length=" + length);
            Verifier.requireValue(
                    key, Arrays.copyOf(target, copied), Arrays.copyOf(expected, copied));
        }
    }

    void scan(int start, int end, boolean openEnd, Direction direction, int seek) {
        byte[] first = keys.key(start);
        byte @Nullable [] last = openEnd ? null : keys.key(end);
        KeyRange range = last == null ? KeyRange.from(first) : KeyRange.of(first, last);
        NavigableMap<byte[], byte[]> inside = model.range(first, last);
        Cursor cursor = store.scan(range, direction);
        Verifier.verifyScan(
                cursor, direction == Direction.FORWARD ? inside : inside.descendingMap());
        CursorContract.verifySeek(cursor, inside, direction, keys.key(seek));
    }

    void prefixScan(int key, int length, Direction direction) {
        byte[] bytes = keys.key(key);
        byte[] prefix = Arrays.copyOf(bytes, Math.min(length, bytes.length));
        NavigableMap<byte[], byte[]> inside = model.prefix(prefix);
        Verifier.verifyScan(
                store.scan(KeyRange.prefix(prefix), direction),
                direction == Direction.FORWARD ? inside : inside.descendingMap());
    }

    void clear() {
        BytesView view = anyView();
        store.clear();
        model.clear();
        requireStale(view);
    }

    void flush() {
        store.flush();
        flushed = new Model(model);
    }

    void flush(byte[] newTag) {
        store.flush(newTag);
        tag = newTag;
        flushed = new Model(model);
        checkTag();
    }

    void reopen(boolean toLastFlush) {
        if (!mode.persistent()) {
            return;
        }
        store.close();
        moments.forEach(moment -> SnapshotContract.verifyClosed(moment.snapshot()));
        moments.clear();
        Model last = flushed;
        if (toLastFlush && last != null) {
            store = open(RecoverTo.LAST_FLUSH);
            model = new Model(last);
        } else {
            store = open(RecoverTo.LAST_RECORD);
        }
        checkAll();
        checkTag();
    }

    void compact() {
        BytesView view = anyView();
        store.compact();
        flushed = null;
        requireStale(view);
        checkAll();
    }

    void tick(int times) {
        for (int i = 0; i < times; i++) {
            BytesView view = anyView();
            long completed = store.stats().compaction().completed();
            boolean more = store.tick(1);
            if (store.stats().compaction().completed() > completed) {
                requireStale(view);
            } else if (view != null) {
                byte[] key = model.entries().firstKey();
                Verifier.requireValue(key, view.toByteArray(), Verifier.requirePresent(model, key));
            }
            if (!more) {
                return;
            }
        }
    }

    void saveIndex() {
        store.saveIndex();
    }

    void takeSnapshot() {
        if (moments.size() == MOST_SNAPSHOTS) {
            closeSnapshot(0);
        }
        moments.add(new Moment(store.snapshot(), new Model(model)));
    }

    void checkSnapshot(int which) {
        if (!moments.isEmpty()) {
            Moment moment = moment(which);
            Verifier.verify(moment.snapshot(), moment.model());
        }
    }

    void closeSnapshot(int which) {
        if (!moments.isEmpty()) {
            moments.remove(which % moments.size()).snapshot().close();
        }
    }

    void restore(int which) {
        if (!moments.isEmpty()) {
            store.restore(moment(which).snapshot());
            model = new Model(moment(which).model());
            flushed = null;
            checkAll();
        }
    }

    void writeSnapshot(int which) throws IOException {
        if (!moments.isEmpty()) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            moment(which).snapshot().writeTo(out);
            written = out.toByteArray();
            writtenModel = moment(which).model();
        }
    }

    void restoreStream() throws IOException {
        if (written != null) {
            store.restore(new ByteArrayInputStream(written));
            model = new Model(writtenModel);
            flushed = null;
            checkAll();
        }
    }

    void restoreChain(int first, int second, int third) throws IOException {
        if (moments.isEmpty()) {
            return;
        }
        Moment last = moment(third);
        StreamOptions options = StreamOptions.defaults();
        byte[] full = RestoreContract.streamOf(moment(first).snapshot());
        byte[] one =
                DeltaContract.delta(moment(first).snapshot(), moment(second).snapshot(), options);
        byte[] two = DeltaContract.delta(moment(second).snapshot(), last.snapshot(), options);
        store.restore(DeltaContract.chain(full, one, two));
        model = new Model(last.model());
        flushed = null;
        checkAll();
    }

    void checkCounts() {
        Verifier.verifyCounts(store, model);
    }

    void checkAll() {
        Verifier.verify(store, model);
    }

    /** What each sequence ends with. */
    void checkAtTheEnd() {
        checkAll();
        checkTag();
        moments.forEach(moment -> Verifier.verify(moment.snapshot(), moment.model()));
        reopen(false);
    }

    private void checkTag() {
        Verifier.require(
                Arrays.equals(store.flushedTag(), tag), "the tag is not that of the last flush");
    }

    private Moment moment(int which) {
        return moments.get(which % moments.size());
    }

    /**
     * A view of the least key's value, which the next change must make stale; null if there is no
     * entry.
     */
    private @Nullable BytesView anyView() {
        if (model.size() == 0) {
            return null;
        }
        BytesView view = store.newView();
        byte[] key = model.entries().firstKey();
        Verifier.require(
                store.getRef(key, view), "the least key " + Bytes.show(key) + " is absent");
        return view;
    }

    private static void requireStale(@Nullable BytesView view) {
        if (view == null) {
            return;
        }
        try {
            int length = view.length();
            throw new AssertionError("a view outlived a change of its store, length=" + length);
        } catch (IllegalStateException stale) {
            Verifier.require(
                    stale.getMessage() != null,
                    "a stale view threw an exception without a message");
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
