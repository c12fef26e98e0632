package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cairn.BytesView;
import io.cairn.CorruptStoreException;
import io.cairn.Cursor;
import io.cairn.Direction;
import io.cairn.KeyRange;
import io.cairn.Snapshot;
import io.cairn.StateStore;
import io.cairn.WriteBatch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Timeout;

/**
 * Use after close, from two threads, and from inside of the store's own calls: rules S11 and S14.
 */
public abstract class MisuseContract extends StoreTests {
    private static final byte[] KEY = Bytes.utf8("key");

    /** For subclasses. */
    protected MisuseContract() {}

    @EveryMode
    void s11_everyReadAfterCloseThrows(Mode mode) {
        StateStore store = open(mode);
        BytesView[] views = BatchContract.views(store, 1);
        store.put(KEY, KEY);
        store.close();
        ByteBuffer buffer = ByteBuffer.wrap(KEY);
        verifyClosed(List.of(
                () -> store.get(KEY),
                () -> store.get(KEY, 0, 3),
                () -> store.getAll(new byte[][] {KEY}, views),
                () -> store.get(buffer),
                () -> store.get(KEY, new byte[5], 0),
                () -> store.get(buffer, new byte[5], 0),
                () -> store.contains(KEY),
                () -> store.contains(KEY, 0, 3),
                () -> store.contains(buffer),
                () -> store.scan(KeyRange.all(), Direction.FORWARD),
                () -> store.prefixScan(KEY),
                () -> store.rangeScan(KEY, KEY)));
        verifyClosed(List.of(
                () -> store.entries(KeyRange.all(), Direction.BACKWARD),
                () -> store.stream(KeyRange.all(), Direction.FORWARD),
                store::newView,
                store::size,
                store::sizeBytes,
                store::isEmpty,
                store::fragmentation,
                store::stats,
                store::recoveryReport,
                store::flushedTag));
    }

    @EveryMode
    void s11_everyChangeAfterCloseThrows(Mode mode) {
        StateStore store = closedStore(mode);
        verifyClosed(List.of(
                () -> store.put(KEY, KEY),
                () -> store.put(KEY, 0, 1, KEY, 0, 1),
                () -> store.put(ByteBuffer.wrap(KEY), ByteBuffer.wrap(KEY)),
                () -> store.putAll(new byte[][] {KEY}, new byte[][] {KEY}),
                () -> store.write(new WriteBatch().put(KEY, KEY)),
                () -> store.update(KEY, view -> {}),
                () -> store.addLong(KEY, 1),
                () -> store.delete(KEY),
                () -> store.delete(KEY, 0, 1),
                () -> store.delete(ByteBuffer.wrap(KEY)),
                () -> store.getOrInsert(KEY, KEY)));
        verifyClosed(List.of(
                store::clear,
                store::flush,
                () -> store.flush(KEY),
                store::compact,
                store::saveIndex,
                store::snapshot,
                store::verify,
                () -> store.restore(new ByteArrayInputStream(KEY))));
    }

    @EveryMode
    void s11_aClosedStoreStillTellsWhereItLived(Mode mode) {
        StateStore store = closedStore(mode);
        assertThat(store.isPersistent()).isEqualTo(mode.persistent());
        assertThat(store.path()).isEqualTo(mode.persistent() ? file().toAbsolutePath() : null);
        store.close();
        store.close();
    }

    @EveryMode
    void s11_viewsAndCursorsOfAClosedStoreThrow(Mode mode) {
        StateStore store = open(mode);
        store.put(KEY, KEY);
        BytesView view = store.newView();
        assertThat(store.getRef(KEY, view)).isTrue();
        Cursor cursor = store.scan(KeyRange.all(), Direction.FORWARD);
        store.close();
        ViewContract.verifyStale(view);
        assertThatIllegalStateException().isThrownBy(cursor::next);
        assertThatIllegalStateException().isThrownBy(() -> cursor.seek(KEY));
        assertThatIllegalStateException().isThrownBy(() -> store.getRef(KEY, view));
    }

