package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.cairn.BytesView;
import io.cairn.KeyValueReader;
import io.cairn.Snapshot;
import io.cairn.StateStore;
import io.cairn.StoreFullException;
import io.cairn.StoreOptions;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rule of batches, S15. */
public abstract class BatchContract extends StoreTests {
    /** On both sides of the sizes in which a store may take the keys of a batch together. */
    private static final int[] SIZES = {
        0, 1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 255, 256, 257, 1_000
    };

    private static final KeySpace KEYS = new KeySpace(KeySpace.Shape.MIXED, 20);
    private static final byte[] KEY = Bytes.utf8("key");
    private static final byte[] TOO_LONG = new byte[StateStore.MAX_KEY_LENGTH + 1];

    /** For subclasses. */
    protected BatchContract() {}

    @EveryMode
    void s15_putAllPutsEachPair(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        for (int size : SIZES) {
            byte[][] keys = keys(size, size);
            byte[][] values = values(size, size);
            store.putAll(keys, values);
            putAll(model, keys, values);
            Verifier.verify(store, model);
        }
    }

    @EveryMode
    void s15_getAllPointsEachView(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        PersistenceContract.churn(store, model, 1);
        for (int size : SIZES) {
            byte[][] keys = keys(size, size);
            verifyGetAll(store, model, keys, views(store, size));
        }
    }

    @EveryMode
    void s15_getAllOfASnapshotSeesItsMoment(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        PersistenceContract.churn(store, model, 1);
        byte[][] keys = keys(500, 0);
        try (Snapshot snapshot = store.snapshot()) {
            store.putAll(keys, values(500, 7));
            verifyGetAll(snapshot, model, keys, views(snapshot, 500));
            putAll(model, keys, values(500, 7));
            verifyGetAll(store, model, keys, views(store, 500));
        }
    }

    @EveryMode
    void s15_ofAKeyGivenTwiceTheLaterValueStays(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        for (int distance : new int[] {1, 2, 16, 31, 32, 33, 64, 200}) {
            byte[][] keys = array(600, i -> KEYS.key(i % distance));
            byte[][] values = values(600, distance);
            store.putAll(keys, values);
            putAll(model, keys, values);
            Verifier.verify(store, model);
            verifyGetAll(store, model, keys, views(store, 600));
        }
    }

    @EveryMode
    void s15_anEmptyBatchChangesNothing(Mode mode) {
        StateStore store = open(mode);
        store.putAll(new byte[0][], new byte[0][]);
        assertThat(store.getAll(new byte[0][], new BytesView[0])).isZero();
        assertThat(store.isEmpty()).isTrue();
        Model model = oneEntry(store);
        store.putAll(new byte[0][], new byte[][] {KEY});
        assertThat(store.getAll(new byte[0][], new BytesView[] {store.newView()}))
                .isZero();
        Verifier.verify(store, model);
    }

    @EveryMode
    void s15_aViewWhoseKeyIsAbsentPointsAtNothing(Mode mode) {
        StateStore store = open(mode);
        Model model = oneEntry(store);
        BytesView[] views = views(store, 3);
        byte[][] present = {KEY, KEY, KEY};
        verifyGetAll(store, model, present, views);
        byte[][] some = {Bytes.utf8("absent"), KEY, new byte[0]};
        verifyGetAll(store, model, some, views);
        store.clear();
        verifyGetAll(store, new Model(), some, views);
    }

    @EveryMode
    void s15_whatIsGivenBeyondTheKeysIsLeftAlone(Mode mode) {
        StateStore store = open(mode);
        Model model = oneEntry(store);
        BytesView[] views = views(store, 3);
        assertThat(store.getRef(KEY, views[2])).isTrue();
        assertThat(store.getAll(new byte[][] {KEY, Bytes.utf8("absent")}, views))
                .isEqualTo(1);
        assertThat(views[2].toByteArray()).isEqualTo(model.get(KEY));
        byte[][] keys = {Bytes.of(1), Bytes.of(2)};
        store.putAll(keys, new byte[][] {KEY, KEY, KEY});
        putAll(model, keys, new byte[][] {KEY, KEY});
        Verifier.verify(store, model);
    }

