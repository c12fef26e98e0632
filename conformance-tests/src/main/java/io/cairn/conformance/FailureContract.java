package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cairn.RecoverTo;
import io.cairn.StateStore;
import io.cairn.StateStoreException;
import io.cairn.StoreIoException;
import io.cairn.WriteBatch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each operation that touches the disk fails, in turn, and so does the taking of memory: rules S8
 * and S11. The call throws, nothing is lost, and the store still reads; a failed force ends all
 * changes until it is opened again.
 *
 * <p>{@code -Dcairn.failures=N} sets how many moments are tried, {@code -Dcairn.seed=N} repeats a
 * run.
 */
public abstract class FailureContract extends FaultTests {
    private static final int FAILURES = Integer.getInteger("cairn.failures", 80);
    private static final long SEED = Long.getLong("cairn.seed", System.nanoTime());
    private static final int STEPS = 40;
    private static final int STEPS_WITHOUT_ROOM = 10;

    /** For subclasses. */
    protected FailureContract() {}

    /** How the disk fails. */
    enum Failure {
        /** One operation fails, of whatever kind. */
        ONCE,
        /** Whatever takes room fails, until there is some again. */
        NO_ROOM
    }

    private static final Set<String> TAKING_ROOM = Set.of("reserve", "map", "allocate", "open");

    /** Fails at one moment. */
    private static final class Injection implements SimulatedDisk.Listener {
        private final Failure failure;
        private final int at;
        private int events;
        private int failed;
        private boolean over;

        Injection(Failure failure, int at) {
            this.failure = failure;
            this.at = at;
        }

