package io.cairn.conformance;

import io.cairn.BytesView;
import io.cairn.Direction;
import io.cairn.ExpiringCursor;
import io.cairn.ExpiringSnapshot;
import io.cairn.ExpiringStateStore;
import io.cairn.KeyRange;
import io.cairn.RecoverTo;
import io.cairn.StateStore;
import io.cairn.StateStoreException;
import io.cairn.TimedBytesView;
import io.cairn.spi.StateStoreProvider;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A store whose entries expire, and the model of what it should hold, while a random sequence runs;
 * its methods do one operation to both. The listener's calls are compared with what has to be
 * removed, entry by entry.
 */
final class ExpirySession implements AutoCloseable {
    private static final int MOST_SNAPSHOTS = 3;
    /** A step of removal may be cut short where keys are long; not below this. */
    private static final int BYTES_OF_A_SHORT_STEP = 100_000;

    private final StateStoreProvider provider;
    private final Mode mode;
    private final Path file;
    private final KeySpace keys;
    private final Duration timeToLive;
    private final List<Moment> moments = new ArrayList<>();
    private final List<ExpiryModel.Item> told = new ArrayList<>();

    private StateStore below;
    private ExpiringStateStore store;
    private ExpiryModel model;
    private @Nullable ExpiryModel flushed;
    /** The listener throws at this call of an operation; never if negative. */
    private int throwsAt = -1;

    private byte @Nullable [] written;
    private ExpiryModel writtenModel;

    private record Moment(ExpiringSnapshot snapshot, ExpiryModel model) {}

    ExpirySession(
            StateStoreProvider provider, Mode mode, Path file, KeySpace keys, long timeToLive) {
        this.provider = provider;
        this.mode = mode;
        this.file = file;
        this.keys = keys;
        this.timeToLive = Duration.ofMillis(timeToLive);
        this.model = new ExpiryModel(timeToLive);
        this.writtenModel = model;
        this.below = open(RecoverTo.LAST_RECORD);
        this.store = layer();
        below.flush();
        this.flushed = new ExpiryModel(model);
    }

    private StateStore open(RecoverTo state) {
        return mode.persistent()
                ? provider.openPersistent(file, mode.options().withRecoverTo(state))
                : provider.openInMemory(mode.options());
    }

    private ExpiringStateStore layer() {
        return ExpiringStateStore.over(below, timeToLive, this::expired);
    }

    private void expired(BytesView key, TimedBytesView value) {
        if (told.size() == throwsAt) {
            throw new IllegalCallerException("thrown on purpose");
        }
        told.add(new ExpiryModel.Item(
                key.toByteArray(), value.toByteArray(), value.eventTimeMillis()));
    }

    /** Keys of the space, cut to the length that entries which expire can have. */
    byte[] key(int number) {
        byte[] key = keys.key(number);
        if (key.length <= ExpiringStateStore.MAX_KEY_LENGTH) {
            return key;
        }
        byte[] cut = Arrays.copyOf(key, ExpiringStateStore.MAX_KEY_LENGTH);
        cut[cut.length - 1] = key[key.length - 1];
        return cut;
    }

