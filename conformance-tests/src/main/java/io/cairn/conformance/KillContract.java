package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cairn.BytesView;
import io.cairn.Cursor;
import io.cairn.Direction;
import io.cairn.KeyRange;
import io.cairn.RecoverTo;
import io.cairn.StateStore;
import io.cairn.StoreLockedException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Processes that are killed while they write: rules S8 and S14. {@code -Dcairn.kills=N} sets how
 * many; {@code -Dcairn.seed=N} repeats a run.
 */
public abstract class KillContract extends StoreTests {
    private static final int KILLS = Integer.getInteger("cairn.kills", 10);
    private static final long SEED = Long.getLong("cairn.seed", System.nanoTime());
    private static final List<Workload> WORKLOADS =
            List.of(Workload.PUTS, Workload.CHANGES, Workload.PUTS, Workload.UPKEEP);
    private static final int ABSENT = -1;

    /** For subclasses. */
    protected KillContract() {}

    @BeforeEach
    final void filesOutliveProcesses() {
        assumeDurable();
    }

    @Test
    void s8_whatReturnedBeforeTheProcessWasKilledIsThere()
            throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(SEED);
        long kept = 0;
        for (int round = 0; round < KILLS; round++) {
            Workload workload = WORKLOADS.get(round % WORKLOADS.size());
            Mode mode =
                    round / WORKLOADS.size() % 2 == 0 ? Mode.ON_FILE : Mode.ON_FILE_TINY_WINDOWS;
            int atLeast = random.nextInt(Workload.OPERATIONS);
            long delayMicros = random.nextInt(2_000);
            try {
                int returned = killAfter(workload, mode, atLeast, delayMicros);
                kept += verifyAfterKill(workload, mode, returned);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        "round=" + round + " workload=" + workload + " mode=" + mode + " seed="
                                + SEED + "; repeat with -Dcairn.seed=" + SEED,
                        e);
            }
            deleteStore();
        }
        Summary.print(
                "kill",
                provider(),
                "rounds=" + KILLS + " operationsKept=" + kept + " seed=" + SEED);
    }

    @Test
    void s8_aKilledStoreRecoversToItsLastFlush() throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 2; round++) {
            int returned =
                    killAfter(Workload.UPKEEP, Mode.ON_FILE, 30_000 + random.nextInt(60_000), 0);
            try (StateStore store = provider()
                    .openPersistent(
                            file(), Mode.ON_FILE.options().withRecoverTo(RecoverTo.LAST_FLUSH))) {
                int state = stateOf(
                        store,
                        Workload.UPKEEP,
                        number -> number >= returned - returned % 7_001
                                && Workload.wasFlushedAfter(number));
                assertThat(state).as("seed=%d", SEED).isPositive();
            }
            deleteStore();
        }
    }

    @Test
    void s14_aStoreThatAnotherProcessHasOpenIsLocked() throws IOException, InterruptedException {
        try (ChildJvm child = startVictim(Workload.PUTS, Mode.ON_FILE);
                DataInputStream progress = new DataInputStream(child.process().getInputStream())) {
            readUntil(progress, 1_000, child);
            assertThatExceptionOfType(StoreLockedException.class)
                    .isThrownBy(() -> open(Mode.ON_FILE))
                    .withMessageContaining(file().toString());
            int before = progress.readInt();
            assertThat(progress.readInt()).isGreaterThan(before);
            child.kill();
        }
        assertThat(open(Mode.ON_FILE).size()).isGreaterThan(1_000);
    }

    @Test
    void s14_anotherProcessFindsTheStoreLocked() throws IOException, InterruptedException {
        StateStore store = open(Mode.ON_FILE);
        store.put(Bytes.of(1), Bytes.of(2));
        try (ChildJvm child = startVictim(Workload.PUTS, Mode.ON_FILE)) {
            assertThat(child.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(child.process().exitValue()).isNotZero();
            assertThat(child.errors()).contains("StoreLockedException");
        }
        store.put(Bytes.of(3), Bytes.of(4));
        store = reopen(store, Mode.ON_FILE);
        assertThat(store.size()).isEqualTo(2);
    }

    private ChildJvm startVictim(Workload workload, Mode mode) throws IOException {
        return ChildJvm.start(
                capabilities(),
                List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                KillVictim.class,
                provider().getClass().getName(),
                mode,
                file(),
                workload);
    }

    /** Returns how many operations the victim reported as done. */
    private int killAfter(Workload workload, Mode mode, int atLeast, long delayMicros)
            throws IOException, InterruptedException {
        try (ChildJvm child = startVictim(workload, mode);
                DataInputStream progress = new DataInputStream(child.process().getInputStream())) {
            int returned = readUntil(progress, atLeast, child);
            TimeUnit.MICROSECONDS.sleep(delayMicros);
            child.kill();
            return readRest(progress, returned);
        }
    }

    private static int readUntil(DataInputStream progress, int atLeast, ChildJvm child)
            throws IOException {
        int returned = 0;
        while (returned < atLeast) {
            try {
                returned = progress.readInt();
            } catch (EOFException e) {
                throw new AssertionError(
                        "the child ended by itself after operations=" + returned + child.errors(),
                        e);
            }
        }
        return returned;
    }

    /** What was still in the pipe was reported too. */
    private static int readRest(DataInputStream progress, int returned) {
        int last = returned;
        try {
            while (true) {
                last = progress.readInt();
            }
        } catch (IOException end) {
            return last;
        }
    }

    private int verifyAfterKill(Workload workload, Mode mode, int returned) {
        try (StateStore store = provider().openPersistent(file(), mode.options())) {
            int state = stateOf(store, workload, number -> number >= returned);
            Verifier.verifyIfOpen(store);
            store.put(Bytes.utf8("still works"), Bytes.of(1));
            assertThat(store.delete(Bytes.utf8("still works"))).isTrue();
            return state;
        }
    }

    /**
     * Finds after how many operations, among the accepted numbers, the store would hold just what
     * it holds.
     *
     * @throws AssertionError if there is no such number
     */
    private static int stateOf(StateStore store, Workload workload, IntPredicate accepted) {
        int[] found = new int[workload.keys()];
        Arrays.fill(found, ABSENT);
        assertThat(readAll(store, workload, found))
                .as("entries that no operation made")
                .isZero();
        int[] expected = new int[workload.keys()];
        Arrays.fill(expected, ABSENT);
        int different =
                (int) Arrays.stream(found).filter(number -> number != ABSENT).count();
        int leastDifferent = Integer.MAX_VALUE;
        for (int number = 0; number <= Workload.OPERATIONS; number++) {
            if (accepted.test(number)) {
                leastDifferent = Math.min(leastDifferent, different);
                if (different == 0) {
                    return number;
                }
            }
            if (number < Workload.OPERATIONS) {
                int key = workload.key(number);
                int next = workload.isDelete(number) ? ABSENT : number;
                different += (expected[key] == found[key] ? 1 : 0) - (next == found[key] ? 1 : 0);
                expected[key] = next;
            }
        }
        throw new AssertionError("the store, of size=" + store.size()
                + ", holds none of the states that it may hold;"
                + " keys that differ from the nearest one: " + leastDifferent);
    }

    /**
     * Notes for each key the operation whose value it has; returns how many entries are none of the
     * workload's.
     */
    private static int readAll(StateStore store, Workload workload, int[] found) {
        int strangers = 0;
        for (Cursor cursor = store.scan(KeyRange.all(), Direction.FORWARD); cursor.next(); ) {
            BytesView keyView = cursor.key();
            byte[] value = cursor.value().toByteArray();
            int number = value.length < Long.BYTES
                    ? -1
                    : (int) ByteBuffer.wrap(value).getLong();
            boolean known = number >= 0
                    && number < Workload.OPERATIONS
                    && keyView.compareTo(Workload.keyBytes(workload.key(number))) == 0
                    && Arrays.equals(value, Workload.value(number));
            if (known) {
                found[workload.key(number)] = number;
            } else {
                strangers++;
            }
        }
        return strangers;
    }

    private void deleteStore() throws IOException {
        for (String suffix : List.of("", ".idx", ".lock", ".compact")) {
            Files.deleteIfExists(file("store" + suffix));
        }
    }
}
