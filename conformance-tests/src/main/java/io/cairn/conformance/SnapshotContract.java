package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.cairn.BytesView;
import io.cairn.Cursor;
import io.cairn.Direction;
import io.cairn.KeyRange;
import io.cairn.Snapshot;
import io.cairn.StateStore;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The rule of snapshots, S9; what is restored from them is in {@link RestoreContract}. */
public abstract class SnapshotContract extends StoreTests {
    private static final int ENTRIES = 1_000;

    /** For subclasses. */
    protected SnapshotContract() {}

    @EveryMode
    void s9_aSnapshotShowsItsMomentWhateverTheStoreDoes(Mode mode) {
        for (Map.Entry<String, Consumer<StateStore>> later : laterChanges().entrySet()) {
            StateStore store = open(mode, later.getKey());
            Model model = fill(store, ENTRIES);
            try (Snapshot snapshot = store.snapshot()) {
                later.getValue().accept(store);
                Verifier.verify(snapshot, model);
                verifyOtherReads(snapshot, model);
            }
        }
    }

    @EveryMode
    void s9_eachOfManySnapshotsShowsItsOwnMoment(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        Map<Snapshot, Model> moments = new LinkedHashMap<>();
        for (int round = 0; round < 12; round++) {
            for (int i = 0; i < 200; i++) {
                byte[] key = Bytes.bigEndian((i * 31L + round * 17L) % 400);
                if (i % 5 == 4) {
                    assertThat(store.delete(key)).isEqualTo(model.delete(key));
                } else {
                    put(store, model, key, Bytes.random(round, 8 + i % 20));
                }
            }
            moments.put(store.snapshot(), new Model(model));
            if (round % 4 == 2) {
                store.compact();
            }
        }
        moments.forEach(Verifier::verify);
        closeEverySecond(moments);
        store.clear();
        store.compact();
        moments.forEach(Verifier::verify);
        moments.keySet().forEach(Snapshot::close);
        Verifier.verify(store, new Model());
    }

    @EveryMode
    void s9_anOverwriteOfTheSameLengthDoesNotReachASnapshot(Mode mode) {
        StateStore store = open(mode);
        store.put(Bytes.of(1), Bytes.of(10));
        try (Snapshot first = store.snapshot()) {
            store.put(Bytes.of(1), Bytes.of(20));
            store.put(Bytes.of(1), Bytes.of(21));
            try (Snapshot second = store.snapshot()) {
                store.put(Bytes.of(1), Bytes.of(30));
                assertThat(first.get(Bytes.of(1))).isEqualTo(Bytes.of(10));
                assertThat(second.get(Bytes.of(1))).isEqualTo(Bytes.of(21));
            }
            store.put(Bytes.of(1), Bytes.of(40));
            assertThat(first.get(Bytes.of(1))).isEqualTo(Bytes.of(10));
        }
        assertThat(store.get(Bytes.of(1))).isEqualTo(Bytes.of(40));
    }

    @EveryMode
    void s9_aSnapshotOfAnEmptyStoreStaysEmpty(Mode mode) {
        StateStore store = open(mode);
        try (Snapshot snapshot = store.snapshot()) {
            fill(store, 300);
            Verifier.verify(snapshot, new Model());
        }
    }

    @EveryMode
    void s9_aSnapshotCountsWhatItShows(Mode mode) {
        StateStore store = open(mode);
        assertThat(store.stats().log().openSnapshots()).isZero();
        long before = System.currentTimeMillis();
        try (Snapshot snapshot = store.snapshot();
                Snapshot second = store.snapshot()) {
            assertThat(snapshot.takenAtEpochMillis()).isBetween(before, System.currentTimeMillis());
            assertThat(second.takenAtEpochMillis())
                    .isGreaterThanOrEqualTo(snapshot.takenAtEpochMillis());
            assertThat(store.stats().log().openSnapshots()).isEqualTo(2);
        }
        assertThat(store.stats().log().openSnapshots()).isZero();
    }

    @EveryMode
    void s9_anotherThreadReadsASnapshotWhileTheOwnerWrites(Mode mode) {
        StateStore store = open(mode);
        Model model = fill(store, 2_000);
        AtomicBoolean done = new AtomicBoolean();
        try (Snapshot snapshot = store.snapshot()) {
            CompletableFuture<Void> reader = OtherThread.run(() -> {
                for (int round = 0; round < 10; round++) {
                    Verifier.verify(snapshot, model);
                }
                done.set(true);
            });
            for (int i = 0; i < 2_000_000 && !done.get() && !reader.isDone(); i++) {
                changeSomething(store, i);
            }
            reader.orTimeout(1, TimeUnit.MINUTES).join();
            Verifier.verify(snapshot, model);
        }
    }

