package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cairn.Snapshot;
import io.cairn.StateStore;
import io.cairn.StoreIoException;
import io.cairn.StoreLockedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * What others do to an open store's files, to its thread and to the clock: rules S8, S11, S14 and
 * S26. The store goes on with the file that it has open, whatever its path leads to; what opens
 * next is what lies there.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it lets nobody remove a file that is mapped")
public abstract class EnvironmentContract extends StoreTests {
    private static final byte[] KEY = Bytes.utf8("key");

    /** For subclasses. */
    protected EnvironmentContract() {}

    @BeforeEach
    final void filesAreCairns() {
        assumeDurable();
    }

    @OnFile
    void s8_aStoreWhoseFileIsRemovedGoesOn(Mode mode) throws IOException {
        StateStore store = open(mode);
        Model model = new Model();
        PersistenceContract.churn(store, model, 1);
        Files.delete(file());
        Verifier.verify(store, model);
        PersistenceContract.churn(store, model, 2);
        store.flush();
        Verifier.verify(store, model);
        store.close();
        assertThat(open(mode).isEmpty()).isTrue();
    }

    @OnFile
    void s8_aCompactionBringsBackAFileThatWasRemoved(Mode mode) throws IOException {
        StateStore store = open(mode);
        Model model = new Model();
        PersistenceContract.churn(store, model, 1);
        Files.delete(file());
        store.compact();
        Verifier.verify(store, model);
        PersistenceContract.churn(store, model, 2);
        store = reopen(store, mode);
        Verifier.verify(store, model);
    }

    @OnFile
    void s8_aStoreWhoseFileIsReplacedGoesOn(Mode mode) throws IOException {
        StateStore other = open(mode, "other");
        Model otherModel = new Model();
        PersistenceContract.churn(other, otherModel, 7);
        other.close();
        StateStore store = open(mode);
        Model model = new Model();
        PersistenceContract.churn(store, model, 1);
        Files.move(file("other"), file(), StandardCopyOption.REPLACE_EXISTING);
        Verifier.verify(store, model);
        PersistenceContract.churn(store, model, 2);
        store.flush();
        store.saveIndex(); // beside a file that it does not belong to
        Verifier.verify(store, model);
        store.close();
        store = open(mode);
        assertThat(store.recoveryReport().imageUsed()).isFalse();
        Verifier.verify(store, otherModel);
    }

    @OnFile
    void s11_aFolderInTheFilesPlaceStopsCompactionOnly(Mode mode) throws IOException {
        StateStore store = open(mode);
        Model model = new Model();
        PersistenceContract.churn(store, model, 1);
        Files.delete(file());
        Files.createDirectories(file().resolve("inside"));
        assertThatExceptionOfType(StoreIoException.class)
                .isThrownBy(store::compact)
                .withMessageContaining(file().toString());
        assertThat(file("store.compact")).doesNotExist();
        Verifier.verify(store, model);
        PersistenceContract.churn(store, model, 2);
        store.flush();
        Verifier.verify(store, model);
        FaultTests.deleteFolder(file());
        store.compact();
        store = reopen(store, mode);
        Verifier.verify(store, model);
    }

    /** The store goes on where its folder has gone, by the path that it was opened with. */
    @OnFile
    void s8_aStoreWhoseFolderIsRenamedLosesNothing(Mode mode) throws IOException {
        Path before = Files.createDirectory(file("before"));
        StateStore store = openFile(before.resolve("store"), mode.options());
        Model model = new Model();
        PersistenceContract.churn(store, model, 1);
        Path after = Files.move(before, file("after"));
        PersistenceContract.churn(store, model, 2);
        assertThatExceptionOfType(StoreIoException.class).isThrownBy(store::compact);
        Verifier.verify(store, model);
        store.close();
        Verifier.verify(openFile(after.resolve("store"), mode.options()), model);
    }

    /** What a process left that was killed while it wrote an image takes no room for long. */
    @OnFile
    void s8_anUnfinishedImageIsDeleted(Mode mode) throws IOException {
        Files.write(file("store.idx.tmp"), Bytes.random(3, 5_000));
        open(mode);
        assertThat(file("store.idx.tmp")).doesNotExist();
    }

