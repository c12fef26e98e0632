package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.cairn.BytesView;
import io.cairn.Direction;
import io.cairn.KeyRange;
import io.cairn.MutableBytesView;
import io.cairn.Snapshot;
import io.cairn.StateStore;
import io.cairn.WriteBatch;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What an updater may do and may not, rule S16: its view, its exceptions, its calls. */
public abstract class UpdaterContract extends StoreTests {
    private static final byte[] KEY = Bytes.utf8("key");
    private static final byte[] OTHER = Bytes.utf8("other");
    private static final byte[] VALUE = Bytes.random(7, 21);

    /** For subclasses. */
    protected UpdaterContract() {}

    @EveryMode
    void s16_anUpdaterThatThrowsChangesNothing(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        UpdateContract.put(store, model, KEY, VALUE);
        UpdateContract.put(store, model, OTHER, Bytes.random(1, 5_000));
        long used = store.stats().log().liveRecordBytes();
        for (byte[] key : List.of(KEY, OTHER)) {
            assertThatExceptionOfType(IllegalCallerException.class)
                    .isThrownBy(() -> store.update(key, UpdaterContract::scribbleAndThrow));
            assertThatExceptionOfType(StackOverflowError.class)
                    .isThrownBy(() -> store.update(key, view -> {
                        view.putLong(0, -1);
                        throw new StackOverflowError("thrown on purpose");
                    }));
            Verifier.verify(store, model);
        }
        assertThat(store.stats().log().liveRecordBytes()).isEqualTo(used);
        UpdateContract.flip(store, model, KEY, 0, 21);
        Verifier.verify(store, model);
    }

    @EveryMode
    void s16_aLargeUpdateThatFailedLeavesLaterEntriesRight(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        UpdateContract.put(store, model, KEY, Bytes.random(1, 44_000));
        assertThatExceptionOfType(IllegalCallerException.class)
                .isThrownBy(() -> store.update(KEY, UpdaterContract::scribbleAndThrow));
        for (int i = 0; i < 300; i++) {
            UpdateContract.put(store, model, Bytes.bigEndian(i), Bytes.random(i, 200 + i));
        }
        Verifier.verify(store, model);
    }

    @EveryMode
    void s16_anUpdaterThatThrowsChangesNoSnapshot(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        UpdateContract.put(store, model, KEY, VALUE);
        try (Snapshot snapshot = store.snapshot()) {
            Model moment = new Model(model);
            assertThatExceptionOfType(IllegalCallerException.class)
                    .isThrownBy(() -> store.update(KEY, UpdaterContract::scribbleAndThrow));
            Verifier.verify(snapshot, moment);
            Verifier.verify(store, model);
            UpdateContract.flip(store, model, KEY, 3, 5);
            assertThatExceptionOfType(IllegalCallerException.class)
                    .isThrownBy(() -> store.update(KEY, UpdaterContract::scribbleAndThrow));
            Verifier.verify(snapshot, moment);
            Verifier.verify(store, model);
        }
    }

    @OnFile
    void s16_whatAThrowingUpdaterWroteIsNotThereAfterReopening(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        PersistenceContract.churn(store, model, 3);
        UpdateContract.put(store, model, KEY, VALUE);
        for (int i = 0; i < 50; i++) {
            StateStore current = store;
            assertThatExceptionOfType(IllegalCallerException.class)
                    .isThrownBy(() -> current.update(KEY, UpdaterContract::scribbleAndThrow));
            UpdateContract.put(store, model, Bytes.bigEndian(i), Bytes.random(i, i * 3));
            if (i % 10 == 9) {
                store = reopen(store, mode);
                assertThat(store.recoveryReport().bytesCut()).isZero();
                Verifier.verify(store, model);
            }
        }
    }

    @EveryMode
    void s16_callsFromInsideOfAnUpdaterAreRefused(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        UpdateContract.put(store, model, KEY, VALUE);
        UpdateContract.put(store, model, OTHER, VALUE);
        BytesView view = store.newView();
        List<ThrowingCallable> calls = new ArrayList<>(List.of(
                () -> store.get(KEY),
                () -> store.getRef(KEY, view),
                () -> store.getAll(new byte[][] {KEY}, new BytesView[] {view}),
                () -> store.contains(KEY),
                () -> store.scan(KeyRange.all(), Direction.FORWARD).next(),
                () -> store.put(OTHER, KEY),
                () -> store.putAll(new byte[][] {KEY}, new byte[][] {KEY}),
                () -> store.write(new WriteBatch().put(KEY, KEY)),
                () -> store.update(OTHER, value -> value.putByte(0, (byte) 0)),
                () -> store.addLong(Bytes.utf8("number"), 1),
                () -> store.delete(KEY)));
        calls.addAll(List.of(
                store::clear,
                store::flush,
                store::compact,
                store::saveIndex,
                store::snapshot,
                store::size,
                () -> store.restore(new ByteArrayInputStream(KEY)),
                store::close));
        for (ThrowingCallable call : calls) {
            assertThat(store.update(KEY, value -> {
                        value.putByte(0, (byte) 1);
                        assertThatExceptionOfType(ConcurrentModificationException.class)
                                .as("call %d", calls.indexOf(call))
                                .isThrownBy(call);
                        value.putByte(1, (byte) 2);
                    }))
                    .isTrue();
        }
        byte[] expected = VALUE.clone();
        expected[0] = 1;
        expected[1] = 2;
        model.put(KEY, expected);
        Verifier.verify(store, model);
    }

