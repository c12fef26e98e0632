package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.RecoverTo;
import io.cairn.StateStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The power is lost before each operation that touches the disk, in turn, in random workloads, and
 * while they recover: rules S8 and S13. Any subset of the pages or sectors that were not forced
 * survives, and of the names.
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
                "cuts=" + cuts + " subsets=" + subsets + " recoveries=" + recoveries
                        + " operations=" + operations + " seed=" + SEED);
    }

    /** One store that loses its power several times, and is looked at in between. */
    private void live(SplittableRandom random) throws IOException {
        History history = new History();
        FaultWorkload workload = new FaultWorkload(random, history);
        Path folder = newFolder();
        for (int life = 0; life < LIVES && cuts < CUTS; life++) {
            Path next = newFolder();
            try (SimulatedDisk disk = new SimulatedDisk(folder)) {
                StateStore store = liveOnce(disk, random, history, workload);
                disk.survivors(next, Survival.any(random));
                store.close(); // of no consequence: its power is gone
            }
            deleteFolder(folder);
            folder = next;
        }
        deleteFolder(folder);
    }

    private StateStore liveOnce(
            SimulatedDisk disk, SplittableRandom random, History history, FaultWorkload workload)
            throws IOException {
        disk.listen(event -> cutHere(disk, random, history));
        boolean toLastFlush = random.nextInt(3) == 0;
        StateStore store =
                openSimulated(disk, toLastFlush ? RecoverTo.LAST_FLUSH : RecoverTo.LAST_RECORD);
        if (toLastFlush) {
            history.recoveredToLastFlush(store);
        } else {
            history.recovered(store);
        }
        recoveries++;
        for (int i = random.nextInt(LONGEST_LIFE); i > 0; i--) {
            workload.step(store);
            operations++;
            if (random.nextInt(8) == 0) {
                disk.writeBack(Survival.any(random));
                cutHere(disk, random, history);
            }
        }
        disk.listen(event -> {});
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
            verify(left, random, history);
            deleteFolder(left);
        }
    }

    private void verify(Path left, SplittableRandom random, History history) {
        if (random.nextBoolean()) {
            try (StateStore store = openReal(left, RecoverTo.LAST_RECORD)) {
                history.verifyLastRecord(store);
                Verifier.verifyIfOpen(store);
            }
        }
        try (StateStore store = openReal(left, RecoverTo.LAST_FLUSH)) {
            history.verifyLastFlush(store);
            Verifier.verifyIfOpen(store);
        }
    }
}
