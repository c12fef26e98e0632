package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cairn.Direction;
import io.cairn.ExpiringCursor;
import io.cairn.ExpiringStateStore;
import io.cairn.KeyRange;
import io.cairn.StateStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The rules of entries that expire, E1 to E7, one by one. */
public abstract class ExpiryContract extends ExpiryTests {
    private static final int BY_ADVANCE = ExpiringStateStore.MOST_REMOVED_BY_ADVANCE;
    private static final int BY_PUT = ExpiringStateStore.MOST_REMOVED_BY_PUT;
    private static final byte[] KEY = Bytes.utf8("key");
    private static final byte[] VALUE = Bytes.utf8("value");

    private static final long[] EDGES = {
        Long.MIN_VALUE,
        Long.MIN_VALUE + 1,
        Long.MIN_VALUE + 10,
        -11,
        -10,
        -1,
        0,
        1,
        9,
        10,
        11,
        Long.MAX_VALUE - 11,
        Long.MAX_VALUE - 10,
        Long.MAX_VALUE - 1,
        Long.MAX_VALUE
    };

    /** For subclasses. */
    protected ExpiryContract() {}

    @EveryMode
    void e1_anEntryExpiresAtItsMillisecond(Mode mode) {
        ExpiringStateStore store = layer(mode);
        assertThat(store.put(KEY, VALUE, 5)).isTrue();
        store.advanceWatermark(14);
        assertThat(store.get(KEY)).isEqualTo(VALUE);
        store.advanceWatermark(15);
        assertThat(store.get(KEY)).isNull();
        assertThat(store.size()).isZero();
    }

    @EveryMode
    void e1_timesAtTheEndsOfNumbersDoNotOverflow(Mode mode) {
        long[] timesToLive = {1, 10, Long.MAX_VALUE - 1, Long.MAX_VALUE};
        for (long timeToLive : timesToLive) {
            StateStore below = open(mode, "ttl" + timeToLive);
            ExpiringStateStore store = layer(below, Duration.ofMillis(timeToLive));
            ExpiryModel model = new ExpiryModel(timeToLive);
            for (long watermark : EDGES) {
                for (long time : EDGES) {
                    byte[] key = Bytes.bigEndian(time);
                    assertThat(store.put(key, VALUE, time))
                            .as("ttl=%d watermark=%d time=%d", timeToLive, watermark, time)
                            .isEqualTo(model.put(key, VALUE, time));
                }
                store.advanceWatermark(watermark);
                model.advance(watermark);
                model.waiting().clear(); // a step removes more than there are
                ExpiryVerifier.verify(store, model);
            }
        }
    }

    @EveryMode
    void e2_noReadShowsWhatHasExpired(Mode mode) {
        ExpiringStateStore store = layer(mode);
        ExpiryModel model = new ExpiryModel(TTL.toMillis());
        List<Integer> order = shuffled(3 * BY_ADVANCE);
        for (int i : order) {
            store.put(key(i), value(i), i);
            model.put(key(i), value(i), i);
        }
        int passed = 2 * BY_ADVANCE + 50;
        assertThat(store.advanceWatermark(passed - 1 + TTL.toMillis())).isTrue();
        model.advance(passed - 1 + TTL.toMillis());
        for (int i = 0; i < BY_ADVANCE; i++) {
            model.waiting().pollFirst();
        }
        ExpiryVerifier.verify(store, model);
        ExpiringCursor cursor = store.scan(KeyRange.all(), Direction.FORWARD);
        assertThat(cursor.seek(key(BY_ADVANCE + 7))).isTrue();
        assertThat(cursor.key().toByteArray()).isEqualTo(key(passed));
        ExpiringCursor back = store.scan(KeyRange.until(key(passed)), Direction.BACKWARD);
        assertThat(back.next()).isFalse();
        assertThat(store.rangeScan(key(3), key(passed)).next()).isFalse();
        assertThat(store.prefixScan(key(passed)).next()).isTrue();
    }

    @EveryMode
    void e3_lateDataIsRefusedAndChangesNothing(Mode mode) {
        ExpiringStateStore store = layer(mode);
        store.put(KEY, VALUE, 100);
        store.advanceWatermark(105);
        assertThat(store.put(KEY, value(1), 95)).isFalse();
        assertThat(store.put(key(1), value(1), 95)).isFalse();
        assertThat(store.get(KEY)).isEqualTo(VALUE);
        assertThat(store.contains(key(1))).isFalse();
        assertThat(store.put(key(1), value(1), 96)).isTrue();
        assertThat(store.size()).isEqualTo(2);
    }

