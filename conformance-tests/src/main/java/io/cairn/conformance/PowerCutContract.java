package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.RecoverTo;
import io.cairn.StateStore;
import io.cairn.StateStoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * The power is lost before each operation that touches the disk, in turn, in random workloads, and
 * while they recover: rules S8 and S13. Any subset of the pages or sectors that were not forced
 * survives, and of the names. In between processes are killed: all that was written is there then,
 * but is forced no more than before, and the next process goes on with it.
 *
 * <p>{@code -Dcairn.cuts=N} sets how many moments are tried, {@code -Dcairn.seed=N} repeats a run.
 */
public abstract class PowerCutContract extends FaultTests {
    private static final int CUTS = Integer.getInteger("cairn.cuts", 250);
    private static final long SEED = Long.getLong("cairn.seed", System.nanoTime());
    private static final int SUBSETS = 2;
    private static final int LONGEST_LIFE = 60;
    private static final int LIVES = 6;

    private int cuts;
    private int subsets;
    private int recoveries;
    private int kills;
    private int operations;

    /** For subclasses. */
    protected PowerCutContract() {}

    @Test
    void s8_whatFlushReturnedForSurvivesAnyLossOfPower() throws IOException {
        for (long seed = SEED; cuts < CUTS; seed++) {
            try {
                live(new SplittableRandom(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("cut=" + cuts + "; repeat with -Dcairn.seed=" + seed, e);
            }
        }
        assertThat(subsets).isGreaterThanOrEqualTo(CUTS);
        Summary.print(
                "power-cuts",
                provider(),
                "cuts=" + cuts + " subsets=" + subsets + " kills=" + kills + " recoveries="
                        + recoveries + " operations=" + operations + " seed=" + SEED);
    }

    /**
     * A store that was never flushed is compacted, its process dies before the new file's name is
     * forced, and the next one gives up all that was not flushed: not even the old file, which may
     * come back under the name, has it then.
     */
    @Test
    void s8_whatAnOpeningAtTheLastFlushGaveUpDoesNotComeBackWithAnOldFile() throws IOException {
        Path before = newFolder();
        try (StateStore store = openReal(before, RecoverTo.LAST_RECORD)) {
            store.put(Bytes.of(1), Bytes.random(1, 1_000));
        }
        Path left = newFolder();
        try (SimulatedDisk disk = new SimulatedDisk(before)) {
            AtomicBoolean renamed = new AtomicBoolean();
            disk.listen(event -> {
                if (renamed.get()) {
                    throw new IOException("killed before: " + event);
                }
                renamed.set(event.equals("replace"));
            });
            try (StateStore store = openSimulated(disk, RecoverTo.LAST_RECORD)) {
                while (!renamed.get()) {
                    store.put(Bytes.of(2), Bytes.random(2, 1_000));
                }
            }
            disk.listen(event -> {});
            try (StateStore store = openSimulated(disk, RecoverTo.LAST_FLUSH)) {
                assertThat(store.size()).isZero();
                store.put(Bytes.of(3), Bytes.of(3));
                disk.survivors(left, Survival.none());
            }
        }
        try (StateStore store = openReal(left, RecoverTo.LAST_RECORD)) {
            assertThat(store.contains(Bytes.of(1))).isFalse();
            assertThat(store.contains(Bytes.of(2))).isFalse();
        }
    }

    /** One store that loses its power or its process several times, and is looked at in between. */
    private void live(SplittableRandom random) throws IOException {
        History history = new History();
        FaultWorkload workload = new FaultWorkload(random, history);
        Path folder = newFolder();
        for (int life = 0; life < LIVES && cuts < CUTS; life++) {
            Path next = newFolder();
            try (SimulatedDisk disk = new SimulatedDisk(folder)) {
                boolean afterKill = false;
                while (liveOnce(disk, random, history, workload, afterKill)) {
                    afterKill = true;
                    kills++;
                }
                disk.survivors(next, Survival.any(random));
                history.goingBack(); // also if the next process dies before it has opened the store
            }
            deleteFolder(folder);
            folder = next;
        }
        deleteFolder(folder);
    }

    /** Opens the store and works with it; returns whether its process was killed. */
    private boolean liveOnce(
            SimulatedDisk disk,
            SplittableRandom random,
            History history,
            FaultWorkload workload,
            boolean afterKill)
            throws IOException {
        Kill kill = new Kill(random.nextBoolean() ? random.nextInt(LONGEST_LIFE) : -1);
        disk.listen(event -> {
            kill.before(event);
            cutHere(disk, random, history);
        });
        StateStore store = null;
        try {
            store = opened(disk, random, history, afterKill);
            for (int i = random.nextInt(LONGEST_LIFE); i > 0; i--) {
                workload.step(store);
                history.allReturned();
                operations++;
                if (random.nextInt(8) == 0) {
                    disk.writeBack(Survival.any(random));
                    cutHere(disk, random, history);
                }
            }
        } catch (StateStoreException e) {
            if (!kill.isDone()) {
                throw e;
            }
        } finally {
            kill.closeWhatIsLeft(store);
        }
        return kill.isDone();
    }

    private StateStore opened(
            SimulatedDisk disk, SplittableRandom random, History history, boolean afterKill) {
        boolean toLastFlush = random.nextInt(3) == 0;
        if (toLastFlush) {
            history.goingBack();
        }
        StateStore store =
                openSimulated(disk, toLastFlush ? RecoverTo.LAST_FLUSH : RecoverTo.LAST_RECORD);
        if (toLastFlush && afterKill) {
            history.resumedAtLastFlush(store);
        } else if (toLastFlush) {
            history.recoveredToLastFlush(store);
        } else if (afterKill) {
            history.verifyKilled(store);
            history.resumed(store);
        } else {
            history.recovered(store);
        }
        recoveries++;
        return store;
    }

    private void cutHere(SimulatedDisk disk, SplittableRandom random, History history)
            throws IOException {
        if (cuts >= CUTS) {
            return;
        }
        cuts++;
        for (int i = 0; i < SUBSETS; i++) {
            Path left = newFolder();
            disk.survivors(left, Survival.any(random));
            subsets++;
            verifyLeft(left, random, history);
            deleteFolder(left);
        }
    }
}
