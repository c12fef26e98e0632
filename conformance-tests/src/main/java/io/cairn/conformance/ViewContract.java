package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.cairn.BytesView;
import io.cairn.Snapshot;
import io.cairn.StateStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The rules of zero-copy views, V1 and V2. */
public abstract class ViewContract extends StoreTests {
    private static final byte[] KEY = Bytes.utf8("key");
    private static final byte[] VALUE = Bytes.random(7, 21);

    /** For subclasses. */
    protected ViewContract() {}

    @EveryMode
    void v1_aViewThatWasNeverPointedThrows(Mode mode) {
        StateStore store = open(mode);
        verifyStale(store.newView());
    }

    @EveryMode
    void v1_aViewPointsAtNothingIfTheKeyIsAbsent(Mode mode) {
        StateStore store = open(mode);
        BytesView view = pointed(store);
        assertThat(store.getRef(Bytes.utf8("absent"), view)).isFalse();
        verifyStale(view);
    }

    @EveryMode
    void v1_everyChangeOfTheStoreMakesItsViewsStale(Mode mode) throws IOException {
        for (Map.Entry<String, Change> change : changes().entrySet()) {
            StateStore store = open(mode, change.getKey());
            BytesView view = pointed(store);
            BytesView other = store.newView();
            assertThat(store.getRef(KEY, other)).isTrue();
            change.getValue().apply(store);
            verifyStale(view);
            verifyStale(other);
        }
    }

    @EveryMode
    void v1_aViewOutlivesWhatChangesNothing(Mode mode) {
        StateStore store = open(mode);
        BytesView view = pointed(store);
        BytesView other = store.newView();
        store.put(Bytes.utf8("another"), Bytes.utf8("one"));
        assertThat(store.getRef(KEY, view)).isTrue();
        assertThat(store.getRef(Bytes.utf8("another"), other)).isTrue();
        assertThat(store.get(KEY)).isEqualTo(VALUE);
        assertThat(store.getOrInsert(KEY, Bytes.utf8("offered"))).isEqualTo(VALUE);
        assertThat(store.prefixScan(KEY).next()).isTrue();
        store.flush();
        store.saveIndex();
        store.snapshot().close();
        assertThat(view.toByteArray()).isEqualTo(VALUE);
        assertThat(other.toByteArray()).isEqualTo(Bytes.utf8("one"));
    }

    @EveryMode
    void v1_aStaleViewCanBePointedAgain(Mode mode) {
        StateStore store = open(mode);
        BytesView view = pointed(store);
        for (int i = 0; i < 1_000; i++) {
            byte[] value = Bytes.random(i, i % 30);
            store.put(KEY, value);
            verifyStale(view);
            assertThat(store.getRef(KEY, view)).isTrue();
            assertThat(view.toByteArray()).isEqualTo(value);
        }
    }

    @EveryMode
    void v1_aSnapshotsViewLivesUntilTheSnapshotIsClosed(Mode mode) {
        StateStore store = open(mode);
        store.put(KEY, VALUE);
        Snapshot snapshot = store.snapshot();
        BytesView view = snapshot.newView();
        assertThat(snapshot.getRef(KEY, view)).isTrue();
        store.put(KEY, Bytes.utf8("later"));
        assertThat(store.delete(KEY)).isTrue();
        assertThat(view.toByteArray()).isEqualTo(VALUE);
        snapshot.close();
        verifyStale(view);
    }