    /** Returns a time so far from the watermark, or from 0 as long as there is none. */
    long near(long distance) {
        long from = model.watermark() == Long.MIN_VALUE ? 0 : model.watermark();
        long time = from + distance;
        boolean overflows = ((from ^ time) & (distance ^ time)) < 0;
        return overflows ? (distance < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : time;
    }

    void put(int form, int number, byte[] value, long time) {
        byte[] key = key(number);
        boolean inTime = !model.isExpired(time);
        BytesView view = anyView();
        try {
            boolean answer = put(form, key, value, time);
            Verifier.require(answer == inTime, "put answered " + answer + " at time=" + time);
        } catch (IllegalCallerException thrown) {
            checkRemoved(ExpiringStateStore.MOST_REMOVED_BY_PUT, true);
            return;
        }
        if (!inTime) {
            Verifier.require(told.isEmpty(), "a late put removed something: " + told);
            return;
        }
        checkReplaced(key);
        checkRemoved(ExpiringStateStore.MOST_REMOVED_BY_PUT, false);
        model.put(key, value, time);
        requireStale(view);
    }

    private boolean put(int form, byte[] key, byte[] value, long time) {
        if (form == 0) {
            return store.put(key, value, time);
        }
        if (form == 1) {
            byte[] around = Bytes.concat(Bytes.concat(Bytes.of(9, 9), key), value);
            return store.put(around, 2, key.length, around, 2 + key.length, value.length, time);
        }
        ByteBuffer direct =
                ByteBuffer.allocateDirect(value.length + 1).put((byte) 3).put(value);
        return store.put(ByteBuffer.wrap(key), direct.position(1), time);
    }

    /** If the key was present, expired, and not removed before: then it was told of last. */
    private void checkReplaced(byte[] key) {
        ExpiryModel.Item replaced = model.waiting(key);
        boolean inTurn = told.size() <= ExpiringStateStore.MOST_REMOVED_BY_PUT
                && model.waiting().stream()
                        .limit(told.size())
                        .anyMatch(item -> item.equals(replaced));
        if (replaced != null && !inTurn) {
            Verifier.require(
                    !told.isEmpty() && told.get(told.size() - 1).sameAs(replaced),
                    "the listener was not told of the replaced " + replaced + ", but of " + told);
            told.remove(told.size() - 1);
            model.waiting().remove(replaced);
        }
    }

    /** Checks that what the listener was told of is what was to be removed next, in its order. */
    private void checkRemoved(int most, boolean threw) {
        int expected = Math.min(most, model.waiting().size());
        Verifier.require(
                told.size() <= expected, "removed=" + told.size() + ", at most=" + expected);
        int bytes = 0;
        for (ExpiryModel.Item item : told) {
            ExpiryModel.Item next = model.waiting().pollFirst();
            Verifier.require(
                    next != null && next.sameAs(item), "told of " + item + ", expected=" + next);
            bytes += 2 * item.key().length;
        }
        Verifier.require(
                threw || told.size() == expected || bytes > BYTES_OF_A_SHORT_STEP,
                "removed=" + told.size() + " of " + expected);
        told.clear();
        throwsAt = -1;
    }

    void delete(int form, int number) {
        byte[] key = key(number);
        boolean expected = model.delete(key);
        boolean present = form == 0 ? store.delete(key) : store.delete(ByteBuffer.wrap(key));
        Verifier.require(present == expected, "delete answered present=" + present);
        Verifier.require(told.isEmpty(), "delete told of " + told);
    }

    void advance(long watermark) {
        BytesView view = watermark > model.watermark() ? anyView() : null;
        model.advance(watermark);
        try {
            boolean left = store.advanceWatermark(watermark);
            checkRemoved(ExpiringStateStore.MOST_REMOVED_BY_ADVANCE, false);
            checkLeft(left);
        } catch (IllegalCallerException thrown) {
            checkRemoved(ExpiringStateStore.MOST_REMOVED_BY_ADVANCE, true);
        }
        requireStale(view);
    }

    void expire(int most) {
        try {
            boolean left = store.expire(most);
            checkRemoved(most, false);
            checkLeft(left);
        } catch (IllegalCallerException thrown) {
            checkRemoved(most, true);
        }
    }

    private void checkLeft(boolean left) {
        Verifier.require(
                left == !model.waiting().isEmpty(),
                "left=" + left + ", waiting=" + model.waiting().size());
    }

    /** The listener throws in its so-manieth call of the next operation that removes. */
    void throwAt(int call) {
        throwsAt = call;
    }

    void read(int number) {
        byte[] key = key(number);
        ExpiryModel.Item item = model.live().get(key);
        if (item == null) {
            ExpiryVerifier.verifyAbsent(store, store.newView(), key);
        } else {
            ExpiryVerifier.verifyPresent(store, store.newView(), item);
        }
    }

    void scan(int start, int end, boolean openEnd, Direction direction, int seek) {
        byte[] first = key(start);
        byte @Nullable [] last = openEnd ? null : key(end);
        KeyRange range = last == null ? KeyRange.from(first) : KeyRange.of(first, last);
        NavigableMap<byte[], ExpiryModel.Item> inside = range(first, last);
        NavigableMap<byte[], ExpiryModel.Item> expected =
                direction == Direction.FORWARD ? inside : inside.descendingMap();
        ExpiringCursor cursor = store.scan(range, direction);
        ExpiryVerifier.verifyScan(cursor, expected);
        byte[] target = key(seek);
        Map.Entry<byte[], ExpiryModel.Item> at = expected.ceilingEntry(target);
        boolean found = cursor.seek(target);
        Verifier.require(found == (at != null), "seek answered " + found);
        if (at != null) {
            ExpiryVerifier.verifyAt(cursor, at.getValue());
            ExpiryVerifier.verifyScan(cursor, expected.tailMap(at.getKey(), false));
        }
    }

    private NavigableMap<byte[], ExpiryModel.Item> range(byte[] start, byte @Nullable [] end) {
        if (end == null) {
            return model.live().tailMap(start, true);
        }
        return Arrays.compareUnsigned(start, end) >= 0
                ? new TreeMap<>(Arrays::compareUnsigned)
                : model.live().subMap(start, true, end, false);
    }

    void clear() {
        store.clear();
        model.clear();
        checkAll();
    }

    void flush() {
        below.flush();
        flushed = new ExpiryModel(model);
    }

    void compact() {
        below.compact();
        flushed = null;
        checkAll();
    }

    void reopen(boolean toLastFlush) {
        throwsAt = -1;
        if (!mode.persistent()) {
            store = layer();
            checkAll();
            return;
        }
        below.close();
        moments.clear();
        ExpiryModel last = flushed;
        if (toLastFlush && last != null) {
            model = new ExpiryModel(last);
            below = open(RecoverTo.LAST_FLUSH);
        } else {
            below = open(RecoverTo.LAST_RECORD);
        }
        store = layer();
        checkAll();
    }

    void takeSnapshot() throws IOException {
        if (moments.size() == MOST_SNAPSHOTS) {
            moments.remove(0).snapshot().close();
        }
        ExpiringSnapshot snapshot = store.snapshot();
        moments.add(new Moment(snapshot, new ExpiryModel(model)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        snapshot.underlying().writeTo(out);
        written = out.toByteArray();
        writtenModel = new ExpiryModel(model);
    }

    void checkSnapshot(int which) {
        if (!moments.isEmpty()) {
            Moment moment = moments.get(which % moments.size());
            ExpiryVerifier.verify(moment.snapshot(), moment.model());
        }
    }

    void restore(int which) {
        if (!moments.isEmpty()) {
            Moment moment = moments.get(which % moments.size());
            store.restore(moment.snapshot().underlying());
            model = new ExpiryModel(moment.model());
            flushed = null;
            checkAll();
        }
    }

    void restoreStream() throws IOException {
        if (written != null) {
            store.restore(new ByteArrayInputStream(written));
            model = new ExpiryModel(writtenModel);
            flushed = null;
            checkAll();
        }
    }

    void checkCounts() {
        ExpiryVerifier.verifyCounts(store, model);
    }

    void checkAll() {
        ExpiryVerifier.verify(store, model);
    }

    /** What each sequence ends with. */
    void checkAtTheEnd() {
        checkAll();
        moments.forEach(moment -> ExpiryVerifier.verify(moment.snapshot(), moment.model()));
        reopen(false);
        expire(Integer.MAX_VALUE);
        Verifier.require(model.waiting().isEmpty(), "something was left to be removed");
        checkAll();
    }

    private @Nullable BytesView anyView() {
        if (model.live().isEmpty()) {
            return null;
        }
        TimedBytesView view = store.newView();
        byte[] key = model.live().firstKey();
        Verifier.require(store.getRef(key, view), "the least key is absent: " + Bytes.show(key));
        return view;
    }

    private static void requireStale(@Nullable BytesView view) {
        if (view == null) {
            return;
        }
        try {
            throw new AssertionError("a view outlived a change, length=" + view.length());
        } catch (IllegalStateException stale) {
            Verifier.require(stale.getMessage() != null, "an exception without a message");
        }
    }

    @Override
    public void close() throws StateStoreException {
        below.close();
    }
}