    @EveryMode
    void s15_fewerValuesOrViewsThanKeysAreRefused(Mode mode) {
        StateStore store = open(mode);
        Model model = oneEntry(store);
        byte[][] keys = keys(40, 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.putAll(keys, values(39, 0)))
                .withMessageContaining("39")
                .withMessageContaining("40");
        assertThatIllegalArgumentException().isThrownBy(() -> store.putAll(keys, new byte[0][]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.getAll(keys, views(store, 39)))
                .withMessageContaining("39")
                .withMessageContaining("40");
        Verifier.verify(store, model);
    }

    @EveryMode
    void s15_aBatchWithABadKeyPutsNothing(Mode mode) {
        StateStore store = open(mode);
        Model model = oneEntry(store);
        for (int at : new int[] {0, 1, 32, 63, 500, 999}) {
            byte[][] keys = keys(1_000, 0);
            keys[at] = TOO_LONG;
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> store.putAll(keys, values(1_000, 0)))
                    .withMessageContaining("65536");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> store.getAll(keys, views(store, 1_000)));
            Verifier.verify(store, model);
        }
    }

    @EveryMode
    void s15_aBatchWithAValueThatIsTooLongPutsNothing(Mode mode) {
        StateStore store = open(mode);
        Model model = oneEntry(store);
        byte[][] values = values(100, 0);
        values[70] = new byte[StateStore.MAX_VALUE_LENGTH + 1];
        assertThatIllegalArgumentException().isThrownBy(() -> store.putAll(keys(100, 0), values));
        Verifier.verify(store, model);
    }

    @EveryMode
    @SuppressWarnings({"NullAway", "DataFlowIssue"}) // nulls are what is tested
    void s15_nullsAreRefusedAndNothingIsPut(Mode mode) {
        StateStore store = open(mode);
        Model model = oneEntry(store);
        byte[][] keys = keys(100, 0);
        byte[][] values = values(100, 0);
        assertThatNullPointerException().isThrownBy(() -> store.putAll(null, values));
        assertThatNullPointerException().isThrownBy(() -> store.putAll(keys, null));
        assertThatNullPointerException().isThrownBy(() -> store.getAll(null, views(store, 1)));
        assertThatNullPointerException().isThrownBy(() -> store.getAll(keys, null));
        for (int at : new int[] {0, 31, 32, 99}) {
            byte[] @Nullable [] someKeys = keys.clone();
            byte[] @Nullable [] someValues = values.clone();
            @Nullable BytesView[] someViews = views(store, 100);
            someKeys[at] = null;
            someValues[at] = null;
            someViews[at] = null;
            assertThatNullPointerException().isThrownBy(() -> store.putAll(someKeys, values));
            assertThatNullPointerException().isThrownBy(() -> store.putAll(keys, someValues));
            assertThatNullPointerException()
                    .isThrownBy(() -> store.getAll(someKeys, views(store, 100)));
            assertThatNullPointerException().isThrownBy(() -> store.getAll(keys, someViews));
        }
        Verifier.verify(store, model);
    }

    @EveryMode
    void s15_aViewOfAnotherStoreIsRefused(Mode mode) {
        StateStore store = open(mode);
        StateStore stranger = open(mode, "stranger");
        Model model = new Model();
        PersistenceContract.churn(store, model, 1);
        try (Snapshot snapshot = store.snapshot()) {
            for (KeyValueReader other : new KeyValueReader[] {stranger, snapshot}) {
                for (int at : new int[] {0, 40, 99}) {
                    BytesView[] views = views(store, 100);
                    views[at] = other.newView();
                    assertThatIllegalArgumentException()
                            .isThrownBy(() -> store.getAll(keys(100, 0), views));
                }
            }
        }
        Verifier.verify(store, model);
    }

    @EveryMode
    void s15_aBatchMakesViewsAndCursorsStale(Mode mode) {
        StateStore store = open(mode);
        Model model = oneEntry(store);
        BytesView[] views = views(store, 50);
        assertThat(store.getAll(array(50, i -> KEY), views)).isEqualTo(50);
        store.putAll(new byte[][] {Bytes.of(1)}, new byte[][] {KEY});
        model.put(Bytes.of(1), KEY);
        Arrays.stream(views).forEach(ViewContract::verifyStale);
        verifyGetAll(store, model, new byte[][] {KEY, Bytes.of(1)}, views);
    }

    @EveryMode
    void s15_theArraysAreNotKept(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        byte[][] keys = keys(200, 0);
        byte[][] values = values(200, 0);
        putAll(model, keys(200, 0), values(200, 0));
        store.putAll(keys, values);
        for (int i = 0; i < 200; i++) {
            Arrays.fill(keys[i], (byte) 0x5A);
            Arrays.fill(values[i], (byte) 0x5A);
        }
        Verifier.verify(store, model);
    }

    @EveryMode
    void s15_batchesOfOneKeyAndOfLongOnes(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        KeySpace longKeys = new KeySpace(KeySpace.Shape.LONG, 0);
        byte[][] keys = array(80, longKeys::key);
        byte[][] values = array(80, i -> Bytes.random(i, i % 7 == 0 ? 70_000 : i));
        store.putAll(keys, values);
        putAll(model, keys, values);
        Verifier.verify(store, model);
        verifyGetAll(store, model, keys, views(store, 80));
    }

    /** Not atomic: where one put throws, those before it stand, and nothing else. */
    @EveryMode
    void s15_aFullStoreKeepsWhatWasPutBefore(Mode mode) {
        StoreOptions options = mode.options().withMaxLogBytes(1 << 20);
        StateStore store =
                mode.persistent() ? openFile(file(), options) : provider().openInMemory(options);
        try (store) {
            byte[][] keys = array(3_000, Bytes::bigEndian);
            byte[][] values = array(3_000, i -> Bytes.random(i, 700));
            assertThatExceptionOfType(StoreFullException.class)
                    .isThrownBy(() -> store.putAll(keys, values));
            int put = Math.toIntExact(store.size());
            assertThat(put).isBetween(500, 2_999);
            Model model = new Model();
            putAll(model, Arrays.copyOf(keys, put), Arrays.copyOf(values, put));
            Verifier.verify(store, model);
        }
    }

    @OnFile
    void s15_aBatchIsThereAfterReopening(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        for (int i = 0; i < 4; i++) {
            byte[][] keys = keys(400, i * 300);
            byte[][] values = values(400, i);
            store.putAll(keys, values);
            putAll(model, keys, values);
            store = reopen(store, mode);
            Verifier.verify(store, model);
        }
    }

    static void putAll(Model model, byte[][] keys, byte[][] values) {
        for (int i = 0; i < keys.length; i++) {
            model.put(keys[i].clone(), values[i].clone());
        }
    }

    /** Checks what {@code getAll} answers, and each view. */
    static void verifyGetAll(KeyValueReader reader, Model model, byte[][] keys, BytesView[] views) {
        int present = reader.getAll(keys, views);
        long expected = Stream.of(keys).filter(model::contains).count();
        Verifier.require(
                present == expected, "getAll answered " + present + ", expected=" + expected);
        for (int i = 0; i < keys.length; i++) {
            byte[] value = model.get(keys[i]);
            if (value == null) {
                ViewContract.verifyStale(views[i]);
            } else {
                Verifier.requireValue(keys[i], views[i].toByteArray(), value);
            }
        }
    }

    static BytesView[] views(KeyValueReader reader, int count) {
        return IntStream.range(0, count).mapToObj(i -> reader.newView()).toArray(BytesView[]::new);
    }

    /** Keys in no order, some of them twice. */
    private static byte[][] keys(int count, int from) {
        return array(count, i -> KEYS.key((from + i * 37) % 1_201));
    }

    private static byte[][] values(int count, int seed) {
        return array(count, i -> Bytes.random(seed * 5_000L + i, i % 90));
    }

    private static byte[][] array(int count, IntFunction<byte[]> element) {
        return IntStream.range(0, count).mapToObj(element).toArray(byte[][]::new);
    }

    private static Model oneEntry(StateStore store) {
        Model model = new Model();
        store.put(KEY, Bytes.utf8("value"));
        model.put(KEY, Bytes.utf8("value"));
        return model;
    }
}
