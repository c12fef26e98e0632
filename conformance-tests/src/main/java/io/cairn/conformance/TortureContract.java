package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cairn.BytesView;
import io.cairn.Cursor;
import io.cairn.Direction;
import io.cairn.KeyRange;
import io.cairn.StateStore;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Many entries, put in orders that are hard on a tree, and deleted in another: rules R4, S1, S4 and
 * S5.
 */
public abstract class TortureContract extends StoreTests {
    private static final int ENTRIES = 200_000;
    private static final int GROWING_BYTES = 20 << 20;
    private static final int GROWING_VALUE_BYTES = 500;

    /** For subclasses. */
    protected TortureContract() {}

    @ParameterizedTest
    @EnumSource(Order.class)
    void r4_manyEntriesComeInOrderWhileAllOfThemGoAgain(Order order) {
        StateStore store = open(Mode.IN_MEMORY);
        int[] numbers = order.numbers();
        for (int number : numbers) {
            store.put(key(order, number), Bytes.bigEndian(number));
        }
        boolean[] present = new boolean[ENTRIES];
        Arrays.fill(present, true);
        verifyScans(store, order, present, ENTRIES);

        int left = ENTRIES;
        int quarter = ENTRIES / 4;
        for (int number : Order.RANDOM.numbers()) {
            assertThat(store.delete(key(order, number))).isTrue();
            present[number] = false;
            if (--left % quarter == 0) {
                verifyScans(store, order, present, left);
            }
        }
        assertThat(store.isEmpty()).isTrue();
        assertThat(store.sizeBytes()).isZero();
        store.put(Bytes.of(1), Bytes.of(1));
        assertThat(store.get(Bytes.of(1))).isEqualTo(Bytes.of(1));
    }

    @OnFile
    void s8_manyEntriesAreReopenedAfterEachPhase(Mode mode) {
        StateStore store = open(mode);
        boolean[] present = new boolean[ENTRIES];
        SplittableRandom random = new SplittableRandom(5);
        int left = 0;
        for (int phase = 0; phase < 4; phase++) {
            for (int i = 0; i < 60_000; i++) {
                int number = random.nextInt(ENTRIES / 2);
                boolean delete = random.nextInt(3) < phase;
                left += (delete ? 0 : 1) - (present[number] ? 1 : 0);
                present[number] = change(store, number, delete, present[number]);
            }
            if (phase % 2 == 1) {
                store.compact();
            }
            store = reopen(store, mode);
            verifyScans(store, Order.RANDOM, present, left);
        }
    }

