package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.Progress;
import io.cairn.RecoverTo;
import io.cairn.StateStore;
import io.cairn.StateStoreException;
import io.cairn.engine.EngineStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The table of crash points in {@code docs/durability.md}, row by row: rules S8 and S13. Before
 * each step of a row that touches the disk, and after each of its writes to the mapped file,
 *
 * <ul>
 *   <li>the power is lost, and any subset of what was not forced survives;
 *   <li>the process is killed, and all that was written survives;
 *   <li>the process is killed, the next one opens the store and changes it, and then the power is
 *       lost: what the first one did not force was not forced by the second one either.
 * </ul>
 *
 * <p>{@code -Dcairn.crashes=N} sets how many times each row is tried, each time with other entries;
 * {@code -Dcairn.seed=N} repeats a run.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // one line of counts for all rows
public abstract class CrashPointContract extends FaultTests {
    private static final int ROUNDS = Integer.getInteger("cairn.crashes", 1);
    private static final long SEED = Long.getLong("cairn.seed", System.nanoTime());
    private static final int SUBSETS = 2;
    private static final int WRITES_LOOKED_AT = 80;
    private static final int CHANGES_AFTER_KILL = 3;

    private final Map<String, Integer> steps = new TreeMap<>();
    private int cuts;
    private int subsets;
    private int kills;

    /** For subclasses. */
    protected CrashPointContract() {}

