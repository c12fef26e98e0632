package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.cairn.BytesView;
import io.cairn.RecoverTo;
import io.cairn.Snapshot;
import io.cairn.StateStore;
import io.cairn.StoreFullException;
import io.cairn.StoreOptions;
import io.cairn.WriteBatch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The rule of write batches, S18. */
public abstract class WriteBatchContract extends StoreTests {
    private static final KeySpace KEYS = new KeySpace(KeySpace.Shape.MIXED, 20);
    private static final byte[] KEY = Bytes.utf8("key");
    private static final byte[] OTHER = Bytes.utf8("other");
    private static final byte[] VALUE = Bytes.random(7, 21);
    private static final int LARGE = 5_000;

    /** For subclasses. */
    protected WriteBatchContract() {}

    @EveryMode
    void s18_operationsAreMadeInTheirOrder(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        for (int present = 0; present < 2; present++) {
            for (int kinds = 0; kinds < 16; kinds++) {
                store.clear();
                model.clear();
                if (present == 1) {
                    store.put(KEY, VALUE);
                    model.put(KEY, VALUE);
                }
                WriteBatch batch = new WriteBatch();
                for (int i = 0; i < 4; i++) {
                    add(batch, model, KEY, Bytes.run(10 * i, i), (kinds >> i & 1) == 0);
                    add(batch, model, Bytes.of(i), Bytes.of(kinds), true);
                }
                store.write(batch);
                Verifier.verify(store, model);
            }
        }
    }

    @EveryMode
    void s18_deletesAreMadeToo(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        WriteBatch batch = new WriteBatch();
        for (int i = 0; i < 200; i++) {
            store.put(KEYS.key(i), VALUE);
            model.put(KEYS.key(i), VALUE);
        }
        for (int i = 0; i < 200; i++) {
            add(batch, model, KEYS.key(2 * i), VALUE, false);
        }
        store.write(batch);
        Verifier.verify(store, model);
    }

    @EveryMode
    void s18_anEmptyBatchDoesNothing(Mode mode) {
        StateStore store = open(mode);
        store.write(new WriteBatch());
        assertThat(store.isEmpty()).isTrue();
        store.put(KEY, VALUE);
        BytesView view = store.newView();
        assertThat(store.getRef(KEY, view)).isTrue();
        store.write(new WriteBatch().put(KEY, KEY).delete(OTHER));
        ViewContract.verifyStale(view);
        assertThat(store.getRef(KEY, view)).isTrue();
        WriteBatch cleared = new WriteBatch().put(KEY, VALUE);
        cleared.clear();
        store.write(cleared);
        assertThat(view.toByteArray()).isEqualTo(KEY);
    }

    @EveryMode
    void s18_theBatchStaysAsItIs(Mode mode) {
        StateStore store = open(mode);
        StateStore second = open(mode, "second");
        Model model = new Model();
        WriteBatch batch = new WriteBatch();
        for (int i = 0; i < 100; i++) {
            add(batch, model, KEYS.key(i % 70), Bytes.random(i, i), i % 5 != 4);
        }
        long bytes = batch.bytes();
        for (StateStore each : List.of(store, second, store)) {
            each.write(batch);
            assertThat(batch.count()).isEqualTo(100);
            assertThat(batch.bytes()).isEqualTo(bytes);
            Verifier.verify(each, model);
        }
    }