    @EveryMode
    void s9_closingTheStoreEndsItsSnapshots(Mode mode) {
        StateStore store = open(mode);
        fill(store, 100);
        Snapshot snapshot = store.snapshot();
        Cursor cursor = snapshot.scan(KeyRange.all(), Direction.FORWARD);
        assertThat(cursor.next()).isTrue();
        BytesView value = cursor.value();
        store.close();
        verifyClosed(snapshot);
        assertThatIllegalStateException().isThrownBy(cursor::next);
        ViewContract.verifyStale(value);
        snapshot.close();
    }

    @EveryMode
    void s9_aClosedSnapshotThrowsAndTheStoreGoesOn(Mode mode) {
        StateStore store = open(mode);
        Model model = fill(store, 100);
        Snapshot snapshot = store.snapshot();
        Snapshot other = store.snapshot();
        snapshot.close();
        snapshot.close();
        verifyClosed(snapshot);
        Verifier.verify(other, model);
        other.close();
        put(store, model, Bytes.bigEndian(-5), Bytes.of(5));
        Verifier.verify(store, model);
    }

    @EveryMode
    void s9_aSnapshotKnowsWhichItIs(Mode mode) {
        StateStore store = open(mode);
        StateStore other = open(mode, "other");
        store.flush(Bytes.utf8("one"));
        Snapshot first = store.snapshot();
        store.flush(Bytes.utf8("two"));
        try (Snapshot second = store.snapshot();
                Snapshot third = other.snapshot()) {
            assertThat(first.id()).isNotEqualTo(second.id()).isNotEqualTo(third.id());
            assertThat(first.flushedTag()).isEqualTo(Bytes.utf8("one"));
            assertThat(second.flushedTag()).isEqualTo(Bytes.utf8("two"));
            assertThat(third.flushedTag()).isEmpty();
            UUID id = first.id();
            first.close();
            assertThat(first.id()).isEqualTo(id);
            assertThat(first.flushedTag()).isEqualTo(Bytes.utf8("one"));
        }
    }

    @EveryMode
    void s25_aSnapshotThatIsForgottenHoldsNothingBack(Mode mode) throws InterruptedException {
        StateStore store = open(mode);
        Model model = fill(store, 400);
        BytesView kept = viewOfAForgottenSnapshot(store);
        overwriteAll(store);
        store.compact();
        collectGarbage(() -> false, 3);
        assertThat(store.stats().log().openSnapshots()).as("a view keeps it").isEqualTo(1);
        Verifier.requireValue(
                Bytes.bigEndian(7),
                kept.toByteArray(),
                Verifier.requirePresent(model, Bytes.bigEndian(7)));
        kept = null;
        assertThat(collectGarbage(() -> store.stats().log().openSnapshots() == 0, 40))
                .isTrue();
        store.put(Bytes.of(1), Bytes.of(1));
        assertThat(store.stats().log().snapshots().logBytes()).isZero();
        assertThat(store.stats().log().snapshots().indexBytes()).isZero();
    }

    private static BytesView viewOfAForgottenSnapshot(StateStore store) {
        Snapshot snapshot = store.snapshot();
        BytesView view = snapshot.newView();
        assertThat(snapshot.getRef(Bytes.bigEndian(7), view)).isTrue();
        return view;
    }

    private static boolean collectGarbage(BooleanSupplier until, int tries)
            throws InterruptedException {
        for (int i = 0; i < tries && !until.getAsBoolean(); i++) {
            System.gc();
            Thread.sleep(50); // the cleaner's thread runs meanwhile
        }
        return until.getAsBoolean();
    }