    @EveryMode
    void e4_aPutSetsTheTimeAnew(Mode mode) {
        ExpiringStateStore store = layer(mode);
        for (int i = 0; i < 3; i++) {
            store.put(key(i), value(i), 100);
        }
        store.put(key(1), value(11), 120);
        store.put(key(2), value(12), 80);
        assertThat(store.size()).isEqualTo(3);
        store.advanceWatermark(90);
        assertThat(store.get(key(2))).isNull();
        assertThat(store.get(key(0))).isEqualTo(value(0));
        store.advanceWatermark(110);
        assertThat(store.get(key(0))).isNull();
        assertThat(store.get(key(1))).isEqualTo(value(11));
        store.advanceWatermark(130);
        assertThat(store.size()).isZero();
        assertThat(told).extracting(ExpiryModel.Item::time).containsExactly(80L, 100L, 120L);
        assertThat(store.storedEntries()).isZero();
    }

    @EveryMode
    void e5_theWatermarkNeverGoesBack(Mode mode) {
        ExpiringStateStore store = layer(mode);
        assertThat(store.watermark()).isEqualTo(Long.MIN_VALUE);
        store.advanceWatermark(Long.MIN_VALUE);
        assertThat(store.watermark()).isEqualTo(Long.MIN_VALUE);
        store.advanceWatermark(-7);
        store.advanceWatermark(-8);
        assertThat(store.watermark()).isEqualTo(-7);
        assertThat(store.put(KEY, VALUE, -17)).isFalse();
        assertThat(store.put(KEY, VALUE, -16)).isTrue();
    }

    @EveryMode
    void e6_removalGoesByTimeThenKey(Mode mode) {
        ExpiringStateStore store = layer(mode);
        List<ExpiryModel.Item> expected = new ArrayList<>();
        for (int time = -3; time < 3; time++) {
            for (int i = 0; i < 20; i++) {
                int number = (time + 3) * 1_000 + i;
                // Later times have lesser keys.
                byte[] key = Bytes.concat(Bytes.of(200 - time), key(i));
                expected.add(new ExpiryModel.Item(key, value(number), time));
            }
        }
        for (int i : shuffled(expected.size())) {
            ExpiryModel.Item item = expected.get(i);
            store.put(item.key(), item.value(), item.time());
        }
        assertThat(store.advanceWatermark(1_000)).isFalse();
        assertThat(told).hasSameSizeAs(expected);
        for (int i = 0; i < told.size(); i++) {
            assertThat(told.get(i).sameAs(expected.get(i))).as("place %d", i).isTrue();
        }
    }

    @EveryMode
    void e6_stepsAreBounded(Mode mode) {
        ExpiringStateStore store = layer(mode);
        int entries = 2 * BY_ADVANCE + 100;
        fill(store, entries);
        assertThat(store.advanceWatermark(10_000)).isTrue();
        assertThat(told).hasSize(BY_ADVANCE);
        assertThat(store.put(KEY, VALUE, 10_000)).isTrue();
        assertThat(told).hasSize(BY_ADVANCE + BY_PUT);
        assertThat(store.expire(0)).isTrue();
        assertThat(store.expire(7)).isTrue();
        assertThat(told).hasSize(BY_ADVANCE + BY_PUT + 7);
        assertThat(store.storedEntries()).isEqualTo(entries + 1L - told.size());
        assertThat(store.advanceWatermark(0)).isTrue();
        assertThat(told).hasSize(2 * BY_ADVANCE + BY_PUT + 7);
        assertThat(store.expire(Integer.MAX_VALUE)).isFalse();
        assertThat(told).hasSize(entries);
        assertThat(store.expire(1)).isFalse();
        assertThat(store.storedEntries()).isEqualTo(1);
    }

    /**
     * What is asked of the store below is the same whether it holds a hundred entries or 20,000.
     */
    @EveryMode
    void e6_anAdvanceCostsWhatItRemoves(Mode mode) {
        Map<String, Long> few = countsOfAdvance(mode, 100, 60);
        Map<String, Long> many = countsOfAdvance(mode, 20_000, 60);
        assertThat(many).isEqualTo(few);
        assertThat(many).containsEntry("operations", 120L);
        assertThat(countsOfAdvance(mode, 20_000, 0)).doesNotContainKeys("scan", "next", "write");
        long steps = countsOfAdvance(mode, 300, 200).getOrDefault("next", 0L);
        assertThat(steps).isEqualTo(201);
    }

    private Map<String, Long> countsOfAdvance(Mode mode, int live, int expiring) {
        Map<String, Long> counts = CountedStore.counts();
        String name = live + "-" + expiring;
        ExpiringStateStore store = layer(CountedStore.over(open(mode, name), counts));
        for (int i = 0; i < live + expiring; i++) {
            store.put(key(i), VALUE, i < expiring ? i : 1_000_000);
        }
        store.advanceWatermark(-1_000_000); // from now on it is known what is the least time
        counts.clear();
        store.advanceWatermark(500_000);
        Map<String, Long> spent = Map.copyOf(counts);
        assertThat(store.size()).isEqualTo(live);
        return spent;
    }