        @Override
        public void before(String event) throws IOException {
            int number = events++;
            boolean fails = failure == Failure.ONCE
                    ? number == at
                    : number >= at && !over && TAKING_ROOM.contains(event);
            if (fails) {
                failed++;
                throw new IOException("failed on purpose to " + event);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void s11_whateverFailsTheCallThrowsAndNothingIsLost(Failure failure) throws IOException {
        int tried = 0;
        int refused = 0;
        int poisoned = 0;
        long seed = SEED;
        for (int at = 0; tried < FAILURES; at++) {
            Run run = new Run(new SplittableRandom(seed), new Injection(failure, at));
            try {
                run.all();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        "failure=" + failure + " at=" + at + "; repeat with -Dcairn.seed=" + seed,
                        e);
            }
            if (run.injection.failed == 0) { // the run was shorter: try another one
                at = -1;
                seed++;
            } else {
                tried++;
            }
            refused += run.refused;
            poisoned += run.isPoisoned ? 1 : 0;
        }
        assertThat(refused).isPositive();
        Summary.print(
                "failures",
                provider(),
                "failure=" + failure + " moments=" + tried + " callsThatThrew=" + refused
                        + " poisoned=" + poisoned + " seed=" + SEED);
    }

    /** The one failure after which it is in doubt what the disk holds; see rule S10. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void s10_ifTheNewFilesNameCannotBeForcedTheStoreEndsAllChanges(boolean compacts)
            throws IOException {
        Path folder = newFolder();
        Model flushed = new Model();
        flushed.put(Bytes.of(1), Bytes.of(1));
        Model later = new Model(flushed);
        later.put(Bytes.of(2), Bytes.of(2));
        Model expected = compacts ? later : flushed;
        try (SimulatedDisk disk = new SimulatedDisk(folder)) {
            StateStore store = openSimulated(disk, RecoverTo.LAST_RECORD);
            store.put(Bytes.of(1), Bytes.of(1));
            store.flush(Bytes.of(7));
            byte[] stream = RestoreContract.streamOf(store);
            store.put(Bytes.of(2), Bytes.of(2));
            AtomicBoolean replaced = new AtomicBoolean();
            disk.listen(event -> {
                if (replaced.getAndSet(replaced.get() || event.equals("replace"))) {
                    throw new IOException("failed on purpose to " + event);
                }
            });
            assertThatExceptionOfType(StoreIoException.class)
                    .isThrownBy(() -> {
                        if (compacts) {
                            store.compact();
                        } else {
                            store.restore(new ByteArrayInputStream(stream));
                        }
                    })
                    .withMessageContaining("open it again");
            disk.listen(event -> {});
            Verifier.verify(store, expected);
            verifyNoChangeIsTaken(store);
            verifyEitherFileIsLeft(disk, expected, later);
            store.close();
        }
        try (StateStore store = openReal(folder, RecoverTo.LAST_FLUSH)) {
            Verifier.verify(store, expected);
            assertThat(store.flushedTag()).containsExactly(7);
        }
    }

    private static void verifyNoChangeIsTaken(StateStore store) {
        List<ThrowingCallable> changes = List.of(
                () -> store.put(Bytes.of(3), Bytes.of(3)),
                () -> store.delete(Bytes.of(1)),
                () -> store.write(new WriteBatch().put(Bytes.of(3), Bytes.of(3))),
                () -> store.write(new WriteBatch()),
                store::clear,
                store::compact,
                store::flush,
                store::saveIndex,
                () -> store.restore(new ByteArrayInputStream(new byte[0])));
        for (ThrowingCallable change : changes) {
            assertThatExceptionOfType(StoreIoException.class)
                    .isThrownBy(change)
                    .withMessageContaining("open it again");
        }
    }

    /** All survives or nothing that was not forced: the new file, or the old one. */
    private void verifyEitherFileIsLeft(SimulatedDisk disk, Model newFile, Model oldFile)
            throws IOException {
        Path everything = newFolder();
        disk.survivors(everything, Survival.all());
        try (StateStore store = openReal(everything, RecoverTo.LAST_RECORD)) {
            Verifier.verify(store, newFile);
        }
        Model flushed = new Model(oldFile);
        flushed.delete(Bytes.of(2));
        Path nothing = newFolder();
        disk.survivors(nothing, Survival.none());
        try (StateStore store = openReal(nothing, RecoverTo.LAST_FLUSH)) {
            Verifier.verify(store, flushed);
            assertThat(store.flushedTag()).containsExactly(7);
        }
    }

    /** One store, from its making to its last opening. */
    private final class Run {
        private final Injection injection;
        private final History history = new History();
        private final FaultWorkload workload;
        private int refused;
        private int sinceFailure;
        private boolean isPoisoned;

        Run(SplittableRandom random, Injection injection) {
            this.injection = injection;
            this.workload = new FaultWorkload(random, history);
        }

        void all() throws IOException {
            Path folder = newFolder();
            try (SimulatedDisk disk = new SimulatedDisk(folder)) {
                disk.listen(injection);
                for (int session = 0; session < 2 && !isPoisoned; session++) {
                    StateStore store = opened(disk);
                    work(store);
                    Model content = History.contentOf(store);
                    close(store);
                    reopen(folder, content);
                }
            }
            deleteFolder(folder);
        }

        private StateStore opened(SimulatedDisk disk) {
            while (true) {
                try {
                    return openSimulated(disk, RecoverTo.LAST_RECORD);
                } catch (StateStoreException expected) {
                    requireInjected(expected);
                    injection.over = true;
                }
            }
        }

        private void work(StateStore store) throws IOException {
            for (int i = 0; i < STEPS / 2 && !isPoisoned; i++) {
                int before = history.size();
                Model last = history.last();
                try {
                    workload.step(store);
                } catch (StateStoreException expected) {
                    requireInjected(expected);
                    verifyAfter(store, history.size() - before == 1 ? last : null);
                    Verifier.require(
                            isPoisoned
                                    == String.valueOf(expected.getMessage())
                                            .contains("open it again"),
                            "the remedy is wrong, poisoned=" + isPoisoned + ": " + expected);
                }
                sinceFailure += injection.failed > 0 ? 1 : 0;
                injection.over |= sinceFailure > STEPS_WITHOUT_ROOM;
            }
        }

        private void requireInjected(StateStoreException thrown) {
            refused++;
            Verifier.require(injection.failed > 0, "nothing failed, and yet: " + thrown);
        }

        /** Checks that nothing was changed, or, after a call of many changes, the first of them. */
        private void verifyAfter(StateStore store, @Nullable Model before) {
            Model content = History.contentOf(store);
            Verifier.verify(store, content);
            if (before != null && !History.is(content, before)) {
                throw new AssertionError("a call threw and changed something");
            }
            isPoisoned = refusesChanges(store);
            if (isPoisoned) {
                history.verifyLastRecord(store);
                Verifier.verify(store, content);
                assertThatExceptionOfType(StoreIoException.class)
                        .isThrownBy(store::flush)
                        .withMessageContaining("open it again");
            } else {
                history.resumed(store);
            }
        }

        /** Deleting what is not there needs no room. */
        private boolean refusesChanges(StateStore store) {
            try {
                return store.delete(Bytes.utf8("a key that is never put"));
            } catch (StoreIoException poisoned) {
                assertThat(poisoned).hasMessageContaining("open it again");
                return true;
            }
        }

        private void close(StateStore store) {
            try {
                store.close();
            } catch (StateStoreException expected) {
                requireInjected(expected);
            }
        }

        /** Without a loss of power all is there, forced or not. */
        private void reopen(Path folder, Model content) {
            try (StateStore store = openReal(folder, RecoverTo.LAST_RECORD)) {
                Verifier.verify(store, content);
            }
        }
    }
}
