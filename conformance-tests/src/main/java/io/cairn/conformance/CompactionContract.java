package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.cairn.BytesView;
import io.cairn.CompactionTrigger;
import io.cairn.RecoverTo;
import io.cairn.Snapshot;
import io.cairn.StateStore;
import io.cairn.StoreOptions;
import io.cairn.StoreStats.CompactionState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Compaction in steps, rules S7 and S20 to S23: what it may not change, when it begins and ends,
 * and how large its steps are. {@code -Dcairn.seed=N} repeats a run.
 */
public abstract class CompactionContract extends StoreTests {
    private static final long SEED = Long.getLong("cairn.seed", System.nanoTime());
    private static final CompactionTrigger EARLY = new CompactionTrigger(0.3, 20_000);
    private static final CompactionTrigger ALWAYS = new CompactionTrigger(0.001, 0);
    private static final long SHORT = 1_000;
    private static final long LONG = 1_000_000_000_000L;
    private static final int KEYS = 300;
    private static final int STEPS = 4_000;

    /** For subclasses. */
    protected CompactionContract() {}

    private StateStore open(Mode mode, CompactionTrigger trigger) {
        return open(mode, mode.options().withCompaction(trigger));
    }

    private StateStore open(Mode mode, StoreOptions options) {
        return mode.persistent() ? openFile(file(), options) : openInMemory(options);
    }

    /** A store, its model, and the snapshots of it that are open. */
    private final class Run {
        private final Mode mode;
        private final SplittableRandom random = new SplittableRandom(SEED);
        private final List<Snapshot> snapshots = new ArrayList<>();
        private final List<Model> moments = new ArrayList<>();
        private StateStore store;
        private Model model = new Model();
        private long completed;

        Run(Mode mode) {
            this.mode = mode;
            this.store = open(mode, ALWAYS);
        }

        private byte[] key() {
            int number = random.nextInt(KEYS);
            return Bytes.concat(Bytes.utf8("key"), Bytes.run(1 + number % 7, number % 251));
        }

        private byte[] value() {
            int length = random.nextInt(80) == 0 ? 5_000 : random.nextInt(200);
            return Bytes.random(random.nextLong(), length);
        }

        private void step() throws IOException {
            int kind = random.nextInt(1_000);
            if (kind < 450) {
                byte[] key = key();
                byte[] value = value();
                store.put(key, value);
                model.put(key, value);
            } else if (kind < 600) {
                byte[] key = key();
                assertThat(store.delete(key)).isEqualTo(model.delete(key));
            } else if (kind < 700) {
                putAll();
            } else if (kind < 780) {
                update();
            } else if (kind < 840) {
                CounterContract.add(store, model, Bytes.utf8("n" + random.nextInt(9)), kind);
            } else if (kind < 930) {
                store.tick(SHORT);
            } else {
                upkeep(kind);
            }
        }

        private void putAll() {
            byte[][] keys = new byte[random.nextInt(90)][];
            byte[][] values = new byte[keys.length][];
            for (int i = 0; i < keys.length; i++) {
                keys[i] = key();
                values[i] = value();
            }
            store.putAll(keys, values);
            BatchContract.putAll(model, keys, values);
        }

        private void update() {
            byte[] key = key();
            byte[] value = model.get(key);
            if (value != null && value.length > 0) {
                int from = random.nextInt(value.length);
                UpdateContract.flip(store, model, key, from, value.length - from);
            }
        }

        private void upkeep(int kind) throws IOException {
            if (kind < 970) {
                store.flush();
            } else if (kind < 975) {
                takeSnapshot();
            } else if (kind < 980 && !snapshots.isEmpty()) {
                int which = random.nextInt(snapshots.size());
                Verifier.verify(snapshots.get(which), moments.get(which));
                snapshots.remove(which).close();
                moments.remove(which);
            } else if (kind < 983) {
                store.saveIndex();
            } else if (kind < 986) {
                reopen();
            } else if (kind < 988) {
                store.compact();
            } else if (kind < 990) {
                store.restore(new ByteArrayInputStream(RestoreContract.streamOf(store)));
            } else if (kind < 991) {
                store.clear();
                model.clear();
            } else if (kind < 995) {
                Verifier.verify(store, model);
            }
        }