    @OnFile
    void s11_aStoreWhoseFolderIsRemovedReadsOn(Mode mode) throws IOException {
        Path doomed = Files.createDirectory(file("doomed"));
        StateStore store = openFile(doomed.resolve("store"), mode.options());
        Model model = new Model();
        PersistenceContract.churn(store, model, 1);
        FaultTests.deleteFolder(doomed);
        Verifier.verify(store, model);
        assertThatExceptionOfType(StoreIoException.class).isThrownBy(store::compact);
        Verifier.verify(store, model);
        assertThatExceptionOfType(StoreIoException.class).isThrownBy(store::saveIndex);
        Verifier.verify(store, model);
        store.put(KEY, KEY);
        model.put(KEY, KEY);
        allowed(store::flush);
        Verifier.verify(store, model);
        store.close();
        assertThatExceptionOfType(StoreIoException.class)
                .isThrownBy(() -> openFile(doomed.resolve("store"), mode.options()))
                .withMessageContaining("doomed");
    }

    @OnFile
    void s14_removingTheLockFileUnlocksNothingInThisProcess(Mode mode) throws IOException {
        StateStore store = open(mode);
        store.put(KEY, KEY);
        Files.delete(file("store.lock"));
        assertThatExceptionOfType(StoreLockedException.class).isThrownBy(() -> open(mode));
        store = reopen(store, mode);
        assertThat(store.get(KEY)).isEqualTo(KEY);
    }

    @OnFile
    void s8_strangersBesideTheFileAreNoMatter(Mode mode) throws IOException {
        Files.write(file("store.lock"), Bytes.random(1, 5_000));
        Files.write(file("store.idx"), Bytes.random(2, 5_000));
        Files.write(file("store.idx.tmp"), Bytes.random(3, 5_000));
        Files.write(file("store.compact"), Bytes.random(4, 5_000));
        StateStore store = open(mode);
        Model model = new Model();
        PersistenceContract.churn(store, model, 1);
        store.saveIndex();
        store.compact();
        store = reopen(store, mode);
        Verifier.verify(store, model);
    }

    /** Nothing is decided by a time: a clock that jumps changes no answer. */
    @OnFile
    void s8_theTimesOfFilesMeanNothing(Mode mode) throws IOException {
        StateStore store = open(mode);
        Model model = new Model();
        PersistenceContract.churn(store, model, 1);
        store.saveIndex();
        store.close();
        for (String[] times : new String[][] {
            {"1970-01-02T00:00:00Z", "2100-01-01T00:00:00Z"},
            {"2100-01-01T00:00:00Z", "1970-01-02T00:00:00Z"}
        }) {
            Files.setLastModifiedTime(file(), FileTime.from(Instant.parse(times[0])));
            Files.setLastModifiedTime(file("store.idx"), FileTime.from(Instant.parse(times[1])));
            store = open(mode);
            assertThat(store.recoveryReport().imageUsed())
                    .as(store.recoveryReport().detail())
                    .isTrue();
            Verifier.verify(store, model);
            store.close();
        }
    }

    private static void allowed(ThrowingCallable call) {
        try {
            call.call();
        } catch (StoreIoException expected) {
            assertThat(expected).hasMessageContaining("doomed");
        } catch (Throwable wrong) {
            throw new AssertionError("neither done nor refused", wrong);
        }
    }

    @EveryMode
    void s26_aThreadThatIsInterruptedUsesItsStore(Mode mode) {
        Thread.currentThread().interrupt();
        Model model = new Model();
        StateStore store = open(mode);
        useAll(store, model);
        if (mode.persistent()) {
            store = reopen(store, mode);
            Verifier.verify(store, model);
            useAll(store, model);
        }
        store.close();
        assertThat(Thread.interrupted()).isTrue();
    }

    /** With the channel of its file, an interrupted thread would close the store's way to grow. */
    @EveryMode
    void s26_anInterruptAtAnyMomentCostsNothing(Mode mode) {
        Model model = new Model();
        StateStore store = open(mode);
        Thread owner = Thread.currentThread();
        AtomicBoolean ended = new AtomicBoolean();
        CompletableFuture<Void> interrupter = OtherThread.run(() -> {
            while (!ended.get()) {
                owner.interrupt();
                LockSupport.parkNanos(20_000_000);
            }
        });
        try {
            for (int round = 0; round < 5; round++) {
                useAll(store, model);
                store = mode.persistent() ? reopen(store, mode) : store;
            }
        } finally {
            ended.set(true);
            interrupter.join();
        }
        assertThat(Thread.interrupted()).isTrue();
        Verifier.verify(store, model);
    }

    private static void useAll(StateStore store, Model model) {
        PersistenceContract.churn(store, model, 1);
        store.flush();
        store.compact();
        PersistenceContract.churn(store, model, 2);
        store.saveIndex();
        try (Snapshot snapshot = store.snapshot()) {
            store.clear();
            store.restore(snapshot);
        }
        PersistenceContract.churn(store, model, 3);
        Verifier.verify(store, model);
    }
}