    @AfterAll
    final void report() {
        if (cuts > 0) {
            Summary.print(
                    "crash-points",
                    provider(),
                    "cuts=" + cuts + " subsets=" + subsets + " kills=" + kills + " stepsOfRows="
                            + steps + " seed=" + SEED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void s8_atEachStep(CrashPoint row) throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = SEED + round;
            try {
                int events = new Course(row, seed).cutAtEachStep();
                assertThat(events).isPositive();
                steps.merge(row.name(), events, Integer::sum);
                for (int at = 0; new Course(row, seed).killAt(at); at++) {
                    kills++;
                }
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("row=" + row + "; repeat with -Dcairn.seed=" + seed, e);
            }
        }
    }

    /** One row, once. */
    private final class Course {
        private final CrashPoint row;
        private final SplittableRandom chance;
        private final History history = new History();
        private final FaultWorkload workload;
        private int events;
        private int writes;

        Course(CrashPoint row, long seed) {
            this.row = row;
            this.chance = new SplittableRandom(seed ^ 0x5DEECE66DL);
            this.workload = new FaultWorkload(new SplittableRandom(seed), history);
        }

        /** Looks at what each step leaves; returns how many there are. */
        int cutAtEachStep() throws IOException {
            Path folder = prepared();
            try (SimulatedDisk disk = new SimulatedDisk(folder)) {
                disk.watchWrites(true);
                SimulatedDisk.Listener cutting = event -> cutAt(disk, event);
                StateStore store = opened(disk, cutting);
                act(store, disk, cutting);
                store.close();
                cut(disk);
            }
            deleteFolder(folder);
            return events;
        }

        /** Dies at a step, goes on, and dies again; false if there is no such step. */
        boolean killAt(int at) throws IOException {
            Path folder = prepared();
            Kill kill = new Kill(at);
            try (SimulatedDisk disk = new SimulatedDisk(folder)) {
                StateStore store = null;
                try {
                    store = opened(disk, kill);
                    act(store, disk, kill);
                } catch (StateStoreException e) {
                    if (!kill.isDone()) {
                        throw e;
                    }
                } finally {
                    kill.closeWhatIsLeft(store);
                }
                if (kill.isDone()) {
                    disk.listen(event -> {});
                    goOn(disk);
                }
            }
            deleteFolder(folder);
            return kill.isDone();
        }

        /** A folder with the files of a store that has something behind it. */
        private Path prepared() throws IOException {
            Path before = newFolder();
            Path after = newFolder();
            try (SimulatedDisk disk = new SimulatedDisk(before)) {
                if (row.stepsBefore() > 0) {
                    try (StateStore store = openSimulated(disk, RecoverTo.LAST_RECORD)) {
                        for (int i = 0; i < row.stepsBefore(); i++) {
                            workload.step(store);
                        }
                        row.prepare(store, workload);
                    }
                }
                disk.survivors(after, row.isOpening() ? Survival.any(chance) : Survival.all());
            }
            deleteFolder(before);
            return after;
        }

        private StateStore opened(SimulatedDisk disk, SimulatedDisk.Listener listener) {
            if (row.isOpening()) {
                history.goingBack();
                disk.listen(listener);
            }
            StateStore store = openSimulated(disk, row.opensAt());
            if (row.opensAt() == RecoverTo.LAST_FLUSH) {
                history.recoveredToLastFlush(store);
            } else {
                history.recovered(store);
            }
            return store;
        }

        private void act(StateStore store, SimulatedDisk disk, SimulatedDisk.Listener listener)
                throws IOException {
            if (!row.isOpening()) {
                workload.put(store);
                workload.put(store);
                history.allReturned();
                disk.listen(listener);
            }
            row.act(store, workload);
            history.allReturned();
        }

        private void cutAt(SimulatedDisk disk, String event) throws IOException {
            boolean isWrite = event.equals(SimulatedDisk.WRITE);
            if (isWrite && writes++ > WRITES_LOOKED_AT && chance.nextInt(20) > 0) {
                return;
            }
            events++;
            cut(disk);
        }

        private void cut(SimulatedDisk disk) throws IOException {
            cuts++;
            Path killed = newFolder();
            disk.survivors(killed, Survival.all());
            try (StateStore store = openReal(killed, RecoverTo.LAST_RECORD)) {
                history.verifyKilled(store);
                Verifier.verifyIfOpen(store);
            }
            deleteFolder(killed);
            for (int i = 0; i < SUBSETS; i++) {
                subsets++;
                Path left = newFolder();
                disk.survivors(left, Survival.any(chance));
                verifyLeft(left, chance, history);
                deleteFolder(left);
            }
        }

        /** The next process: it takes what it finds, forced or not. */
        private void goOn(SimulatedDisk disk) throws IOException {
            boolean toLastFlush = chance.nextInt(3) == 0;
            try (StateStore store = openSimulated(
                    disk, toLastFlush ? RecoverTo.LAST_FLUSH : RecoverTo.LAST_RECORD)) {
                if (toLastFlush) {
                    history.resumedAtLastFlush(store);
                } else {
                    history.verifyKilled(store);
                    history.resumed(store);
                }
                for (int i = 0; i < CHANGES_AFTER_KILL; i++) {
                    workload.put(store);
                    history.allReturned();
                    disk.writeBack(Survival.any(chance));
                    cut(disk);
                }
                workload.flush(store);
                cut(disk);
            }
        }
    }

    @Test
    void s8_atEachStepOfAClosingThatSavesAnImage() throws IOException {
        History history = new History();
        FaultWorkload workload = new FaultWorkload(new SplittableRandom(SEED), history);
        SplittableRandom chance = new SplittableRandom(SEED);
        List<String> seen = new ArrayList<>();
        try (SimulatedDisk disk = new SimulatedDisk(newFolder())) {
            StateStore store = openSimulated(disk, RecoverTo.LAST_RECORD);
            for (int i = 0; i < 5; i++) {
                workload.put(store, Bytes.of(i), Bytes.random(i, 1 << 20));
            }
            workload.flush(store);
            disk.listen(event -> {
                seen.add(event);
                lookAt(disk, chance, history);
            });
            store.close();
            lookAt(disk, chance, history);
        }
        assertThat(seen).contains("open", "force a file", "replace");
        steps.merge("CLOSING_WITH_IMAGE", seen.size(), Integer::sum);
    }

    private void lookAt(SimulatedDisk disk, SplittableRandom chance, History history)
            throws IOException {
        cuts++;
        subsets++;
        Path left = newFolder();
        disk.survivors(left, Survival.any(chance));
        verifyLeft(left, chance, history);
        deleteFolder(left);
    }

    @Test
    void s8_readingTouchesNothing() throws IOException {
        History history = new History();
        SplittableRandom chance = new SplittableRandom(SEED);
        Path folder = newFolder();
        try (SimulatedDisk disk = new SimulatedDisk(newFolder())) {
            try (StateStore store = openSimulated(disk, RecoverTo.LAST_RECORD)) {
                FaultWorkload workload = new FaultWorkload(chance, history);
                workload.put(store);
                workload.flush(store);
                store.saveIndex();
                workload.put(store);
                workload.put(store);
                disk.survivors(folder, Survival.any(chance));
            }
        }
        Map<Path, Integer> before = checksums(folder);
        List<String> seen = new ArrayList<>();
        try (SimulatedDisk disk = new SimulatedDisk(folder)) {
            disk.listen(seen::add);
            for (RecoverTo state : RecoverTo.values()) {
                try (StateStore store =
                        openSimulated(disk, OPTIONS.withReadOnly(true).withRecoverTo(state))) {
                    history.verifyLastRecord(store);
                }
            }
        }
        assertThat(seen).isNotEmpty().containsOnly("allocate");
        assertThat(checksums(folder)).isEqualTo(before);
    }

    @Test
    void s8_atEachStepOfARepair() throws IOException {
        Path folder = newFolder();
        History history = new History();
        try (StateStore store = openReal(folder, RecoverTo.LAST_RECORD)) {
            FaultWorkload workload = new FaultWorkload(new SplittableRandom(SEED), history);
            for (int i = 0; i < 30; i++) {
                workload.step(store);
            }
            workload.flushWithTag(store, 100);
        }
        Repair repair = new Repair(folder, history);
        int events = repair.cutAtEachStep();
        steps.merge("REPAIR", events, Integer::sum);
        for (int at = 0; at < events; at++) {
            repair.killAt(at);
            kills++;
        }
    }

    /** A repair, done over and over. */
    private final class Repair {
        private final Path files;
        private final History history;
        private final SplittableRandom chance = new SplittableRandom(SEED);
        private int events;

        Repair(Path files, History history) {
            this.files = files;
            this.history = history;
        }

        int cutAtEachStep() throws IOException {
            Path folder = copy();
            try (SimulatedDisk disk = new SimulatedDisk(folder)) {
                disk.listen(event -> {
                    events++;
                    cut(disk, false);
                });
                salvage(disk);
                cut(disk, true);
            }
            deleteFolder(folder);
            return events;
        }

        void killAt(int at) throws IOException {
            Path folder = copy();
            Kill kill = new Kill(at);
            try (SimulatedDisk disk = new SimulatedDisk(folder)) {
                disk.listen(kill);
                try {
                    salvage(disk);
                } catch (StateStoreException e) {
                    assertThat(kill.isDone()).as("%s", e).isTrue();
                }
                disk.listen(event -> {});
                if (!Files.exists(folder.resolve("saved"))) {
                    salvage(disk);
                }
                cut(disk, false);
            }
            verifySaved(folder, true);
            deleteFolder(folder);
        }

        private Path copy() throws IOException {
            Path folder = newFolder();
            Files.copy(files.resolve("store"), folder.resolve("store"));
            return folder;
        }

        private void salvage(SimulatedDisk disk) {
            EngineStores.salvage(
                    new SimulatedDiskFactory(factory(), disk),
                    disk.folder().resolve("store"),
                    disk.folder().resolve("saved"),
                    Progress.NONE);
        }

        private void cut(SimulatedDisk disk, boolean mustBeThere) throws IOException {
            cuts++;
            for (int i = 0; i < SUBSETS; i++) {
                subsets++;
                Path left = newFolder();
                disk.survivors(left, Survival.any(chance));
                verifySaved(left, mustBeThere);
                deleteFolder(left);
            }
        }

        private void verifySaved(Path left, boolean mustBeThere) throws IOException {
            assertThat(Files.readAllBytes(left.resolve("store")))
                    .isEqualTo(Files.readAllBytes(files.resolve("store")));
            Path saved = left.resolve("saved");
            if (!mustBeThere && !Files.exists(saved)) {
                return;
            }
            try (StateStore store = EngineStores.openPersistent(
                    factory(), saved, OPTIONS.withRecoverTo(RecoverTo.LAST_FLUSH))) {
                history.verifyLastFlush(store);
                Verifier.verifyIfOpen(store);
            }
        }
    }
}