    @EveryMode
    void s16_theUpdatersViewIsStaleAfterwards(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        UpdateContract.put(store, model, KEY, VALUE);
        List<MutableBytesView> kept = new ArrayList<>();
        assertThat(store.update(KEY, kept::add)).isTrue();
        verifyStale(kept.get(0));
        assertThatExceptionOfType(IllegalCallerException.class)
                .isThrownBy(() -> store.update(KEY, view -> {
                    kept.add(view);
                    scribbleAndThrow(view);
                }));
        kept.forEach(UpdaterContract::verifyStale);
        UpdateContract.put(store, model, OTHER, VALUE);
        kept.forEach(UpdaterContract::verifyStale);
        Verifier.verify(store, model);
        store.close();
        kept.forEach(UpdaterContract::verifyStale);
    }

    @EveryMode
    void s16_numbersAreWrittenLittleEndianAtAnyAlignment(Mode mode) {
        StateStore store = open(mode);
        store.put(KEY, VALUE);
        ByteBuffer expected = ByteBuffer.wrap(VALUE.clone()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i <= VALUE.length - Long.BYTES; i++) {
            int at = i;
            long number = 0x0102030405060708L * (i + 1);
            assertThat(store.update(KEY, view -> {
                        view.putLong(at, number);
                        view.putInt(at + 1, (int) ~number);
                        view.putByte(at + 7, (byte) number);
                        assertThat(view.getInt(at + 1)).isEqualTo((int) ~number);
                        assertThat(view.getByte(at + 7)).isEqualTo((byte) number);
                    }))
                    .isTrue();
            expected.putLong(at, number).putInt(at + 1, (int) ~number).put(at + 7, (byte) number);
            assertThat(store.get(KEY)).isEqualTo(expected.array());
        }
    }

    @EveryMode
    void s16_anUpdaterReadsWhatItHasWritten(Mode mode) {
        StateStore store = open(mode);
        store.put(KEY, VALUE);
        byte[] expected = VALUE.clone();
        System.arraycopy(OTHER, 1, expected, 6, 4);
        assertThat(store.update(KEY, view -> {
                    assertThat(view.length()).isEqualTo(VALUE.length);
                    assertThat(view.toByteArray()).isEqualTo(VALUE);
                    view.copyFrom(6, OTHER, 1, 4);
                    view.copyFrom(21, OTHER, 5, 0);
                    assertThat(view.toByteArray()).isEqualTo(expected);
                    assertThat(view.compareTo(expected)).isZero();
                    byte[] part = new byte[4];
                    view.copyTo(6, part, 0, 4);
                    assertThat(part).isEqualTo(Bytes.utf8("ther"));
                }))
                .isTrue();
        assertThat(store.get(KEY)).isEqualTo(expected);
    }

    @EveryMode
    void s16_positionsOutsideOfTheValueAreRefused(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        UpdateContract.put(store, model, KEY, VALUE);
        UpdateContract.put(store, model, OTHER, VALUE);
        assertThat(store.update(KEY, view -> {
                    for (ThrowingCallable call : outside(view)) {
                        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                                .isThrownBy(call);
                    }
                }))
                .isTrue();
        Verifier.verify(store, model);
    }

    private static List<ThrowingCallable> outside(MutableBytesView view) {
        return List.of(
                () -> view.putByte(-1, (byte) 9),
                () -> view.putByte(21, (byte) 9),
                () -> view.putByte(Integer.MIN_VALUE, (byte) 9),
                () -> view.putInt(-1, 9),
                () -> view.putInt(18, 9),
                () -> view.putInt(Integer.MAX_VALUE - 1, 9),
                () -> view.putLong(-1, 9),
                () -> view.putLong(14, 9),
                () -> view.copyFrom(-1, OTHER, 0, 1),
                () -> view.copyFrom(19, OTHER, 0, 3),
                () -> view.copyFrom(0, OTHER, -1, 1),
                () -> view.copyFrom(0, OTHER, 4, 2),
                () -> view.copyFrom(0, OTHER, 0, -1),
                () -> view.copyFrom(1, OTHER, 0, Integer.MAX_VALUE),
                () -> view.getByte(21),
                () -> view.getLong(14));
    }

    @EveryMode
    void s16_theEmptyValueHasNoBytesToChange(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        UpdateContract.put(store, model, KEY, new byte[0]);
        UpdateContract.put(store, model, new byte[0], VALUE);
        List<Integer> lengths = new ArrayList<>();
        assertThat(store.update(KEY, view -> {
                    lengths.add(view.length());
                    view.copyFrom(0, VALUE, 0, 0);
                    assertThatExceptionOfType(IndexOutOfBoundsException.class)
                            .isThrownBy(() -> view.putByte(0, (byte) 1));
                }))
                .isTrue();
        assertThat(lengths).containsExactly(0);
        UpdateContract.flip(store, model, new byte[0], 20, 1);
        Verifier.verify(store, model);
    }

    private static void scribbleAndThrow(MutableBytesView view) {
        view.putLong(0, 0x5A5A5A5A5A5A5A5AL);
        view.copyFrom(8, new byte[13], 0, 13);
        throw new IllegalCallerException("thrown on purpose");
    }

    private static void verifyStale(MutableBytesView view) {
        ViewContract.verifyStale(view);
        List<ThrowingCallable> changes = List.of(
                () -> view.putByte(0, (byte) 1),
                () -> view.putInt(0, 1),
                () -> view.putLong(0, 1),
                () -> view.copyFrom(0, OTHER, 0, 1));
        for (ThrowingCallable change : changes) {
            assertThatIllegalStateException().isThrownBy(change);
        }
    }
}
