package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.cairn.BytesView;
import io.cairn.RecoverTo;
import io.cairn.SerializationException;
import io.cairn.Snapshot;
import io.cairn.StateStore;
import io.cairn.StoreFullException;
import io.cairn.StoreOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The rule of counters, S17. */
public abstract class CounterContract extends StoreTests {
    private static final byte[] KEY = Bytes.utf8("key");

    /** For subclasses. */
    protected CounterContract() {}

    @EveryMode
    void s17_anAbsentNumberCountsAsZero(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        long[] deltas = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, 0x0102030405060708L};
        for (int i = 0; i < deltas.length; i++) {
            add(store, model, Bytes.of(i), deltas[i]);
        }
        add(store, model, new byte[0], 5);
        Verifier.verify(store, model);
        assertThat(store.delete(Bytes.of(1))).isTrue();
        assertThat(model.delete(Bytes.of(1))).isTrue();
        add(store, model, Bytes.of(1), 7);
        Verifier.verify(store, model);
    }

    @EveryMode
    void s17_theSumIsTheValueLittleEndian(Mode mode) {
        StateStore store = open(mode);
        store.put(KEY, littleEndian(0x0102030405060708L));
        assertThat(store.addLong(KEY, 0x10)).isEqualTo(0x0102030405060718L);
        assertThat(store.get(KEY)).isEqualTo(Bytes.of(0x18, 7, 6, 5, 4, 3, 2, 1));
        BytesView view = store.newView();
        assertThat(store.getRef(KEY, view)).isTrue();
        assertThat(view.getLong(0)).isEqualTo(0x0102030405060718L);
        assertThat(store.addLong(Bytes.utf8("new"), 258)).isEqualTo(258);
        assertThat(store.get(Bytes.utf8("new"))).isEqualTo(Bytes.of(2, 1, 0, 0, 0, 0, 0, 0));
    }

    @EveryMode
    void s17_everyCounterKeepsItsOwnSum(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        KeySpace keys = new KeySpace(KeySpace.Shape.MIXED, 30);
        for (int i = 0; i < 5_000; i++) {
            add(store, model, keys.key(i * 31 % 701), i * 0x9E3779B97F4A7C15L);
        }
        Verifier.verify(store, model);
    }

    @EveryMode
    void s17_theSumWrapsAround(Mode mode) {
        StateStore store = open(mode);
        assertThat(store.addLong(KEY, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThat(store.addLong(KEY, 1)).isEqualTo(Long.MIN_VALUE);
        assertThat(store.addLong(KEY, -1)).isEqualTo(Long.MAX_VALUE);
        assertThat(store.addLong(KEY, Long.MAX_VALUE)).isEqualTo(-2);
        assertThat(store.addLong(KEY, Long.MIN_VALUE)).isEqualTo(Long.MAX_VALUE - 1);
        assertThat(store.get(KEY)).isEqualTo(littleEndian(Long.MAX_VALUE - 1));
    }

    @EveryMode
    void s17_aValueOfAnotherLengthIsRefused(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        for (int length : new int[] {0, 1, 7, 9, 16, 70_000}) {
            byte[] key = Bytes.bigEndian(length);
            UpdateContract.put(store, model, key, Bytes.random(length, length));
            assertThatExceptionOfType(SerializationException.class)
                    .isThrownBy(() -> store.addLong(key, 1))
                    .withMessageContaining("ength=" + length);
            Verifier.verify(store, model);
        }
        add(store, model, KEY, 1);
        Verifier.verify(store, model);
    }

    @EveryMode
    void s17_anOpenSnapshotShowsTheOldSums(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        List<Snapshot> snapshots = new ArrayList<>();
        List<Model> moments = new ArrayList<>();
        for (int round = 0; round < 6; round++) {
            for (int i = 0; i < 60; i += 1 + round % 3) {
                add(store, model, Bytes.bigEndian(i), round * 100L + i);
            }
            snapshots.add(store.snapshot());
            moments.add(new Model(model));
        }
        add(store, model, Bytes.bigEndian(0), 1);
        for (int i = 0; i < snapshots.size(); i++) {
            Verifier.verify(snapshots.get(i), moments.get(i));
        }
        snapshots.forEach(Snapshot::close);
        add(store, model, Bytes.bigEndian(0), 1);
        Verifier.verify(store, model);
    }

    @EveryMode
    void s17_anAdditionMakesViewsStale(Mode mode) {
        StateStore store = open(mode);
        assertThat(store.addLong(KEY, 1)).isEqualTo(1);
        BytesView view = store.newView();
        assertThat(store.getRef(KEY, view)).isTrue();
        assertThat(store.addLong(KEY, 1)).isEqualTo(2);
        ViewContract.verifyStale(view);
        assertThat(store.getRef(KEY, view)).isTrue();
        assertThat(store.addLong(Bytes.utf8("new"), 1)).isEqualTo(1);
        ViewContract.verifyStale(view);
    }

    @OnFile
    void s17_sumsAreThereAfterReopening(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        for (int round = 0; round < 8; round++) {
            for (int i = 0; i < 300; i += 1 + round % 3) {
                add(store, model, Bytes.bigEndian(i % 77), round - 3);
            }
            store = reopen(store, mode);
            Verifier.verify(store, model);
        }
        store.flush();
        Model flushed = new Model(model);
        add(store, model, Bytes.bigEndian(5), 1_000);
        store.close();
        store = openFile(file(), mode.options().withRecoverTo(RecoverTo.LAST_FLUSH));
        Verifier.verify(store, flushed);
    }

    @EveryMode
    void s17_aFullStoreAddsOrRefuses(Mode mode) {
        StoreOptions options = mode.options().withMaxLogBytes(1 << 20);
        StateStore store =
                mode.persistent() ? openFile(file(), options) : provider().openInMemory(options);
        try (store) {
            store.put(KEY, littleEndian(40));
            Model model = BadInputContract.fillUp(store);
            model.put(KEY, littleEndian(40));
            for (int i = 0; i < 100; i++) {
                byte[] key = i % 2 == 0 ? KEY : Bytes.bigEndian(-1 - i);
                Model before = new Model(model);
                try {
                    add(store, model, key, 1);
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
    void s17_badKeysAreRefused(Mode mode) {
        StateStore store = open(mode);
        byte[] tooLong = new byte[StateStore.MAX_KEY_LENGTH + 1];
        assertThatNullPointerException().isThrownBy(() -> store.addLong(null, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.addLong(tooLong, 1))
                .withMessageContaining("65536");
        assertThat(store.isEmpty()).isTrue();
    }

    /** Adds in the store and in its model, and compares the sums. */
    static void add(StateStore store, Model model, byte[] key, long delta) {
        byte[] present = model.get(key);
        long sum = delta + (present == null ? 0 : number(present));
        long answer = store.addLong(key, delta);
        Verifier.require(answer == sum, "addLong answered " + answer + ", expected=" + sum);
        model.put(key, littleEndian(sum));
    }

    static long number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    static byte[] littleEndian(long number) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(number)
                .array();
    }
}
