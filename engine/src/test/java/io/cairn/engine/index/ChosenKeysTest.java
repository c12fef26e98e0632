package io.cairn.engine.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cairn.StoreFullException;
import io.cairn.StoreOptions;
import io.cairn.engine.log.RecordFormat;
import io.cairn.engine.log.RecordLog;
import io.cairn.engine.memory.CountingMemoryFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Keys that were chosen to collide: against a store whose seed is known they cost what they may at
 * most, and no more; against any other they cost what random keys do. Cost is counted in words read
 * from the index and the log.
 */
class ChosenKeysTest {
    private static final long KNOWN_SEED = 42;
    /** Keys of one page at every size that is reached here. */
    private static final long PAGE_MASK = (1 << 12) - 1;
    /** A page's slots, and what else is looked at: overflow, the record. */
    private static final int MOST_READS = 512 + 16;

    private final CountingMemoryFactory memory = new CountingMemoryFactory();
    private final RecordLog log = RecordLog.inMemory(memory, StoreOptions.defaults());

    private static byte[] key(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    /** Keys that one page takes, and the same line of it, for the seed that is known. */
    private static List<byte[]> attack(int count, long lineMask) {
        List<byte[]> keys = new ArrayList<>();
        for (long number = 0; keys.size() < count; number++) {
            byte[] key = key(number);
            long hash = KeyHash.of(KNOWN_SEED, key, 0, key.length);
            if ((hash & PAGE_MASK) == 0 && (hash & lineMask) == 0) {
                keys.add(key);
            }
        }
        return keys;
    }

    private static List<byte[]> randomKeys(int count) {
        SplittableRandom random = new SplittableRandom(7);
        List<byte[]> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(key(random.nextLong()));
        }
        return keys;
    }

    private long put(PointIndex points, byte[] key) {
        points.ensureRoom(1);
        log.ensureRoom(RecordFormat.size(key.length, 0));
        long address = log.begin(RecordFormat.PUT, key, 0, key.length, 0);
        log.commit(address);
        points.insert(points.hash(key, 0, key.length), address);
        return address;
    }

    private static long find(PointIndex points, byte[] key) {
        return points.find(points.hash(key, 0, key.length), key, 0, key.length);
    }

    /** What looking all keys up costs: words read in all, and by the most costly one. */
    private record Cost(long all, long most) {}

    private Cost cost(long seed, List<byte[]> keys) {
        PointIndex points = new PointIndex(memory, log, seed);
        keys.forEach(key -> put(points, key));
        long all = 0;
        long most = 0;
        memory.takeReads();
        for (byte[] key : keys) {
            assertThat(find(points, key)).isNotEqualTo(PointIndex.ABSENT);
            long reads = memory.takeReads();
            all += reads;
            most = Math.max(most, reads);
        }
        points.release();
        return new Cost(all, most);
    }

    @Test
    void keysThatCollideUnderOneSeedAreAsGoodAsRandomOnesUnderAnother() {
        List<byte[]> attack = attack(500, -1L << 60);
        Cost against = cost(KNOWN_SEED, attack);
        assertThat(against.most).as("the attack works where the seed is known").isGreaterThan(250);
        for (long seed = 1; seed <= 20; seed++) {
            Cost random = cost(seed, randomKeys(attack.size()));
            Cost elsewhere = cost(seed, attack);
            assertThat(elsewhere.all).as("seed=%s", seed).isLessThan(random.all * 3 / 2);
            assertThat(elsewhere.most).as("seed=%s", seed).isLessThan(200);
            assertThat(against.all).as("seed=%s", seed).isGreaterThan(10 * elsewhere.all);
        }
    }

    @Test
    void keysOfOnePageAreAllFoundWhateverTheyCost() {
        List<byte[]> attack = attack(512 + 256, 0);
        PointIndex points = new PointIndex(memory, log, KNOWN_SEED);
        List<Long> addresses = new ArrayList<>();
        attack.forEach(key -> addresses.add(put(points, key)));
        assertThat(points.overflow().count()).isEqualTo(256);
        for (int i = 0; i < attack.size(); i++) {
            memory.takeReads();
            assertThat(find(points, attack.get(i))).isEqualTo(addresses.get(i));
            assertThat(memory.takeReads()).isLessThan(MOST_READS);
        }
        assertThatExceptionOfType(StoreFullException.class)
                .isThrownBy(() -> points.ensureRoom(1))
                .withMessageContaining("overflow=256")
                .withMessageContaining("compact");
        for (int i = 0; i < attack.size(); i += 2) {
            assertThat(find(points, attack.get(i))).isEqualTo(addresses.get(i));
            points.remove();
            assertThat(find(points, attack.get(i))).isEqualTo(PointIndex.ABSENT);
        }
        for (int i = 1; i < attack.size(); i += 2) {
            assertThat(find(points, attack.get(i))).isEqualTo(addresses.get(i));
        }
        points.release();
    }

    /** Other keys go on being found at their own cost beside a page that has too many. */
    @Test
    void otherKeysPayNothing() {
        PointIndex points = new PointIndex(memory, log, KNOWN_SEED);
        attack(100, 0).forEach(key -> put(points, key));
        List<byte[]> others = randomKeys(20_000);
        others.forEach(key -> put(points, key));
        long all = 0;
        for (byte[] key : others) {
            memory.takeReads();
            assertThat(find(points, key)).isNotEqualTo(PointIndex.ABSENT);
            all += memory.takeReads();
        }
        Cost random = cost(KNOWN_SEED, others);
        assertThat(all).isLessThan(random.all * 3 / 2);
        points.release();
    }
}