    @EveryMode
    void s11_aStoreIsClosedWithLiveSnapshots(Mode mode) {
        StateStore store = open(mode);
        store.put(KEY, KEY);
        List<Snapshot> snapshots = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            snapshots.add(store.snapshot());
            store.put(KEY, Bytes.of(i));
        }
        store.close();
        snapshots.forEach(SnapshotContract::verifyClosed);
        snapshots.forEach(Snapshot::close);
        assertThatIllegalStateException()
                .isThrownBy(() -> open(Mode.IN_MEMORY).restore(snapshots.get(0)));
    }

    @OnFile
    void s14_aFolderIsNoStore(Mode mode) throws IOException {
        Files.createDirectory(file());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(mode))
                .withMessageContaining(file().toString());
        assertThat(file()).isEmptyDirectory();
    }

    @EveryMode
    void theStoreIsHandedFromThreadToThread(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        for (int thread = 0; thread < 4; thread++) {
            int seed = thread;
            OtherThread.run(() -> PersistenceContract.churn(store, model, seed)).join();
            Verifier.verify(store, model);
        }
        OtherThread.run(store::close).join();
        assertThatIllegalStateException().isThrownBy(store::size);
    }

    /**
     * Detection is a best effort: what is certain is that the JVM lives on, and that no call hangs
     * or ends in an error of the JVM. Once it was missed, the store may hold anything.
     */
    @EveryMode
    @Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void useFromTwoThreadsNeverCrashesTheJvm(Mode mode) {
        StateStore store = provider().openInMemory(mode.options());
        AtomicInteger refused = new AtomicInteger();
        CompletableFuture<Void> intruder = OtherThread.run(() -> hammer(store, 1, refused));
        hammer(store, 2, refused);
        intruder.join();
        assertThat(refused.get()).isNotNegative();
        closeAsFarAsPossible(store);
        assertThat(open(Mode.IN_MEMORY).isEmpty()).isTrue();
    }

    /** The file, too: what a second thread has spoilt is opened, or refused as damaged. */
    @OnFile
    @Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void useOfAFileFromTwoThreadsNeverCrashesTheJvm(Mode mode) {
        assumeDurable();
        StateStore store = provider().openPersistent(file(), mode.options());
        AtomicInteger refused = new AtomicInteger();
        CompletableFuture<Void> intruder = OtherThread.run(() -> hammer(store, 1, refused));
        hammer(store, 2, refused);
        intruder.join();
        closeAsFarAsPossible(store);
        try (StateStore again = provider().openPersistent(file(), mode.options())) {
            assertThat(again.size()).isNotNegative();
        } catch (CorruptStoreException damaged) {
            assertThat(damaged).hasMessageContaining(file().toString());
        }
    }

    @EveryMode
    @Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void s11_aStoreThatTwoThreadsCloseIsClosedOnce(Mode mode) {
        assumeTrue(capabilities().persistent() || !mode.persistent(), "it opens no files");
        for (int round = 0; round < 50; round++) {
            StateStore store = mode.persistent()
                    ? provider().openPersistent(file(), mode.options())
                    : provider().openInMemory(mode.options());
            store.put(KEY, Bytes.of(round));
            CompletableFuture<Void> other = OtherThread.run(() -> closeIfFree(store));
            closeIfFree(store);
            other.join();
            store.close();
            assertThatIllegalStateException().isThrownBy(store::size);
        }
    }

    private static void closeIfFree(StateStore store) {
        try {
            store.close();
        } catch (ConcurrentModificationException busy) {
            assertThat(busy).hasMessageContaining("one at a time");
        }
    }

    @EveryMode
    void aScansCallbackReadsAndMayNotChange(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        PersistenceContract.churn(store, model, 1);
        AtomicInteger seen = new AtomicInteger();
        store.stream(KeyRange.all(), Direction.FORWARD).forEach(entry -> {
            assertThat(store.get(entry.key())).isEqualTo(entry.value());
            Cursor inner = store.scan(KeyRange.all(), Direction.BACKWARD);
            assertThat(inner.seek(entry.key())).isTrue();
            seen.incrementAndGet();
        });
        assertThat(seen.get()).isEqualTo(model.size());
        List<ThrowingCallable> changes = List.of(
                () -> store.put(KEY, KEY),
                () -> store.addLong(Bytes.utf8("counter"), 1),
                () -> store.delete(KEY),
                store::compact,
                store::clear,
                store::close);
        for (ThrowingCallable change : changes) {
            store.put(Bytes.of(1), KEY);
            store.put(Bytes.of(2), KEY);
            assertThatIllegalStateException()
                    .isThrownBy(() -> store.stream(KeyRange.all(), Direction.FORWARD)
                            .forEach(entry -> assertThat(catchThrowable(change)).isNull()));
        }
    }

    @EveryMode
    void aCallFromInsideOfAnotherIsRefused(Mode mode) throws IOException {
        StateStore store = open(mode);
        Model model = new Model();
        PersistenceContract.churn(store, model, 1);
        byte[] written = RestoreContract.streamOf(store);
        ByteArrayInputStream intruding = new ByteArrayInputStream(written) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                store.put(KEY, KEY);
                return super.read(target, offset, length);
            }

            @Override
            public synchronized int read() {
                store.put(KEY, KEY);
                return super.read();
            }
        };
        assertThat(catchThrowable(() -> store.restore(intruding)))
                .isInstanceOf(ConcurrentModificationException.class);
        Verifier.verify(store, model);
        store.put(KEY, KEY);
        assertThat(store.get(KEY)).isEqualTo(KEY);
    }

    @EveryMode
    void theStoreIsWrittenWhileItsSnapshotIsWrittenOut(Mode mode) throws IOException {
        StateStore store = open(mode);
        Model model = new Model();
        PersistenceContract.churn(store, model, 1);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        OutputStream intruding = new OutputStream() {
            @Override
            public void write(int value) {
                store.put(Bytes.bigEndian(written.size()), KEY);
                written.write(value);
            }
        };
        try (Snapshot snapshot = store.snapshot()) {
            byte[] expected = RestoreContract.streamOf(snapshot);
            snapshot.writeTo(intruding);
            assertThat(written.toByteArray()).isEqualTo(expected);
        }
    }

    @EveryMode
    void closingFromInsideOfAnotherCallIsRefused(Mode mode) throws IOException {
        StateStore store = open(mode);
        Model model = new Model();
        PersistenceContract.churn(store, model, 1);
        ByteArrayInputStream closing = new ByteArrayInputStream(RestoreContract.streamOf(store)) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                store.close();
                return super.read(target, offset, length);
            }
        };
        assertThat(catchThrowable(() -> store.restore(closing)))
                .isInstanceOf(ConcurrentModificationException.class);
        Verifier.verify(store, model);
    }

    @EveryMode
    void s11_aStoreThatIsClosedDuringAScanEndsIt(Mode mode) {
        StateStore store = open(mode);
        PersistenceContract.churn(store, new Model(), 1);
        AtomicInteger seen = new AtomicInteger();
        assertThatIllegalStateException()
                .isThrownBy(() -> store.stream(KeyRange.all(), Direction.FORWARD)
                        .forEach(entry -> {
                            if (seen.incrementAndGet() == 5) {
                                store.close();
                            }
                        }));
        assertThat(seen.get()).isEqualTo(5);
        store.close();
    }

    @EveryMode
    void s11_aStoreThatIsChangedDuringAScanEndsIt(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        PersistenceContract.churn(store, model, 1);
        List<ThrowingCallable> changes = List.of(
                () -> store.put(KEY, KEY),
                () -> store.putAll(new byte[][] {KEY}, new byte[][] {KEY}),
                () -> store.write(new WriteBatch().put(KEY, KEY)),
                () -> store.addLong(Bytes.utf8("counter"), 0),
                () -> store.update(KEY, view -> {}),
                store::compact,
                () -> store.delete(KEY));
        for (ThrowingCallable change : changes) {
            Cursor cursor = store.scan(KeyRange.all(), Direction.BACKWARD);
            assertThat(cursor.next()).isTrue();
            assertThat(catchThrowable(change)).isNull();
            assertThatIllegalStateException().isThrownBy(cursor::next);
            assertThatIllegalStateException().isThrownBy(cursor::key);
            assertThatIllegalStateException().isThrownBy(() -> cursor.seek(KEY));
        }
        store.delete(Bytes.utf8("counter"));
        Verifier.verify(store, model);
    }

    private StateStore closedStore(Mode mode) {
        StateStore store = open(mode);
        store.put(KEY, KEY);
        store.close();
        return store;
    }

    private static void verifyClosed(List<ThrowingCallable> calls) {
        for (int i = 0; i < calls.size(); i++) {
            assertThatIllegalStateException().as("call %d", i).isThrownBy(calls.get(i));
        }
    }

    private static void hammer(StateStore store, int seed, AtomicInteger refused) {
        for (int i = 0; i < 20_000; i++) {
            try {
                store.put(Bytes.bigEndian(i), Bytes.random(seed, i % 100));
                if (i % 500 == 499) {
                    keepUp(store, i / 500 % 4);
                }
                store.get(Bytes.bigEndian(i / 2));
                store.delete(Bytes.bigEndian(i / 3));
            } catch (RuntimeException twoThreads) {
                refused.incrementAndGet();
            }
        }
        // Where java.lang.foreign takes memory away from a thread in the middle of an access, the
        // thread is left interrupted.
        Thread.interrupted();
    }

    private static void keepUp(StateStore store, int kind) {
        switch (kind) {
            case 0 -> store.flush();
            case 1 -> store.compact();
            case 2 -> store.saveIndex();
            default -> store.snapshot().close();
        }
    }

    private static void closeAsFarAsPossible(StateStore store) {
        try {
            store.close();
        } catch (RuntimeException damaged) {
            assertThat(damaged).isNotInstanceOf(NullPointerException.class);
        }
    }
}
