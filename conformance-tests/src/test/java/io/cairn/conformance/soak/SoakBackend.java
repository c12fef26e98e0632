package io.cairn.conformance.soak;

import io.cairn.Progress;
import io.cairn.RecoverTo;
import io.cairn.StateStore;
import io.cairn.StoreIoException;
import io.cairn.StoreOptions;
import io.cairn.VerificationReport;
import io.cairn.conformance.Capabilities;
import io.cairn.conformance.ChildJvm;
import io.cairn.conformance.host.SmallFileSystem;
import io.cairn.conformance.soak.SoakFigures.Figure;
import io.cairn.spi.StateStoreProvider;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** The soak of one backend: generation after generation, in several places. */
final class SoakBackend implements AutoCloseable {
    private static final List<String> JVM_ARGUMENTS =
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");
    private static final int GENERATIONS_OF_A_STORE = 40;
    private static final int LONGEST_LIFE_MILLIS = 1_500;
    private static final long PATIENCE_SECONDS = 1_200;

    private final StateStoreProvider provider;
    private final Path folder;
    private final SplittableRandom random;
    private final List<SoakPlace> places = new ArrayList<>();
    private final SoakFigures figures = new SoakFigures();

    /** Prepares its places in an empty folder. */
    SoakBackend(StateStoreProvider provider, Path folder, SplittableRandom random)
            throws IOException {
        this.provider = provider;
        this.folder = folder;
        this.random = random;
        places.add(SoakPlace.in(folder.resolve("folder")));
        for (SmallFileSystem.Kind kind : SmallFileSystem.Kind.values()) {
            if (SmallFileSystem.whyNot(kind).isEmpty()) {
                places.add(SoakPlace.onSmallDisk(kind, folder.resolve(kind.name())));
            }
        }
    }

    StateStoreProvider provider() {
        return provider;
    }

    SoakFigures figures() {
        return figures;
    }

    /** Lets one victim work and die, and looks at what it left. */
    void generation() throws IOException, InterruptedException {
        SoakPlace place = places.get((int) (figures.of(Figure.GENERATIONS) % places.size()));
        if (random.nextInt(GENERATIONS_OF_A_STORE) == 0) {
            place.beginAnew(random);
        }
        figures.count(Figure.GENERATIONS);
        Generation generation = new Generation(
                random.nextLong(1L << 62),
                random.nextInt(4) == 0 ? random.nextInt(1, 20_000) : Journal.CAPACITY,
                place.isOnSmallDisk());
        Path journalFile = folder.resolve("journal");
        Files.deleteIfExists(journalFile);
        Journal journal = Journal.open(journalFile);
        boolean killed = letLive(place, generation, journal, journalFile);
        boolean powerWasLost = killed && place.canLosePower() && random.nextBoolean();
        if (powerWasLost) {
            place.cutPower();
            figures.count(Figure.POWER_CUTS);
        }
        verify(place, generation, journal, powerWasLost);
    }

    /** Returns whether it was killed, and had not ended by itself. */
    private boolean letLive(
            SoakPlace place, Generation generation, Journal journal, Path journalFile)
            throws IOException, InterruptedException {
        try (ChildJvm victim = ChildJvm.start(
                Capabilities.ALL,
                JVM_ARGUMENTS,
                SoakVictim.class,
                provider.getClass().getName(),
                place.file(),
                journalFile,
                generation.seed(),
                generation.count(),
                place.isOnSmallDisk(),
                place.windows().smallestBytes(),
                place.windows().largestBytes())) {
            awaitFirstOperation(victim, journal, place);
            long micros = random.nextLong(TimeUnit.MILLISECONDS.toMicros(LONGEST_LIFE_MILLIS));
            if (victim.process().waitFor(micros, TimeUnit.MICROSECONDS)) {
                requireGoodEnd(victim, place);
                figures.count(Figure.ENDED_BY_THEMSELVES);
                return false;
            }
            victim.kill();
            boolean ended = victim.process().exitValue() == 0;
            figures.count(ended ? Figure.ENDED_BY_THEMSELVES : Figure.KILLS);
            return !ended;
        }
    }