    @EveryMode
    void s18_aBatchIsUsedAgain(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        WriteBatch batch = new WriteBatch();
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 60; round++) {
            batch.clear();
            assertThat(batch.count()).isZero();
            assertThat(batch.bytes()).isZero();
            for (int i = random.nextInt(100); i > 0; i--) {
                byte[] value =
                        Bytes.random(i, random.nextInt(random.nextInt(10) == 0 ? 3_000 : 60));
                add(batch, model, KEYS.key(random.nextInt(300)), value, random.nextInt(4) > 0);
            }
            store.write(batch);
            Verifier.verify(store, model);
        }
    }

    @EveryMode
    void s18_theArraysAreNotKept(Mode mode) {
        StateStore store = open(mode);
        byte[] key = KEY.clone();
        byte[] value = VALUE.clone();
        WriteBatch batch = new WriteBatch().put(key, value);
        key[0]++;
        value[0]++;
        batch.put(OTHER, VALUE);
        store.write(batch);
        batch.clear();
        batch.put(new byte[100], new byte[100]);
        Model model = new Model();
        model.put(KEY, VALUE);
        model.put(OTHER, VALUE);
        Verifier.verify(store, model);
    }

    @EveryMode
    void s18_largeBatches(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        for (int round = 0; round < 3; round++) {
            WriteBatch batch = new WriteBatch();
            for (int i = 0; i < LARGE; i++) {
                int length = i % 1_000 == 999 ? 70_000 : (i * 31 + round) % 120;
                byte[] key = KEYS.key((i * 37 + round * 1_000) % 7_001);
                add(batch, model, key, Bytes.random(i, length), i % 7 != 3);
            }
            store.write(batch);
            Verifier.verify(store, model);
        }
    }

    @EveryMode
    void s18_keysInAnyOrderAndAmongOthers(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        SplittableRandom random = new SplittableRandom(2);
        for (int round = 0; round < 6; round++) {
            WriteBatch batch = new WriteBatch();
            for (int i = 0; i < 3_000; i++) {
                int number = switch (round % 3) {
                    case 0 -> random.nextInt(1 << 20);
                    case 1 -> round * 3_000 + i;
                    default -> (1 << 20) - i;
                };
                add(batch, model, Bytes.bigEndian(number), Bytes.of(round), true);
            }
            store.write(batch);
            Verifier.verify(store, model);
        }
    }

    @EveryMode
    void s18_snapshotsSeeAllOrNothing(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        PersistenceContract.churn(store, model, 1);
        Model before = new Model(model);
        try (Snapshot snapshot = store.snapshot()) {
            WriteBatch batch = new WriteBatch();
            for (int i = 0; i < 1_500; i++) {
                add(batch, model, KEYS.key(i), Bytes.random(i, i % 50), i % 3 != 0);
            }
            store.write(batch);
            Verifier.verify(snapshot, before);
            try (Snapshot after = store.snapshot()) {
                Model middle = new Model(model);
                batch.clear();
                for (int i = 0; i < 2_000; i++) {
                    add(batch, model, KEYS.key(i), Bytes.random(-i, i % 40), i % 2 == 0);
                }
                store.write(batch);
                Verifier.verify(after, middle);
            }
            Verifier.verify(snapshot, before);
            Verifier.verify(store, model);
        }
    }

    @EveryMode
    void s18_aBatchThatDoesNotFitChangesNothing(Mode mode) {
        StoreOptions options = mode.options().withMaxLogBytes(1 << 20);
        StateStore store =
                mode.persistent() ? openFile(file(), options) : provider().openInMemory(options);
        Model model = new Model();
        PersistenceContract.churn(store, model, 1);
        for (int operations : new int[] {2, 40, 3_000}) {
            WriteBatch batch = new WriteBatch();
            for (byte[] key : model.entries().keySet()) {
                batch.put(key, Bytes.of(operations));
            }
            model.entries().keySet().stream().limit(20).forEach(batch::delete);
            for (int i = 0; i < operations; i++) {
                batch.put(Bytes.bigEndian(i), Bytes.random(i, 1_500_000 / operations));
            }
            long used = store.stats().log().usedBytes();
            assertThatExceptionOfType(StoreFullException.class)
                    .isThrownBy(() -> store.write(batch))
                    .withMessageContaining("maxLogBytes=1048576");
            assertThat(store.stats().log().usedBytes()).isEqualTo(used);
            Verifier.verify(store, model);
            store.put(KEY, Bytes.of(operations));
            model.put(KEY, Bytes.of(operations));
            Verifier.verify(store, model);
        }
        store.close();
        if (mode.persistent()) {
            StateStore again = openFile(file(), options);
            Verifier.verify(again, model);
            assertThat(again.recoveryReport().bytesCut()).isZero();
        }
    }

    @EveryMode
    void s18_aFullStoreTakesABatchOfDeletes(Mode mode) {
        StoreOptions options = mode.options().withMaxLogBytes(1 << 20);
        try (StateStore store =
                mode.persistent() ? openFile(file(), options) : provider().openInMemory(options)) {
            WriteBatch batch = new WriteBatch();
            int put = 0;
            try {
                for (int i = 0; i < 100_000; i++) {
                    store.put(Bytes.bigEndian(i), new byte[100]);
                    batch.delete(Bytes.bigEndian(i));
                    put++;
                }
            } catch (StoreFullException full) {
                assertThat(put).isPositive();
            }
            assertThat(store.size()).isEqualTo(put).isLessThan(100_000);
            store.write(batch);
            Verifier.verify(store, new Model());
        }
    }

    @EveryMode
    void s18_allFormsOfAnArgumentMeanTheSame(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        WriteBatch batch = new WriteBatch();
        for (Form form : Form.values()) {
            byte[] key = Bytes.utf8(form.name());
            byte[] deleted = Bytes.concat(key, KEY);
            store.put(deleted, VALUE);
            form.put(batch, key, Bytes.concat(key, VALUE));
            form.delete(batch, deleted);
            model.put(key, Bytes.concat(key, VALUE));
        }
        store.write(batch);
        Verifier.verify(store, model);
    }

    @EveryMode
    void s18_theEmptyKeyAndTheEmptyValueAreLegal(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        WriteBatch batch = new WriteBatch();
        add(batch, model, new byte[0], VALUE, true);
        add(batch, model, KEY, new byte[0], true);
        byte[] longest = Bytes.random(3, StateStore.MAX_KEY_LENGTH);
        add(batch, model, longest, VALUE, true);
        store.write(batch);
        Verifier.verify(store, model);
        batch.clear();
        add(batch, model, new byte[0], VALUE, false);
        add(batch, model, longest, VALUE, false);
        store.write(batch);
        Verifier.verify(store, model);
    }

    @EveryMode
    void s18_callsFromInsideOfAnUpdaterAreRefused(Mode mode) {
        StateStore store = open(mode);
        store.put(KEY, VALUE);
        WriteBatch batch = new WriteBatch().put(KEY, KEY).put(OTHER, KEY);
        assertThat(store.update(
                        KEY,
                        view -> assertThatExceptionOfType(ConcurrentModificationException.class)
                                .isThrownBy(() -> store.write(batch))))
                .isTrue();
        Model model = new Model();
        model.put(KEY, VALUE);
        Verifier.verify(store, model);
    }

    @OnFile
    void s18_aBatchIsThereAfterReopening(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        Model flushed = new Model();
        for (int i = 0; i < 6; i++) {
            WriteBatch batch = new WriteBatch();
            for (int j = 0; j < 300 * i; j++) {
                byte[] value = Bytes.random(j, j == 250 ? 40_000 : j % 90);
                add(batch, model, KEYS.key(j * 7 % 900), value, (i + j) % 4 > 0);
            }
            store.write(batch);
            if (i % 2 == 0) {
                store.flush(Bytes.of(i));
                flushed = new Model(model);
            }
            if (i == 3) {
                store.saveIndex();
            }
            store = reopen(store, mode);
            Verifier.verify(store, model);
            assertThat(store.recoveryReport().bytesCut()).isZero();
        }
        store.close();
        StateStore atFlush = openFile(file(), mode.options().withRecoverTo(RecoverTo.LAST_FLUSH));
        Verifier.verify(atFlush, flushed);
    }

    @EveryMode
    void s18_whatIsTooLongIsRefusedAndTheBatchIsAsBefore(Mode mode) {
        StateStore store = open(mode);
        WriteBatch batch = new WriteBatch().put(KEY, VALUE);
        byte[] longKey = new byte[StateStore.MAX_KEY_LENGTH + 1];
        byte[] longValue = new byte[StateStore.MAX_VALUE_LENGTH + 1];
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> batch.put(longKey, VALUE),
                () -> batch.put(longKey, 0, longKey.length, VALUE, 0, 1),
                () -> batch.put(ByteBuffer.wrap(longKey), ByteBuffer.wrap(VALUE)),
                () -> batch.delete(longKey),
                () -> batch.delete(longKey, 0, longKey.length),
                () -> batch.delete(ByteBuffer.wrap(longKey)))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(call)
                    .withMessageContaining("65536")
                    .withMessageContaining("65535");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> batch.put(KEY, longValue))
                .withMessageContaining("268435457")
                .withMessageContaining("268435456");
        assertThat(batch.count()).isEqualTo(1);
        store.write(batch);
        Model model = new Model();
        model.put(KEY, VALUE);
        Verifier.verify(store, model);
    }

    @EveryMode
    @SuppressWarnings({"NullAway", "DataFlowIssue"}) // nulls are what is tested
    void s18_nullsAndRangesOutsideOfTheirArraysAreRefused(Mode mode) {
        StateStore store = open(mode);
        WriteBatch batch = new WriteBatch().put(KEY, VALUE);
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> store.write(null),
                () -> batch.put(null, VALUE),
                () -> batch.put(KEY, (byte[]) null),
                () -> batch.put(KEY, 0, 1, null, 0, 0),
                () -> batch.put((ByteBuffer) null, ByteBuffer.wrap(KEY)),
                () -> batch.put(ByteBuffer.wrap(KEY), null),
                () -> batch.delete((byte[]) null),
                () -> batch.delete((ByteBuffer) null))) {
            assertThatNullPointerException().isThrownBy(call);
        }
        List<ThrowingCallable> outside = new ArrayList<>();
        for (int[] range : new int[][] {{-1, 1}, {0, -1}, {4, 0}, {0, 4}, {3, 1}, {1, 1 << 31}}) {
            outside.add(() -> batch.delete(KEY, range[0], range[1]));
            outside.add(() -> batch.put(KEY, range[0], range[1], VALUE, 0, 1));
            outside.add(() -> batch.put(VALUE, 0, 1, KEY, range[0], range[1]));
        }
        for (ThrowingCallable call : outside) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(call);
        }
        assertThat(batch.count()).isEqualTo(1);
        assertThat(store.isEmpty()).isTrue();
    }

    /** Adds an operation to a batch, and makes it in a model. */
    static void add(WriteBatch batch, Model model, byte[] key, byte[] value, boolean isPut) {
        if (isPut) {
            batch.put(key, value);
            model.put(key, value);
        } else {
            batch.delete(key);
            model.delete(key);
        }
    }
}
