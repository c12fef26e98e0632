package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.cairn.BytesView;
import io.cairn.CompactionTrigger;
import io.cairn.Direction;
import io.cairn.KeyRange;
import io.cairn.Snapshot;
import io.cairn.StateStore;
import io.cairn.StoreFullException;
import io.cairn.StoreOptions;
import io.cairn.WindowSizes;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * What a caller can do wrong with arguments: rules S4 and S11, and the exceptions that the API
 * names.
 */
public abstract class BadInputContract extends StoreTests {
    private static final byte[] KEY = Bytes.utf8("key");
    private static final byte[] TOO_LONG = new byte[StateStore.MAX_KEY_LENGTH + 1];

    /** For subclasses. */
    protected BadInputContract() {}

    @EveryMode
    @SuppressWarnings({"NullAway", "DataFlowIssue"}) // nulls are what is tested
    void s11_nullKeysAndValuesAreRefused(Mode mode) {
        StateStore store = open(mode);
        Model model = oneEntry(store);
        ByteBuffer buffer = ByteBuffer.wrap(KEY);
        BytesView view = store.newView();
        verifyEach(
                NullPointerException.class,
                List.of(
                        () -> store.put(null, KEY),
                        () -> store.put(KEY, null),
                        () -> store.put(null, 0, 0, KEY, 0, 0),
                        () -> store.put(KEY, 0, 0, null, 0, 0),
                        () -> store.put(null, buffer),
                        () -> store.put(buffer, null),
                        () -> store.getOrInsert(null, KEY),
                        () -> store.getOrInsert(Bytes.utf8("absent"), null),
                        () -> store.delete((byte[]) null),
                        () -> store.delete(null, 0, 0),
                        () -> store.delete((ByteBuffer) null)));
        verifyEach(
                NullPointerException.class,
                List.of(
                        () -> store.get((byte[]) null),
                        () -> store.get(null, 0, 0),
                        () -> store.get((ByteBuffer) null),
                        () -> store.get((byte[]) null, KEY, 0),
                        () -> store.get(KEY, null, 0),
                        () -> store.get((ByteBuffer) null, KEY, 0),
                        () -> store.get(buffer, null, 0),
                        () -> store.getRef((byte[]) null, view),
                        () -> store.getRef(KEY, null),
                        () -> store.getRef((ByteBuffer) null, view),
                        () -> store.getRef(buffer, null)));
        Verifier.verify(store, model);
    }

    @EveryMode
    @SuppressWarnings({"NullAway", "DataFlowIssue"}) // nulls are what is tested
    void s11_otherNullArgumentsAreRefused(Mode mode) {
        StateStore store = open(mode);
        Model model = oneEntry(store);
        verifyEach(
                NullPointerException.class,
                List.of(
                        () -> store.contains((byte[]) null),
                        () -> store.contains(null, 0, 0),
                        () -> store.contains((ByteBuffer) null),
                        () -> store.scan(null, Direction.FORWARD),
                        () -> store.scan(KeyRange.all(), null),
                        () -> store.prefixScan(null),
                        () -> store.rangeScan(null, KEY),
                        () -> store.rangeScan(KEY, null),
                        () -> store.scan(KeyRange.all(), Direction.FORWARD).seek(null)));
        verifyEach(
                NullPointerException.class,
                List.of(
                        () -> store.flush(null),
                        () -> store.restore((Snapshot) null),
                        () -> store.restore((InputStream) null),
                        () -> provider().openInMemory(null),
                        () -> provider().openPersistent(null, mode.options()),
                        () -> provider().openPersistent(file("other"), null)));
        try (Snapshot snapshot = store.snapshot()) {
            assertThatNullPointerException().isThrownBy(() -> snapshot.writeTo(null));
            assertThatNullPointerException().isThrownBy(() -> snapshot.get((byte[]) null));
            assertThatNullPointerException().isThrownBy(() -> snapshot.getRef(KEY, null));
        }
        assertThatNullPointerException().isThrownBy(() -> view(store).compareTo(null));
        assertThatNullPointerException().isThrownBy(() -> view(store).copyTo(null));
        assertThatNullPointerException().isThrownBy(() -> view(store).copyTo(0, null, 0, 0));
        Verifier.verify(store, model);
    }