    @EveryMode
    void v1_aViewOfAnotherStoreIsRefused(Mode mode) {
        StateStore store = open(mode);
        StateStore stranger = open(mode, "stranger");
        store.put(KEY, VALUE);
        stranger.put(KEY, Bytes.utf8("strange"));
        try (Snapshot snapshot = store.snapshot()) {
            for (BytesView foreign :
                    List.of(stranger.newView(), snapshot.newView(), pointed(stranger))) {
                assertThatIllegalArgumentException().isThrownBy(() -> store.getRef(KEY, foreign));
            }
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> snapshot.getRef(KEY, store.newView()));
        }
    }

    @EveryMode
    void v2_numbersAreLittleEndianAtAnyAlignment(Mode mode) {
        StateStore store = open(mode);
        BytesView view = pointed(store);
        ByteBuffer expected = ByteBuffer.wrap(VALUE).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(view.length()).isEqualTo(VALUE.length);
        for (int i = 0; i < VALUE.length; i++) {
            assertThat(view.getByte(i)).isEqualTo(VALUE[i]);
            if (i <= VALUE.length - Integer.BYTES) {
                assertThat(view.getInt(i)).isEqualTo(expected.getInt(i));
            }
            if (i <= VALUE.length - Long.BYTES) {
                assertThat(view.getLong(i)).isEqualTo(expected.getLong(i));
            }
        }
    }

    @EveryMode
    void v2_positionsOutsideOfTheViewAreRefused(Mode mode) {
        StateStore store = open(mode);
        BytesView view = pointed(store);
        byte[] target = new byte[100];
        List<ThrowingCallable> outside = List.of(
                () -> view.getByte(-1),
                () -> view.getByte(21),
                () -> view.getByte(Integer.MAX_VALUE),
                () -> view.getByte(Integer.MIN_VALUE),
                () -> view.getInt(-1),
                () -> view.getInt(18),
                () -> view.getInt(Integer.MAX_VALUE - 1),
                () -> view.getLong(-1),
                () -> view.getLong(14),
                () -> view.getLong(Integer.MAX_VALUE - 3),
                () -> view.copyTo(-1, target, 0, 1),
                () -> view.copyTo(0, target, 0, 22),
                () -> view.copyTo(21, target, 0, 1),
                () -> view.copyTo(0, target, -1, 1),
                () -> view.copyTo(0, target, 99, 2),
                () -> view.copyTo(0, target, 0, -1),
                () -> view.copyTo(1, target, 0, Integer.MAX_VALUE));
        for (ThrowingCallable call : outside) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(call);
        }
        assertThat(target).isEqualTo(new byte[100]);
    }

    @EveryMode
    void v2_theEmptyValueHasNoPositions(Mode mode) {
        StateStore store = open(mode);
        store.put(KEY, new byte[0]);
        BytesView view = store.newView();
        assertThat(store.getRef(KEY, view)).isTrue();
        assertThat(view.length()).isZero();
        assertThat(view.toByteArray()).isEmpty();
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> view.getByte(0));
        view.copyTo(0, new byte[0], 0, 0);
        assertThat(view.compareTo(new byte[0])).isZero();
        assertThat(view.compareTo(new byte[1])).isNegative();
    }

    @EveryMode
    void v2_partsAreCopiedToArrays(Mode mode) {
        StateStore store = open(mode);
        BytesView view = pointed(store);
        for (int from = 0; from <= VALUE.length; from++) {
            for (int length = 0; from + length <= VALUE.length; length++) {
                byte[] target = new byte[VALUE.length + 2];
                byte[] expected = new byte[VALUE.length + 2];
                view.copyTo(from, target, 2, length);
                System.arraycopy(VALUE, from, expected, 2, length);
                assertThat(target).isEqualTo(expected);
            }
        }
    }

    @EveryMode
    void v2_theWholeIsCopiedToBuffersThatHaveRoom(Mode mode) {
        StateStore store = open(mode);
        BytesView view = pointed(store);
        for (ByteBuffer target : List.of(ByteBuffer.allocate(30), ByteBuffer.allocateDirect(30))) {
            target.position(3);
            view.copyTo(target);
            assertThat(target.position()).isEqualTo(3 + VALUE.length);
            byte[] copied = new byte[VALUE.length];
            target.get(3, copied);
            assertThat(copied).isEqualTo(VALUE);
            target.clear().limit(VALUE.length - 1);
            assertThatExceptionOfType(BufferOverflowException.class)
                    .isThrownBy(() -> view.copyTo(target));
            assertThat(target.position()).isZero();
        }
        ByteBuffer readOnly = ByteBuffer.allocate(30).asReadOnlyBuffer();
        assertThatExceptionOfType(ReadOnlyBufferException.class)
                .isThrownBy(() -> view.copyTo(readOnly));
    }

    @EveryMode
    void v2_viewsCompareUnsigned(Mode mode) {
        StateStore store = open(mode);
        byte[][] ascending = {
            Bytes.of(),
            Bytes.of(0),
            Bytes.of(0, 0xFF),
            Bytes.of(0x7F),
            Bytes.of(0x80),
            Bytes.of(0x80, 0),
            Bytes.of(0xFF)
        };
        BytesView view = store.newView();
        for (int i = 0; i < ascending.length; i++) {
            store.put(KEY, ascending[i]);
            assertThat(store.getRef(KEY, view)).isTrue();
            for (int j = 0; j < ascending.length; j++) {
                assertThat(Integer.signum(view.compareTo(ascending[j])))
                        .as("%d against %d", i, j)
                        .isEqualTo(Integer.compare(i, j));
            }
        }
    }

    private interface Change {
        void apply(StateStore store) throws IOException;
    }

    private static Map<String, Change> changes() {
        Map<String, Change> changes = new LinkedHashMap<>();
        changes.put("overwrite", store -> store.put(KEY, VALUE));
        changes.put("put", store -> store.put(Bytes.utf8("new"), VALUE));
        changes.put("delete", store -> assertThat(store.delete(KEY)).isTrue());
        changes.put(
                "getOrInsert",
                store -> assertThat(store.getOrInsert(Bytes.utf8("new"), VALUE)).isEqualTo(VALUE));
        changes.put("clear", StateStore::clear);
        changes.put("compact", StateStore::compact);
        changes.put("restore", ViewContract::restoreOwnSnapshot);
        changes.put("restoreStream", ViewContract::restoreOwnStream);
        changes.put("close", StateStore::close);
        return changes;
    }

    private static void restoreOwnSnapshot(StateStore store) {
        try (Snapshot snapshot = store.snapshot()) {
            store.restore(snapshot);
        }
    }

    private static void restoreOwnStream(StateStore store) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Snapshot snapshot = store.snapshot()) {
            snapshot.writeTo(out);
        }
        store.restore(new ByteArrayInputStream(out.toByteArray()));
    }

    private static BytesView pointed(StateStore store) {
        store.put(KEY, VALUE);
        BytesView view = store.newView();
        assertThat(store.getRef(KEY, view)).isTrue();
        return view;
    }

    static void verifyStale(BytesView view) {
        byte[] target = new byte[64];
        List<ThrowingCallable> methods = List.of(
                view::length,
                () -> view.getByte(0),
                () -> view.getInt(0),
                () -> view.getLong(0),
                () -> view.copyTo(0, target, 0, 1),
                () -> view.copyTo(ByteBuffer.allocate(64)),
                () -> view.compareTo(target),
                view::toByteArray);
        for (ThrowingCallable method : methods) {
            assertThatIllegalStateException().isThrownBy(method);
        }
        assertThat(target).isEqualTo(new byte[64]);
    }
}