    @EveryMode
    void r4_storesThatGrowAndCloseAllTheTimeLoseNothing(Mode mode) throws Exception {
        assumeTrue(
                capabilities().persistent() || !mode.persistent(),
                "the backend declares that it opens no files");
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> growing = List.of(
                    threads.submit(() -> growAndClose(mode, "a")),
                    threads.submit(() -> growAndClose(mode, "b")));
            for (Future<?> each : growing) {
                each.get(5, TimeUnit.MINUTES);
            }
        } finally {
            threads.shutdown();
        }
    }

    /** Closes where somebody may just be at work ahead of the store's end. */
    private void growAndClose(Mode mode, String name) {
        for (int round = 0; round < 4; round++) {
            int entries = GROWING_BYTES / GROWING_VALUE_BYTES - 97 * round;
            try (StateStore store = openUntracked(mode, name + round)) {
                fill(store, entries, round);
            }
            if (mode.persistent()) {
                try (StateStore store = openUntracked(mode, name + round)) {
                    verifyFilled(store, entries, round);
                }
            }
        }
    }

    private static void fill(StateStore store, int entries, int round) {
        byte[] value = new byte[GROWING_VALUE_BYTES];
        for (int i = 0; i < entries; i++) {
            Arrays.fill(value, (byte) (i + round));
            store.put(Bytes.bigEndian(i), value);
        }
        verifyFilled(store, entries, round);
    }

    private static void verifyFilled(StateStore store, int entries, int round) {
        Verifier.require(store.size() == entries, "entries were lost");
        BytesView view = store.newView();
        for (int i = 0; i < entries; i++) {
            Verifier.require(store.getRef(Bytes.bigEndian(i), view), "lost entry " + i);
            Verifier.require(
                    view.length() == GROWING_VALUE_BYTES
                            && view.getByte(0) == (byte) (i + round)
                            && view.getByte(GROWING_VALUE_BYTES - 1) == (byte) (i + round),
                    "entry " + i + " has a wrong value");
        }
    }

    @EveryMode
    void s4_aValueOf256MebibytesIsStored(Mode mode) {
        StateStore store = open(mode);
        byte[] value = new byte[StateStore.MAX_VALUE_LENGTH];
        for (int at = 0; at < value.length; at += 4_093) {
            value[at] = (byte) (at >>> 5);
        }
        value[value.length - 1] = 42;
        store.put(Bytes.of(1), Bytes.of(1));
        store.put(Bytes.utf8("large"), value);
        store.put(Bytes.of(2), Bytes.of(2));
        verifyLarge(store, value);
        if (mode.persistent()) {
            store = reopen(store, mode);
            verifyLarge(store, value);
        }
        assertThat(store.delete(Bytes.utf8("large"))).isTrue();
        assertThat(store.sizeBytes()).isEqualTo(4);
    }

    enum Order {
        ASCENDING,
        DESCENDING,
        RANDOM,
        /** From both ends to the middle. */
        INWARD;

        int[] numbers() {
            int[] numbers = new int[ENTRIES];
            for (int i = 0; i < ENTRIES; i++) {
                numbers[i] = switch (this) {
                    case ASCENDING, RANDOM -> i;
                    case DESCENDING -> ENTRIES - 1 - i;
                    case INWARD -> i % 2 == 0 ? i / 2 : ENTRIES - 1 - i / 2;
                };
            }
            return this == RANDOM ? shuffled(numbers) : numbers;
        }

        private static int[] shuffled(int[] numbers) {
            SplittableRandom random = new SplittableRandom(11);
            for (int i = numbers.length - 1; i > 0; i--) {
                int other = random.nextInt(i + 1);
                int number = numbers[i];
                numbers[i] = numbers[other];
                numbers[other] = number;
            }
            return numbers;
        }
    }

    /** In one of the orders keys have long prefixes in common. */
    private static byte[] key(Order order, int number) {
        byte[] counter = Bytes.bigEndian(number);
        return order == Order.INWARD ? Bytes.concat(Bytes.run(110, 'p'), counter) : counter;
    }

    private static boolean change(
            StateStore store, int number, boolean delete, boolean wasPresent) {
        byte[] key = key(Order.RANDOM, number);
        if (delete) {
            assertThat(store.delete(key)).isEqualTo(wasPresent);
            return false;
        }
        store.put(key, Bytes.bigEndian(number));
        return true;
    }

    private static void verifyScans(StateStore store, Order order, boolean[] present, int left) {
        assertThat(store.size()).isEqualTo(left);
        Cursor up = store.scan(KeyRange.all(), Direction.FORWARD);
        for (int number = 0; number < ENTRIES; number++) {
            if (present[number]) {
                verifyNext(up, order, number);
            }
        }
        Verifier.require(!up.next(), "the scan gave an entry too many");
        Cursor down = store.scan(KeyRange.all(), Direction.BACKWARD);
        for (int number = ENTRIES - 1; number >= 0; number--) {
            if (present[number]) {
                verifyNext(down, order, number);
            }
        }
        Verifier.require(!down.next(), "the backward scan gave an entry too many");
    }

    private static void verifyNext(Cursor cursor, Order order, int number) {
        Verifier.require(cursor.next(), "the scan ended before entry " + number);
        Verifier.require(
                cursor.key().compareTo(key(order, number)) == 0,
                "the scan gave another key than " + number);
        Verifier.require(
                cursor.value().getLong(0) == Long.reverseBytes(number),
                "the scan gave a wrong value of " + number);
    }

    private static void verifyLarge(StateStore store, byte[] value) {
        BytesView view = store.newView();
        assertThat(store.getRef(Bytes.utf8("large"), view)).isTrue();
        assertThat(view.length()).isEqualTo(value.length);
        assertThat(view.compareTo(value)).isZero();
        assertThat(view.getByte(value.length - 1)).isEqualTo((byte) 42);
        assertThat(store.get(Bytes.of(2))).isEqualTo(Bytes.of(2));
        assertThat(store.sizeBytes()).isEqualTo(value.length + 9L);
    }
}
