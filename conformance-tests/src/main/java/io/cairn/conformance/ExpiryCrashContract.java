package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.BytesView;
import io.cairn.Direction;
import io.cairn.ExpiringCursor;
import io.cairn.ExpiringStateStore;
import io.cairn.KeyRange;
import io.cairn.RecoverTo;
import io.cairn.StateStore;
import io.cairn.TimedBytesView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Rule E8: the process is killed, or the power lost, at steps of random changes of entries that
 * expire, and after each of their writes to the mapped file, the middle of a removal among them.
 * What is left has a state that the store had, its watermark with it, and each entry agrees with
 * the time index.
 *
 * <p>{@code -Dcairn.expiry.crashes=N} sets how many workloads are tried, {@code -Dcairn.seed=N}
 * repeats a run.
 */
public abstract class ExpiryCrashContract extends FaultTests {
    private static final int ROUNDS = Integer.getInteger("cairn.expiry.crashes", 2);
    private static final long SEED = Long.getLong("cairn.seed", System.nanoTime());
    private static final Duration TTL = Duration.ofMillis(20);
    private static final int CHANGES = 120;
    private static final int KEYS = 60;
    /** One in so many writes is looked at. */
    private static final int WRITES_PER_CUT = 12;

    private int cuts;
    private int withExpiredLeft;

    /** For subclasses. */
    protected ExpiryCrashContract() {}

    @Test
    void e8_entriesAndTimeIndexAgreeAfterAnyCrash() throws IOException {
        for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
            try {
                new Course(seed).run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("cut=" + cuts + "; repeat with -Dcairn.seed=" + seed, e);
            }
        }
        assertThat(cuts).isGreaterThan(ROUNDS * 20);
        assertThat(withExpiredLeft).as("cuts with expired entries left").isPositive();
        Summary.print(
                "expiry-crashes",
                provider(),
                "cuts=" + cuts + " withExpiredLeft=" + withExpiredLeft + " seed=" + SEED);
    }

    /** One store that is changed at random, and looked at at its steps. */
    private final class Course {
        private final SplittableRandom random;
        private final SplittableRandom chance;
        /** What was flushed last, and every state since, the one under way at the end. */
        private final List<ExpiryModel> states = new ArrayList<>();

        private int returned;

        Course(long seed) {
            this.random = new SplittableRandom(seed);
            this.chance = new SplittableRandom(~seed);
            states.add(new ExpiryModel(TTL.toMillis()));
        }

        private ExpiryModel last() {
            return states.get(states.size() - 1);
        }

        void run() throws IOException {
            Path folder = newFolder();
            try (SimulatedDisk disk = new SimulatedDisk(folder)) {
                disk.watchWrites(true);
                StateStore below = openSimulated(disk, RecoverTo.LAST_RECORD);
                ExpiringStateStore store = ExpiringStateStore.over(below, TTL, this::expired);
                disk.listen(event -> {
                    if (!event.equals(SimulatedDisk.WRITE) || chance.nextInt(WRITES_PER_CUT) == 0) {
                        cut(disk);
                    }
                });
                for (int i = 0; i < CHANGES; i++) {
                    change(store);
                    returned = states.size() - 1;
                }
                cut(disk);
                ExpiryVerifier.verify(store, last());
                disk.listen(event -> {});
                below.close();
            }
            deleteFolder(folder);
        }

        private void expired(BytesView key, TimedBytesView value) {
            ExpiryModel.Item next = last().waiting(key.toByteArray());
            Verifier.require(next != null && last().waiting().remove(next), "told twice");
        }

        private ExpiryModel noted() {
            states.add(new ExpiryModel(last()));
            return last();
        }

        private void change(ExpiringStateStore store) {
            int kind = random.nextInt(20);
            byte[] key = Bytes.run(1 + random.nextInt(KEYS) % 7, random.nextInt(KEYS));
            long now = Math.max(0, last().watermark());
            if (kind < 11) {
                byte[] value = Bytes.random(random.nextLong(), random.nextInt(120));
                long time = now + random.nextInt(30) - 15;
                boolean expected = noted().put(key, value, time);
                Verifier.require(store.put(key, value, time) == expected, "put lied");
            } else if (kind < 13) {
                boolean expected = noted().delete(key);
                Verifier.require(store.delete(key) == expected, "delete lied");
            } else if (kind < 16) {
                long watermark = now + random.nextInt(12);
                noted().advance(watermark);
                store.advanceWatermark(watermark);
            } else if (kind < 17) {
                store.expire(random.nextInt(5));
            } else if (kind < 19) {
                store.underlying().flush();
                states.subList(0, states.size() - 1).clear();
            } else {
                store.underlying().saveIndex();
            }
        }

        private void cut(SimulatedDisk disk) throws IOException {
            cuts++;
            int untold = last().waiting().size();
            Path killed = newFolder();
            disk.survivors(killed, Survival.all());
            look(killed, returned, untold);
            deleteFolder(killed);
            Path left = newFolder();
            disk.survivors(left, Survival.any(chance));
            look(left, 0, 0);
            deleteFolder(left);
        }

        /** Checks what is left; then goes on with it. */
        private void look(Path folder, int from, int untold) {
            RecoverTo state = from == 0 && chance.nextBoolean()
                    ? RecoverTo.LAST_FLUSH
                    : RecoverTo.LAST_RECORD;
            try (StateStore below = openReal(folder, state)) {
                Verifier.verifyIfOpen(below);
                ExpiringStateStore store = ExpiringStateStore.over(below, TTL);
                ExpiryVerifier.verifySound(store);
                ExpiryModel found = find(store, state == RecoverTo.LAST_FLUSH ? 0 : from, state);
                long waiting = store.storedEntries() - store.size();
                withExpiredLeft += waiting > 0 ? 1 : 0;
                Verifier.require(
                        found != last() || waiting >= untold,
                        "an entry was removed before the listener was told of it");
                while (store.expire(7)) {}
                ExpiryVerifier.requireEqual(
                        "left", store.storedEntries(), found.live().size());
                Verifier.require(matches(store, found), "removal changed what can be read");
                ExpiryVerifier.verifySound(store);
            }
        }

        private ExpiryModel find(ExpiringStateStore store, int from, RecoverTo state) {
            int to = state == RecoverTo.LAST_FLUSH ? 0 : states.size() - 1;
            for (int i = to; i >= from; i--) {
                if (matches(store, states.get(i))) {
                    return states.get(i);
                }
            }
            // A flush under way may be the last one already.
            if (state == RecoverTo.LAST_FLUSH && matches(store, last())) {
                return last();
            }
            throw new AssertionError("the store has none of the states=" + (to - from + 1)
                    + ": entries=" + store.size() + ", watermark=" + store.watermark() + ", last="
                    + last().live().size() + "@" + last().watermark());
        }

        private boolean matches(ExpiringStateStore store, ExpiryModel model) {
            if (store.watermark() != model.watermark()
                    || store.size() != model.live().size()) {
                return false;
            }
            Iterator<ExpiryModel.Item> items = model.live().values().iterator();
            ExpiringCursor cursor = store.scan(KeyRange.all(), Direction.FORWARD);
            while (cursor.next()) {
                ExpiryModel.Item found = new ExpiryModel.Item(
                        cursor.key().toByteArray(),
                        cursor.value().toByteArray(),
                        cursor.value().eventTimeMillis());
                if (!items.hasNext() || !items.next().sameAs(found)) {
                    return false;
                }
            }
            return !items.hasNext();
        }
    }
}