    @EveryMode
    void r1_keysThatAreTooLongAreRefused(Mode mode) {
        StateStore store = open(mode);
        Model model = oneEntry(store);
        ByteBuffer buffer = ByteBuffer.allocateDirect(TOO_LONG.length);
        int length = TOO_LONG.length;
        BytesView view = store.newView();
        verifyEach(
                IllegalArgumentException.class,
                List.of(
                        () -> store.put(TOO_LONG, KEY),
                        () -> store.put(TOO_LONG, 0, length, KEY, 0, 1),
                        () -> store.put(buffer, ByteBuffer.wrap(KEY)),
                        () -> store.getOrInsert(TOO_LONG, KEY),
                        () -> store.delete(TOO_LONG),
                        () -> store.delete(TOO_LONG, 0, length),
                        () -> store.delete(buffer)));
        verifyEach(
                IllegalArgumentException.class,
                List.of(
                        () -> store.get(TOO_LONG),
                        () -> store.get(TOO_LONG, 0, length),
                        () -> store.get(buffer),
                        () -> store.get(TOO_LONG, new byte[1], 0),
                        () -> store.get(buffer, new byte[1], 0),
                        () -> store.getRef(TOO_LONG, view),
                        () -> store.getRef(buffer, view),
                        () -> store.contains(TOO_LONG),
                        () -> store.contains(TOO_LONG, 0, length),
                        () -> store.contains(buffer)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.put(TOO_LONG, KEY))
                .withMessageContaining("65536")
                .withMessageContaining("65535");
        assertThat(buffer.remaining()).isEqualTo(length);
        Verifier.verify(store, model);
    }

    @EveryMode
    void r2_rangesOutsideOfTheirArraysAreRefused(Mode mode) {
        StateStore store = open(mode);
        Model model = oneEntry(store);
        byte[] target = new byte[2];
        BytesView view = store.newView();
        int[][] outside = {
            {-1, 1},
            {0, -1},
            {0, 4},
            {3, 1},
            {4, 0},
            {1, 60_000},
            {Integer.MAX_VALUE - 1, 3},
            {Integer.MIN_VALUE, 1}
        };
        for (int[] range : outside) {
            int offset = range[0];
            int length = range[1];
            verifyEach(
                    IndexOutOfBoundsException.class,
                    List.of(
                            () -> store.put(KEY, offset, length, KEY, 0, 3),
                            () -> store.put(KEY, 0, 3, KEY, offset, length),
                            () -> store.delete(KEY, offset, length),
                            () -> store.get(KEY, offset, length),
                            () -> store.get(KEY, offset, length, target, 0),
                            () -> store.getRef(KEY, offset, length, view),
                            () -> store.contains(KEY, offset, length)));
        }
        verifyEach(
                IndexOutOfBoundsException.class,
                List.of(
                        () -> store.get(KEY, target, -1),
                        () -> store.get(KEY, target, 3),
                        () -> store.get(Bytes.utf8("absent"), target, 3),
                        () -> store.get(ByteBuffer.wrap(KEY), target, Integer.MAX_VALUE)));
        Verifier.verify(store, model);
    }

    @EveryMode
    void s4_valuesThatAreTooLongAreRefused(Mode mode) {
        StateStore store = open(mode);
        Model model = oneEntry(store);
        byte[] tooLong = new byte[StateStore.MAX_VALUE_LENGTH + 1];
        verifyEach(
                IllegalArgumentException.class,
                List.of(
                        () -> store.put(KEY, tooLong),
                        () -> store.put(Bytes.utf8("new"), 0, 3, tooLong, 0, tooLong.length),
                        () -> store.put(ByteBuffer.wrap(KEY), ByteBuffer.wrap(tooLong)),
                        () -> store.getOrInsert(Bytes.utf8("new"), tooLong)));
        Verifier.verify(store, model);
    }

    @EveryMode
    void s13_tagsThatAreTooLongAreRefused(Mode mode) {
        StateStore store = open(mode);
        store.flush(KEY);
        assertThatIllegalArgumentException().isThrownBy(() -> store.flush(new byte[4_097]));
        assertThat(store.flushedTag()).isEqualTo(KEY);
    }

    @Test
    void capacitiesAndWindowsOutsideOfTheirRangesAreRefused() {
        StoreOptions options = StoreOptions.defaults();
        verifyEach(
                IllegalArgumentException.class,
                List.of(
                        () -> options.withInitialCapacityBytes(-1),
                        () -> options.withInitialCapacityBytes(Long.MIN_VALUE),
                        () -> options.withInitialCapacityBytes(StoreOptions.MAX_LOG_BYTES + 1),
                        () -> options.withMaxLogBytes(-1),
                        () -> options.withMaxLogBytes(4_095),
                        () -> new WindowSizes(2_048, 4_096),
                        () -> new WindowSizes(5_000, 8_192),
                        () -> new WindowSizes(8_192, 4_096),
                        () -> new WindowSizes(4_096, Integer.MIN_VALUE)));
    }

    @EveryMode
    void initialCapacitiesAreHints(Mode mode) {
        StoreOptions options = mode.options()
                .withInitialCapacityBytes(1 << 20)
                .withCompaction(CompactionTrigger.OFF); // it makes the log as small as can be
        StateStore store =
                mode.persistent() ? openFile(file(), options) : provider().openInMemory(options);
        try (store) {
            Model model = new Model();
            PersistenceContract.churn(store, model, 1);
            assertThat(store.stats().log().mappedBytes()).isGreaterThanOrEqualTo(1 << 20);
            Verifier.verify(store, model);
        }
    }

    @EveryMode
    void s11_aFullStoreRefusesAPutAndGoesOn(Mode mode) {
        StoreOptions options = mode.options().withMaxLogBytes(1 << 20);
        StateStore store =
                mode.persistent() ? openFile(file(), options) : provider().openInMemory(options);
        try (store) {
            Model model = fillUp(store);
            Verifier.verify(store, model);
            assertThatExceptionOfType(StoreFullException.class)
                    .isThrownBy(() -> store.put(Bytes.utf8("large"), new byte[1 << 20]))
                    .withMessageContaining("1048576");
            Verifier.verify(store, model);
            store.clear();
            store.compact();
            store.put(KEY, KEY);
            assertThat(store.size()).isEqualTo(1);
        }
    }

    static Model fillUp(StateStore store) {
        Model model = new Model();
        for (int i = 0; i < 100_000; i++) {
            byte[] value = Bytes.random(i, 100);
            try {
                store.put(Bytes.bigEndian(i), value);
            } catch (StoreFullException full) {
                assertThat(model.size()).isGreaterThan(2_000);
                return model;
            }
            model.put(Bytes.bigEndian(i), value);
        }
        throw new AssertionError("maxLogBytes=1048576 did not stop 100000 puts of 108 bytes");
    }

    @EveryMode
    void aTargetThatThrowsMidwayIsTheCallersOwn(Mode mode) {
        StateStore store = open(mode);
        Model model = oneEntry(store);
        try (Snapshot snapshot = store.snapshot()) {
            ByteArrayOutputStream throwing = new ByteArrayOutputStream() {
                @Override
                public synchronized void write(byte[] bytes, int offset, int length) {
                    throw new IllegalCallerException("thrown on purpose");
                }

                @Override
                public synchronized void write(int value) {
                    throw new IllegalCallerException("thrown on purpose");
                }
            };
            assertThatExceptionOfType(IllegalCallerException.class)
                    .isThrownBy(() -> snapshot.writeTo(throwing));
            Verifier.verify(snapshot, model);
        }
        store.put(Bytes.of(1), Bytes.of(2));
        assertThat(store.size()).isEqualTo(2);
    }

    private static Model oneEntry(StateStore store) {
        Model model = new Model();
        store.put(KEY, Bytes.utf8("value"));
        model.put(KEY, Bytes.utf8("value"));
        return model;
    }

    private static BytesView view(StateStore store) {
        BytesView view = store.newView();
        assertThat(store.getRef(KEY, view)).isTrue();
        return view;
    }

    private static void verifyEach(
            Class<? extends Throwable> expected, List<ThrowingCallable> calls) {
        for (int i = 0; i < calls.size(); i++) {
            assertThatExceptionOfType(expected).as("call %d", i).isThrownBy(calls.get(i));
        }
    }
}