    private static Map<String, Consumer<StateStore>> laterChanges() {
        Map<String, Consumer<StateStore>> changes = new LinkedHashMap<>();
        changes.put("nothing", store -> {});
        changes.put("overwrites", SnapshotContract::overwriteAll);
        changes.put("new keys", store -> {
            for (int i = 0; i < ENTRIES; i++) {
                store.put(Bytes.concat(Bytes.bigEndian(i), Bytes.of(0)), Bytes.of(7));
            }
        });
        changes.put("deletes", store -> {
            for (int i = ENTRIES - 1; i >= 0; i--) {
                assertThat(store.delete(Bytes.bigEndian(i))).isTrue();
            }
        });
        changes.put("clear", StateStore::clear);
        changes.put("clear and puts", store -> {
            store.clear();
            overwriteAll(store);
        });
        changes.put("compact", StateStore::compact);
        changes.put("overwrites and compact", store -> {
            overwriteAll(store);
            store.compact();
            overwriteAll(store);
            store.compact();
        });
        changes.put("restore", store -> {
            store.clear();
            try (Snapshot empty = store.snapshot()) {
                overwriteAll(store);
                store.restore(empty);
                overwriteAll(store);
            }
        });
        changes.put("flush and saveIndex", store -> {
            store.flush();
            overwriteAll(store);
            store.saveIndex();
        });
        return changes;
    }

    private static void overwriteAll(StateStore store) {
        for (int i = 0; i < ENTRIES; i++) {
            store.put(Bytes.bigEndian(i), Bytes.random(-i, i % 45));
        }
    }

    private static void changeSomething(StateStore store, int step) {
        byte[] key = Bytes.bigEndian(step * 101L % 2_500);
        if (step % 4 == 3) {
            store.delete(key);
        } else {
            store.put(key, Bytes.random(step, step % 60));
        }
        if (step % 20_000 == 19_999) {
            store.compact();
        }
    }

    private static void verifyOtherReads(Snapshot snapshot, Model model) {
        byte[] first = model.entries().firstKey();
        byte[] value = Objects.requireNonNull(model.entries().get(first));
        BytesView view = snapshot.newView();
        byte[] target = new byte[value.length];
        for (Form form : Form.values()) {
            Verifier.requireValue(first, form.get(snapshot, first), value);
            assertThat(form.get(snapshot, first, target, 0)).isEqualTo(value.length);
            assertThat(form.getRef(snapshot, first, view)).isTrue();
            assertThat(form.contains(snapshot, first)).isTrue();
            assertThat(form.contains(snapshot, Bytes.utf8("absent"))).isFalse();
            assertThat(form.get(snapshot, Bytes.utf8("absent"))).isNull();
        }
        byte[] middle = Bytes.bigEndian(ENTRIES / 2);
        for (Direction direction : Direction.values()) {
            Cursor cursor = snapshot.scan(KeyRange.all(), direction);
            CursorContract.verifySeek(cursor, model.entries(), direction, middle);
        }
        Verifier.verifyScan(snapshot.prefixScan(middle), model.prefix(middle));
        Verifier.verifyScan(snapshot.rangeScan(first, middle), model.range(first, middle));
    }

    static void verifyClosed(Snapshot snapshot) {
        byte[] key = Bytes.bigEndian(1);
        List<ThrowingCallable> methods = new ArrayList<>(List.of(
                () -> snapshot.get(key),
                () -> snapshot.get(key, 0, 1),
                () -> snapshot.get(ByteBuffer.wrap(key)),
                () -> snapshot.get(key, new byte[1], 0),
                () -> snapshot.get(ByteBuffer.wrap(key), new byte[1], 0),
                () -> snapshot.contains(key),
                () -> snapshot.contains(ByteBuffer.wrap(key)),
                () -> snapshot.scan(KeyRange.all(), Direction.FORWARD).next(),
                () -> snapshot.prefixScan(key).next(),
                () -> snapshot.entries(KeyRange.all(), Direction.BACKWARD).hasNext(),
                snapshot::newView));
        methods.addAll(List.of(
                snapshot::size,
                snapshot::sizeBytes,
                snapshot::isEmpty,
                () -> snapshot.writeTo(new ByteArrayOutputStream()),
                () -> snapshot.changesSince(snapshot).next(),
                () -> snapshot.writeChangesSince(snapshot, new ByteArrayOutputStream())));
        for (ThrowingCallable method : methods) {
            assertThatIllegalStateException().isThrownBy(method);
        }
    }

    private static void closeEverySecond(Map<Snapshot, Model> moments) {
        boolean second = false;
        for (Snapshot snapshot : List.copyOf(moments.keySet())) {
            if (second) {
                snapshot.close();
                moments.remove(snapshot);
            }
            second = !second;
        }
    }

    private static Model fill(StateStore store, int entries) {
        Model model = new Model();
        for (int i = 0; i < entries; i++) {
            put(store, model, Bytes.bigEndian(i), Bytes.random(i, i % 40));
        }
        return model;
    }

    private static void put(StateStore store, Model model, byte[] key, byte[] value) {
        store.put(key, value);
        model.put(key, value);
    }
}
