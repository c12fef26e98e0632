package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.cairn.CorruptStoreException;
import io.cairn.ExpiringCursor;
import io.cairn.ExpiringSnapshot;
import io.cairn.ExpiringStateStore;
import io.cairn.RecoverTo;
import io.cairn.Snapshot;
import io.cairn.StateStore;
import io.cairn.TimedBytesView;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Entries that expire: rule E8, snapshots, and that the hot paths allocate nothing. */
public abstract class ExpiryPersistenceContract extends ExpiryTests {
    private static final byte[] KEY = Bytes.utf8("key");
    private static final byte[] VALUE = Bytes.random(5, 21);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int MOST_ROUNDS = 500;
    private static final int CALLS = 2_000;

    /** For subclasses. */
    protected ExpiryPersistenceContract() {}

    @OnFile
    void e8_theWatermarkIsThereAfterReopening(Mode mode) {
        StateStore below = open(mode);
        ExpiringStateStore store = layer(below);
        fill(store, 600);
        store.advanceWatermark(400 + TTL.toMillis());
        assertThat(told).hasSize(256);
        store = layer(reopen(below, mode));
        assertThat(store.watermark()).isEqualTo(400 + TTL.toMillis());
        assertThat(store.size()).isEqualTo(199);
        assertThat(store.storedEntries()).isEqualTo(344);
        assertThat(store.put(KEY, VALUE, 400)).isFalse();
        while (store.expire(100)) {}
        assertThat(store.storedEntries()).isEqualTo(199);
        assertThat(told)
                .extracting(ExpiryModel.Item::time)
                .doesNotHaveDuplicates()
                .hasSize(401);
    }

    @OnFile
    void e8_theLastFlushHasItsWatermark(Mode mode) {
        StateStore below = open(mode);
        ExpiringStateStore store = layer(below);
        fill(store, 50);
        store.advanceWatermark(20 + TTL.toMillis());
        below.flush(Bytes.utf8("offset"));
        store.advanceWatermark(40 + TTL.toMillis());
        below.close();
        told.clear();
        below = openFile(file(), mode.options().withRecoverTo(RecoverTo.LAST_FLUSH));
        store = layer(below);
        assertThat(below.flushedTag()).isEqualTo(Bytes.utf8("offset"));
        assertThat(store.watermark()).isEqualTo(20 + TTL.toMillis());
        assertThat(store.size()).isEqualTo(29);
        store.advanceWatermark(40 + TTL.toMillis());
        assertThat(told).hasSize(20);
    }

    @EveryMode
    void aSnapshotShowsItsWatermark(Mode mode) {
        ExpiringStateStore store = layer(mode);
        ExpiryModel model = new ExpiryModel(TTL.toMillis());
        for (int i = 0; i < 400; i++) {
            store.put(key(i), value(i), i);
            model.put(key(i), value(i), i);
        }
        store.advanceWatermark(300 + TTL.toMillis());
        model.advance(300 + TTL.toMillis());
        for (int i = 0; i < 256; i++) {
            model.waiting().pollFirst();
        }
        try (ExpiringSnapshot snapshot = store.snapshot()) {
            store.advanceWatermark(390 + TTL.toMillis());
            store.put(key(399), VALUE, 1_000);
            ExpiryVerifier.verify(snapshot, model);
            OtherThread.run(() -> ExpiryVerifier.verify(snapshot, model)).join();
            store.restore(snapshot.underlying());
            ExpiryVerifier.verify(store, model);
            assertThat(store.put(key(500), VALUE, 301)).isTrue();
        }
    }

    @EveryMode
    void restoreFromAStreamBringsBackTheWatermark(Mode mode) throws IOException {
        ExpiringStateStore store = layer(mode);
        fill(store, 30);
        store.advanceWatermark(12);
        byte[] stream = streamOf(store.underlying());
        ExpiryModel model = new ExpiryModel(TTL.toMillis());
        for (int i = 0; i < 30; i++) {
            model.put(key(i), value(i), i);
        }
        model.advance(12);
        model.waiting().clear();
        store.advanceWatermark(35);
        store.restore(new ByteArrayInputStream(stream));
        ExpiryVerifier.verify(store, model);
    }

    @EveryMode
    void aSnapshotOfAnotherKindIsRefusedAndNothingChanges(Mode mode) throws IOException {
        ExpiringStateStore store = layer(mode);
        ExpiryModel model = new ExpiryModel(TTL.toMillis());
        store.put(KEY, VALUE, 7);
        model.put(KEY, VALUE, 7);
        store.advanceWatermark(3);
        model.advance(3);
        StateStore plain = open(mode, "plain");
        plain.put(KEY, VALUE);
        StateStore otherTime = open(mode, "otherTime");
        layer(otherTime, Duration.ofMillis(11)).put(KEY, value(1), 70);
        StateStore empty = open(mode, "empty");
        for (StateStore other : new StateStore[] {plain, otherTime, empty}) {
            byte[] stream = streamOf(other);
            try (Snapshot snapshot = other.snapshot()) {
                assertThatIllegalArgumentException().isThrownBy(() -> store.restore(snapshot));
            }
            ExpiryVerifier.verify(store, model);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> store.restore(new ByteArrayInputStream(stream)));
            ExpiryVerifier.verify(store, model);
        }
        byte[] torn = Arrays.copyOf(streamOf(plain), 30);
        assertThatExceptionOfType(CorruptStoreException.class)
                .isThrownBy(() -> store.restore(new ByteArrayInputStream(torn)));
        ExpiryVerifier.verify(store, model);
    }

    private static byte[] streamOf(StateStore store) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Snapshot snapshot = store.snapshot()) {
            snapshot.writeTo(out);
        }
        return out.toByteArray();
    }

    /** With windows of a page or two, each window that is had would count. */
    @ParameterizedTest(name = "{0}")
    @EnumSource(
            value = Mode.class,
            names = {"IN_MEMORY", "ON_FILE"})
    void pointOperationsAndStepsAllocateNothing(Mode mode) {
        assumeTrue(
                capabilities().offHeap(), "the backend declares that it keeps entries on the heap");
        try (StateStore below = openUntracked(mode, "store")) {
            verifyNoGarbage(ExpiringStateStore.over(below, TTL));
        }
    }

    private static void verifyNoGarbage(ExpiringStateStore store) {
        fill(store, 1_000);
        TimedBytesView view = store.newView();
        byte[][] keys = new byte[1_000][];
        Arrays.setAll(keys, ExpiryTests::key);
        int[] time = {1_000};
        requireNoGarbage("get", i -> store.getRef(keys[i % 1_000], view));
        requireNoGarbage("overwrite", i -> store.put(keys[i % 1_000], VALUE, 1_000));
        requireNoGarbage("renew", i -> store.put(keys[i % 1_000], VALUE, ++time[0]));
        requireNoGarbage("watermark", i -> store.advanceWatermark(i));
        ExpiringCursor cursor = store.prefixScan(new byte[0]);
        requireNoGarbage("scan", i -> {
            if (!cursor.next()) {
                cursor.seek(keys[0]);
            }
            cursor.value().getLong(0);
        });
    }

    private interface Call {
        void run(int number);
    }

    /** Once it is compiled: stops at the first round with less than a byte a call. */
    private static void requireNoGarbage(String what, Call call) {
        double least = Double.MAX_VALUE;
        for (int round = 0; round < MOST_ROUNDS && least >= 1; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CALLS; i++) {
                call.run(i);
            }
            long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
            least = Math.min(least, (double) bytes / CALLS);
        }
        Verifier.require(least < 1, what + " allocates bytes=" + least + " a call");
    }
}