    private static void awaitFirstOperation(ChildJvm victim, Journal journal, SoakPlace place)
            throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (journal.outcome(0) == Journal.NOTHING) {
            if (victim.process().waitFor(1, TimeUnit.MILLISECONDS)) {
                requireGoodEnd(victim, place);
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the victim did nothing for seconds=" + PATIENCE_SECONDS);
            }
        }
    }

    private static void requireGoodEnd(ChildJvm victim, SoakPlace place) {
        int status = victim.process().exitValue();
        if (status != 0) {
            throw new AssertionError("the victim ended with status=" + status + " in " + place
                    + "\n" + victim.lastWords());
        }
    }

    private void verify(
            SoakPlace place, Generation generation, Journal journal, boolean powerWasLost)
            throws IOException {
        if (random.nextInt(3) > 0) {
            place.makeRoom();
        }
        if (random.nextBoolean()) {
            requireSound(provider.verify(place.file(), Progress.NONE));
        }
        RecoverTo state = random.nextInt(4) == 0 ? RecoverTo.LAST_FLUSH : RecoverTo.LAST_RECORD;
        try (StateStore store = open(place, state)) {
            noteRecovery(store);
            requireSound(store.verify());
            NavigableMap<byte[], byte[]> found = SoakModel.contentOf(store);
            figures.add(Figure.ENTRIES, found.size());
            Replay replay = new Replay(place.model(), found);
            int returned = replay.follow(journal, generation, powerWasLost);
            if (state == RecoverTo.LAST_FLUSH) {
                requireLastFlush(place, store, found, returned);
            } else {
                requireState(replay, store, found, returned, powerWasLost);
            }
            place.model().found(found, store.flushedTag());
        }
    }

    private StateStore open(SoakPlace place, RecoverTo state) throws IOException {
        StoreOptions options =
                StoreOptions.defaults().withRecoverTo(state).withWindows(place.windows());
        try {
            return provider.openPersistent(place.file(), options);
        } catch (StoreIoException noRoom) {
            figures.count(Figure.REFUSED);
            place.makeRoom();
            return provider.openPersistent(place.file(), options);
        }
    }

    private void noteRecovery(StateStore store) {
        figures.count(Figure.RECOVERIES);
        figures.add(Figure.TORN_TAILS, store.recoveryReport().bytesCut() > 0 ? 1 : 0);
        figures.add(Figure.IMAGES_USED, store.recoveryReport().imageUsed() ? 1 : 0);
    }

    private static void requireSound(VerificationReport report) {
        if (!report.isSound()) {
            throw new AssertionError("unsound: " + report);
        }
    }

    private static void requireState(
            Replay replay,
            StateStore store,
            NavigableMap<byte[], byte[]> found,
            int returned,
            boolean powerWasLost) {
        if (replay.leastDifferent() != 0) {
            throw new AssertionError("LOST: the store is in no state that it may be in: entries="
                    + found.size() + " keysThatDiffer=" + replay.leastDifferent() + " returned="
                    + returned + " powerWasLost=" + powerWasLost + " " + store.recoveryReport());
        }
    }

    private static void requireLastFlush(
            SoakPlace place, StateStore store, NavigableMap<byte[], byte[]> found, int returned) {
        int which = place.model().flushPointOf(store.flushedTag(), found);
        if (which < 0) {
            throw new AssertionError("LOST: the store is at none of its flushes: entries="
                    + found.size() + " tag=" + Arrays.toString(store.flushedTag()) + " returned="
                    + returned + " " + store.recoveryReport());
        }
        place.model().recoveredTo(place.model().flushPoints().get(which));
    }

    /** The operations of one victim. */
    private final class Generation implements Replay.Steps {
        private final long seed;
        private final int count;
        private final boolean onSmallDisk;

        Generation(long seed, int count, boolean onSmallDisk) {
            this.seed = seed;
            this.count = count;
            this.onSmallDisk = onSmallDisk;
        }

        long seed() {
            return seed;
        }

        @Override
        public int count() {
            return count;
        }

        @Override
        public SoakStep step(int number) {
            return SoakStep.of(seed, number, onSmallDisk);
        }

        @Override
        public void returned(SoakStep step, int outcome) {
            figures.countStep(step, outcome);
        }
    }

    @Override
    public void close() throws IOException {
        for (SoakPlace place : places) {
            place.close();
        }
    }
}