        private void takeSnapshot() {
            if (snapshots.size() < 4) {
                snapshots.add(store.snapshot());
                moments.add(new Model(model));
            }
        }

        private void reopen() {
            if (mode.persistent()) {
                completed += store.stats().compaction().completed();
                snapshots.clear();
                moments.clear();
                store.close();
                store = open(mode, ALWAYS);
                Verifier.verify(store, model);
            }
        }

        void all() throws IOException {
            for (int i = 0; i < STEPS; i++) {
                step();
                Verifier.verifyCounts(store, model);
            }
            Verifier.verify(store, model);
            for (int i = 0; i < snapshots.size(); i++) {
                Verifier.verify(snapshots.get(i), moments.get(i));
            }
            completed += store.stats().compaction().completed();
            reopen();
        }
    }

    @EveryMode
    void s7_compactionInStepsChangesNoAnswer(Mode mode) throws IOException {
        Run run = new Run(mode);
        try {
            run.all();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("repeat with -Dcairn.seed=" + SEED, e);
        }
        if (capabilities().durable()) {
            assertThat(run.completed).isGreaterThan(3);
        }
    }

    @EveryMode
    void s20_tickRefusesATimeBelowOne(Mode mode) {
        StateStore store = open(mode);
        for (long budget : new long[] {0, -1, Long.MIN_VALUE}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> store.tick(budget))
                    .withMessageContaining("budgetNanos=" + budget);
        }
    }

    @EveryMode
    void s20_tickWithNothingToDoIsNoChange(Mode mode) {
        StateStore store = open(mode);
        store.put(Bytes.of(1), Bytes.of(2));
        BytesView view = store.newView();
        assertThat(store.getRef(Bytes.of(1), view)).isTrue();
        assertThat(store.tick(LONG)).isFalse();
        assertThat(view.toByteArray()).containsExactly(2);
    }

    @EveryMode
    void s20_tickDropsTheGarbage(Mode mode) {
        StateStore store = open(mode, EARLY);
        Model model = new Model();
        fill(store, model, 1_000);
        store.flush();
        for (int i = 0; i < 700; i++) {
            assertThat(store.delete(Bytes.bigEndian(i))).isTrue();
            model.delete(Bytes.bigEndian(i));
        }
        while (store.tick(SHORT)) {
            Verifier.verifyCounts(store, model);
        }
        assertThat(mode.persistent() ? 0 : store.fragmentation()).isLessThan(0.3);
        store.flush();
        tickAndFlush(store); // drops what was deleted while the first one waited
        Verifier.verify(store, model);
        assertThat(store.fragmentation()).isLessThan(0.3);
    }

    private static void tickAndFlush(StateStore store) {
        while (store.tick(SHORT)) {}
        store.flush();
    }

    @EveryMode
    void s21_aStoreThatIsOverwrittenStaysBelowThreeTimesWhatIsLive(Mode mode) {
        StateStore store = open(mode, EARLY);
        Model model = new Model();
        fill(store, model, 2_000);
        SplittableRandom random = new SplittableRandom(SEED);
        long most = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] key = Bytes.bigEndian(random.nextInt(2_000));
            store.put(key, Bytes.random(i, 100));
            model.put(key, Bytes.random(i, 100));
            if (i % 100 == 0) {
                store.flush();
            }
            var stats = store.stats();
            long bytes = stats.log().usedBytes() + stats.compaction().copied().logBytes();
            most = Math.max(most, 100 * bytes / stats.log().liveRecordBytes());
        }
        Verifier.verify(store, model);
        assertThat(most).as("percent of what is live, seed=%d", SEED).isLessThanOrEqualTo(300);
    }

    @EveryMode
    void s21_aStoreOfWhichMuchIsDeletedGetsSmaller(Mode mode) {
        StateStore store = open(mode, EARLY);
        Model model = new Model();
        fill(store, model, 3_000);
        long before = store.stats().log().usedBytes();
        for (int i = 0; i < 2_900; i++) {
            byte[] key = Bytes.bigEndian(i * 7 % 3_000);
            store.delete(key);
            model.delete(key);
            if (i % 100 == 0) {
                store.flush();
            }
        }
        store.flush();
        Verifier.verify(store, model);
        assertThat(store.stats().log().usedBytes()).isLessThan(before / 2);
    }

    @EveryMode
    void s21_compactionThatIsOffNeverBegins(Mode mode) {
        StateStore store = open(mode, CompactionTrigger.OFF);
        Model model = new Model();
        fill(store, model, 1_000);
        for (int i = 0; i < 1_000; i++) {
            store.delete(Bytes.bigEndian(i));
            store.put(Bytes.bigEndian(i), Bytes.random(i, 150));
        }
        store.flush();
        assertThat(store.tick(LONG)).isFalse();
        assertThat(store.fragmentation()).isGreaterThan(0.3);
    }

    @Test
    void s22_onlyAFlushMovesTheLastFlush() {
        assumeDurable();
        StoreOptions options = Mode.ON_FILE.options().withCompaction(EARLY);
        StateStore store = openFile(file(), options);
        Model model = new Model();
        fill(store, model, 1_000);
        store.flush(Bytes.utf8("tag"));
        for (int i = 0; i < 5_000; i++) {
            store.put(Bytes.bigEndian(i % 1_000), Bytes.random(i, 99));
        }
        while (store.tick(SHORT)) {}
        assertThat(store.stats().compaction().state()).isEqualTo(CompactionState.WAITING_FOR_FLUSH);
        store.close();
        StateStore recovered = openFile(file(), options.withRecoverTo(RecoverTo.LAST_FLUSH));
        Verifier.verify(recovered, model);
        assertThat(recovered.flushedTag()).isEqualTo(Bytes.utf8("tag"));
    }

    @Test
    void s22_aFlushThatEndsACompactionIsTheLastFlush() {
        assumeDurable();
        StoreOptions options = Mode.ON_FILE.options().withCompaction(EARLY);
        StateStore store = openFile(file(), options);
        Model model = new Model();
        fill(store, model, 1_000);
        store.flush(Bytes.utf8("first"));
        overwrite(store, model, 5_000);
        while (store.tick(SHORT)) {}
        store.flush(Bytes.utf8("second"));
        assertThat(store.stats().compaction().completed()).isPositive();
        store.put(Bytes.utf8("later"), Bytes.of(1));
        store.close();
        StateStore recovered = openFile(file(), options.withRecoverTo(RecoverTo.LAST_FLUSH));
        Verifier.verify(recovered, model);
        assertThat(recovered.flushedTag()).isEqualTo(Bytes.utf8("second"));
    }

    @Test
    void s22_aStoreThatWasNeverFlushedStillHasNoLastFlush() {
        assumeDurable();
        StoreOptions options = Mode.ON_FILE.options().withCompaction(EARLY);
        StateStore store = openFile(file(), options);
        Model model = new Model();
        fill(store, model, 1_000);
        overwrite(store, model, 5_000);
        assertThat(store.stats().compaction().completed()).isPositive();
        StateStore reopened = reopen(store, Mode.ON_FILE);
        Verifier.verify(reopened, model);
        reopened.close();
        StateStore recovered = openFile(file(), options.withRecoverTo(RecoverTo.LAST_FLUSH));
        Verifier.verify(recovered, new Model());
    }

    @EveryMode
    void s22_theEndOfACompactionMakesViewsStale(Mode mode) {
        StateStore store = open(mode, EARLY);
        Model model = new Model();
        fill(store, model, 1_000);
        store.flush();
        for (int i = 0; i < 600; i++) {
            store.delete(Bytes.bigEndian(i));
        }
        BytesView view = store.newView();
        assertThat(store.getRef(Bytes.bigEndian(700), view)).isTrue();
        while (store.tick(SHORT)) {}
        store.flush();
        if (store.stats().compaction().completed() > 0) {
            assertThatIllegalStateException().isThrownBy(view::length);
        }
    }

    @EveryMode
    void s23_aCompactionEndsAfterAFewChanges(Mode mode) {
        assumeDurable();
        StateStore store = open(mode, EARLY);
        Model model = new Model();
        fill(store, model, 4_000);
        store.flush();
        begin(store);
        long live = store.stats().log().liveRecordBytes();
        int changes = 0;
        while (store.stats().compaction().state() == CompactionState.COPYING) {
            store.put(Bytes.bigEndian(changes % 4_000), Bytes.random(changes, 100));
            changes++;
        }
        assertThat(changes).isPositive().isLessThan((int) (live / 256) + 64);
    }

    @EveryMode
    void s23_stepsDoNotGrowWithTheStore(Mode mode) {
        assumeDurable();
        long small = mostStepBytes(mode, "small", 2_000);
        long large = mostStepBytes(mode, "large", 20_000);
        assertThat(large).isEqualTo(small).isLessThan(10_000);
    }

    private long mostStepBytes(Mode mode, String name, int entries) {
        StoreOptions options = mode.options().withCompaction(EARLY);
        StateStore store =
                mode.persistent() ? openFile(file(name), options) : openInMemory(options);
        fill(store, new Model(), entries);
        store.flush();
        begin(store);
        for (int i = 0; store.stats().compaction().state() == CompactionState.COPYING; i++) {
            store.put(Bytes.bigEndian(i % entries), Bytes.random(i, 100));
        }
        return store.stats().compaction().mostStepBytes();
    }

    @Test
    void s22_aCompactionThatIsUnderWayLeavesNoFileBehind() {
        assumeDurable();
        StoreOptions options = Mode.ON_FILE.options().withCompaction(EARLY);
        StateStore store = openFile(file(), options);
        Model model = new Model();
        fill(store, model, 2_000);
        store.flush();
        begin(store);
        assertThat(file("store.compact")).exists();
        Model now = History.contentOf(store);
        store.close();
        assertThat(file("store.compact")).doesNotExist();
        Verifier.verify(openFile(file(), options), now);
    }

    @Test
    void s21_theFileShrinks() throws IOException {
        assumeDurable();
        StoreOptions options = Mode.ON_FILE.options().withCompaction(EARLY);
        StateStore store = openFile(file(), options);
        Model model = new Model();
        fill(store, model, 5_000);
        store.flush();
        long before = Files.size(file());
        for (int i = 0; i < 4_900; i++) {
            store.delete(Bytes.bigEndian(i));
            model.delete(Bytes.bigEndian(i));
        }
        tickAndFlush(store); // ends the one that began with the first deletions
        tickAndFlush(store);
        Verifier.verify(store, model);
        assertThat(Files.size(file())).isLessThan(before / 2);
    }

    /** Deletes entries until a compaction begins. */
    private static void begin(StateStore store) {
        for (int i = 0; store.stats().compaction().state() == CompactionState.IDLE; i++) {
            assertThat(store.delete(Bytes.bigEndian(i))).isTrue();
        }
    }

    private static void fill(StateStore store, Model model, int entries) {
        for (int i = 0; i < entries; i++) {
            store.put(Bytes.bigEndian(i), Bytes.random(i, 100));
            model.put(Bytes.bigEndian(i), Bytes.random(i, 100));
        }
    }

    private static void overwrite(StateStore store, Model model, int changes) {
        for (int i = 0; i < changes; i++) {
            byte[] key = Bytes.bigEndian(i * 7L % 1_000);
            store.put(key, Bytes.random(i, 101));
            model.put(key, Bytes.random(i, 101));
        }
    }
}
