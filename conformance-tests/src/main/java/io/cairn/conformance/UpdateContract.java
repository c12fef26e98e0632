package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.cairn.BytesView;
import io.cairn.Cursor;
import io.cairn.Direction;
import io.cairn.KeyRange;
import io.cairn.RecoverTo;
import io.cairn.Snapshot;
import io.cairn.StateStore;
import io.cairn.StoreFullException;
import io.cairn.StoreOptions;
import java.util.ArrayList;
import java.util.List;

/** The rule of changes in place, S16: what is changed, and what is not. */
public abstract class UpdateContract extends StoreTests {
    private static final byte[] KEY = Bytes.utf8("key");
    private static final byte[] OTHER = Bytes.utf8("other");
    private static final byte[] VALUE = Bytes.random(7, 21);

    /** For subclasses. */
    protected UpdateContract() {}

    @EveryMode
    void s16_updateChangesTheBytesThatItWrites(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        for (int i = 0; i < 300; i++) {
            put(store, model, Bytes.bigEndian(i), Bytes.random(i, i));
        }
        for (int i = 0; i < 300; i += 2) {
            flip(store, model, Bytes.bigEndian(i), i / 2, Math.min(i - i / 2, 40));
            Verifier.verifyCounts(store, model);
        }
        Verifier.verify(store, model);
    }

    @EveryMode
    void s16_anAbsentKeyIsNotUpdated(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        verifyNotUpdated(store);
        put(store, model, OTHER, VALUE);
        verifyNotUpdated(store);
        store.put(KEY, VALUE);
        assertThat(store.delete(KEY)).isTrue();
        verifyNotUpdated(store);
        Verifier.verify(store, model);
    }

    private static void verifyNotUpdated(StateStore store) {
        boolean present = store.update(KEY, view -> {
            throw new AssertionError("an updater was called for a key that is absent");
        });
        assertThat(present).isFalse();
    }

    @EveryMode
    void s16_anUpdateMakesViewsAndCursorsStale(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        put(store, model, KEY, VALUE);
        put(store, model, OTHER, VALUE);
        BytesView view = store.newView();
        assertThat(store.getRef(OTHER, view)).isTrue();
        Cursor cursor = store.scan(KeyRange.all(), Direction.FORWARD);
        assertThat(cursor.next()).isTrue();
        flip(store, model, KEY, 0, 1);
        ViewContract.verifyStale(view);
        assertThatIllegalStateException().isThrownBy(cursor::next);
    }

    @EveryMode
    void s16_anOpenSnapshotShowsTheOldBytes(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        List<Snapshot> snapshots = new ArrayList<>();
        List<Model> moments = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            put(store, model, Bytes.bigEndian(i), Bytes.random(i, 200));
        }
        for (int round = 0; round < 5; round++) {
            snapshots.add(store.snapshot());
            moments.add(new Model(model));
            for (int i = round; i < 40; i += 1 + round) {
                flip(store, model, Bytes.bigEndian(i), round * 20, 30);
                flip(store, model, Bytes.bigEndian(i), round * 10, 5);
            }
            Verifier.verify(store, model);
            for (int i = 0; i < snapshots.size(); i++) {
                Verifier.verify(snapshots.get(i), moments.get(i));
            }
        }
        snapshots.forEach(Snapshot::close);
        flip(store, model, Bytes.bigEndian(1), 0, 200);
        Verifier.verify(store, model);
    }

    @EveryMode
    void s16_valuesBeyondAWindowAreUpdated(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        int[] lengths = {65_519, 65_520, 65_536, 65_537, 70_000, 262_144, 1 << 20};
        for (int i = 0; i < lengths.length; i++) {
            put(store, model, Bytes.of(i), Bytes.random(i, lengths[i]));
        }
        for (int i = 0; i < lengths.length; i++) {
            flip(store, model, Bytes.of(i), lengths[i] - 9, 9);
            flip(store, model, Bytes.of(i), 4_090, 4_100);
        }
        Verifier.verify(store, model);
    }

    @EveryMode
    void s16_valuesAtTheBordersOfWindowsAreUpdated(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        for (int i = 0; i < 400; i++) {
            byte[] key = Bytes.bigEndian(i % 23);
            if (model.get(key) == null || i % 3 == 0) {
                put(store, model, key, Bytes.random(i, i % 5 == 0 ? 4_000 + i % 120 : i * 5));
            }
            int length = Verifier.requirePresent(model, key).length;
            flip(store, model, key, length / 3, Math.min(50, length - length / 3));
            Verifier.verifyCounts(store, model);
        }
        Verifier.verify(store, model);
    }

    @OnFile
    void s16_updatesAreThereAfterReopening(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        put(store, model, KEY, VALUE);
        for (int i = 0; i < 20; i++) {
            flip(store, model, KEY, i, 1);
            store = reopen(store, mode);
            Verifier.verify(store, model);
        }
        store.flush(KEY);
        Model flushed = new Model(model);
        flip(store, model, KEY, 2, 9);
        store.close();
        store = openFile(file(), mode.options().withRecoverTo(RecoverTo.LAST_FLUSH));
        Verifier.verify(store, flushed);
    }

    @EveryMode
    void s16_aFullStoreUpdatesOrRefuses(Mode mode) {
        StoreOptions options = mode.options().withMaxLogBytes(1 << 20);
        StateStore store =
                mode.persistent() ? openFile(file(), options) : provider().openInMemory(options);
        try (store) {
            Model model = BadInputContract.fillUp(store);
            byte[] key = model.entries().firstKey();
            for (int i = 0; i < 40; i++) {
                Model before = new Model(model);
                try {
                    flip(store, model, key, i, 10);
                } catch (StoreFullException full) {
                    model = before;
                    assertThat(full).hasMessageContaining("1048576");
                }
            }
            Verifier.verify(store, model);
        }
    }

    @EveryMode
    @SuppressWarnings({"NullAway", "DataFlowIssue"}) // nulls are what is tested
    void s16_badArgumentsAreRefused(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        put(store, model, KEY, VALUE);
        byte[] tooLong = new byte[StateStore.MAX_KEY_LENGTH + 1];
        assertThatNullPointerException().isThrownBy(() -> store.update(null, view -> {}));
        assertThatNullPointerException().isThrownBy(() -> store.update(KEY, null));
        assertThatNullPointerException().isThrownBy(() -> store.update(OTHER, null));
        assertThatNullPointerException()
                .isThrownBy(() -> store.update(KEY, view -> view.copyFrom(0, null, 0, 0)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.update(tooLong, view -> {}))
                .withMessageContaining("65536");
        Verifier.verify(store, model);
    }

    static void put(StateStore store, Model model, byte[] key, byte[] value) {
        store.put(key, value);
        model.put(key, value);
    }

    /** Inverts bytes of a value that is there, in the store and in its model. */
    static void flip(StateStore store, Model model, byte[] key, int from, int count) {
        byte[] value = Verifier.requirePresent(model, key).clone();
        for (int i = from; i < from + count; i++) {
            value[i] = (byte) ~value[i];
        }
        boolean present = store.update(key, view -> {
            for (int i = from; i < from + count; i++) {
                view.putByte(i, (byte) ~view.getByte(i));
            }
        });
        Verifier.require(present, "update denied the present key " + Bytes.show(key));
        model.put(key, value);
    }
}