    @EveryMode
    void e7_theListenerIsToldOnceAndSeesTheEntry(Mode mode) {
        ExpiringStateStore store = layer(mode);
        fill(store, 300);
        assertThat(store.delete(key(5))).isTrue();
        store.advanceWatermark(1_000);
        store.advanceWatermark(2_000);
        while (store.expire(10)) {}
        assertThat(told).hasSize(299);
        for (ExpiryModel.Item item : told) {
            int number = (int) item.time();
            assertThat(number).isNotEqualTo(5);
            assertThat(item.key()).isEqualTo(key(number));
            assertThat(item.value()).isEqualTo(value(number));
        }
    }

    @EveryMode
    void e7_aListenerThatThrowsIsToldAgain(Mode mode) {
        List<Integer> heard = new ArrayList<>();
        ExpiringStateStore store = ExpiringStateStore.over(open(mode), TTL, (key, value) -> {
            heard.add((int) value.eventTimeMillis());
            if (heard.size() == 4) {
                throw new IllegalCallerException("thrown on purpose");
            }
        });
        fill(store, 6);
        assertThatThrownBy(() -> store.advanceWatermark(100))
                .isInstanceOf(IllegalCallerException.class);
        assertThat(store.watermark()).isEqualTo(100);
        assertThat(store.size()).isZero();
        assertThat(store.storedEntries()).isEqualTo(3);
        ExpiryVerifier.verifySound(store);
        assertThat(store.advanceWatermark(100)).isFalse();
        assertThat(heard).containsExactly(0, 1, 2, 3, 3, 4, 5);
        ExpiryVerifier.verifySound(store);
    }

    @EveryMode
    void e7_anExpiredEntryThatIsPutAgainIsToldOfBefore(Mode mode) {
        ExpiringStateStore store = layer(mode);
        fill(store, BY_ADVANCE + 100);
        store.advanceWatermark(1_000);
        told.clear();
        byte[] last = key(BY_ADVANCE + 99);
        assertThat(store.size()).isZero();
        assertThat(store.put(last, VALUE, 995)).isTrue();
        assertThat(told).hasSize(BY_PUT + 1);
        assertThat(told.get(BY_PUT).key()).isEqualTo(last);
        assertThat(told.get(BY_PUT).value()).isEqualTo(value(BY_ADVANCE + 99));
        assertThat(store.get(last)).isEqualTo(VALUE);
        assertThat(store.size()).isEqualTo(1);
        told.clear();
        while (store.expire(BY_ADVANCE)) {}
        assertThat(told).hasSize(100 - BY_PUT - 1);
        assertThat(store.get(last)).isEqualTo(VALUE);
    }

    @EveryMode
    void e7_aListenerThatCallsTheStoreIsRefused(Mode mode) {
        StateStore below = open(mode);
        ExpiringStateStore[] itself = new ExpiringStateStore[1];
        itself[0] = ExpiringStateStore.over(
                below, TTL, (key, value) -> itself[0].put(KEY, VALUE, Long.MAX_VALUE));
        ExpiringStateStore store = itself[0];
        store.put(key(1), VALUE, 0);
        assertThatThrownBy(() -> store.advanceWatermark(10))
                .isInstanceOf(ConcurrentModificationException.class)
                .hasMessageContaining("listener");
        assertThat(store.contains(KEY)).isFalse();
        assertThat(store.storedEntries()).isEqualTo(1);
        ExpiryVerifier.verifySound(store);
    }

    @EveryMode
    void e9_deletedAndClearedEntriesAreNotToldOf(Mode mode) {
        ExpiringStateStore store = layer(mode);
        fill(store, BY_ADVANCE + 50);
        store.advanceWatermark(BY_ADVANCE + 20 + TTL.toMillis());
        told.clear();
        assertThat(store.delete(key(BY_ADVANCE + 10))).as("has expired").isFalse();
        assertThat(store.delete(key(BY_ADVANCE + 30))).isTrue();
        store.clear();
        assertThat(told).isEmpty();
        assertThat(store.size()).isZero();
        assertThat(store.storedEntries()).isZero();
        assertThat(store.watermark()).isEqualTo(BY_ADVANCE + 20 + TTL.toMillis());
        assertThat(store.put(KEY, VALUE, 0)).isFalse();
        assertThat(store.advanceWatermark(100_000)).isFalse();
        assertThat(told).isEmpty();
    }

    private static List<Integer> shuffled(int count) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(i);
        }
        Collections.shuffle(numbers, new Random(count));
        return numbers;
    }
}
