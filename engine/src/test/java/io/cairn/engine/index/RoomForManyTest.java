package io.cairn.engine.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.StoreOptions;
import io.cairn.engine.log.RecordFormat;
import io.cairn.engine.log.RecordLog;
import io.cairn.engine.memory.TestMemoryFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Room that is made for many keys in ascending order is never less than what they take. */
class RoomForManyTest {
    private static final int TREES = 60;
    private static final int BATCHES = 12;

    private final long seed = System.nanoTime();
    private final SplittableRandom random = new SplittableRandom(seed);

    @Test
    void manyKeysTakeNoMoreNodesThanThereIsRoomFor() {
        long most = 0;
        for (int i = 0; i < TREES; i++) {
            most = Math.max(most, new Tree().grow());
        }
        assertThat(most).as("batches that split many nodes").isGreaterThan(20);
    }

    /** One tree of keys that are numbers, dense here and wide apart there. */
    private final class Tree {
        private final TestMemoryFactory factory = new TestMemoryFactory();
        private final RecordLog log = RecordLog.inMemory(factory, StoreOptions.defaults());
        private final OrderIndex order = new OrderIndex(factory, log);
        private final TreeSet<Long> keys = new TreeSet<>();

        long grow() {
            long most = 0;
            for (int batch = 0; batch < BATCHES; batch++) {
                if (random.nextInt(3) == 0) {
                    order.pin();
                }
                most = Math.max(most, insert(newKeys(1 + random.nextInt(3_000))));
            }
            return most;
        }

        private long[] newKeys(int count) {
            long[] found = new long[count];
            long from = random.nextLong(1L << 40);
            int kind = random.nextInt(4);
            for (int i = 0; i < count; i++) {
                long key;
                do {
                    key = switch (kind) {
                        case 0 -> from + random.nextInt(1 << 16);
                        case 1 -> random.nextLong(1L << 40);
                        case 2 -> from + i + random.nextLong(2) * (1L << 30);
                        default -> between(random.nextLong(1L << 40));
                    };
                } while (!keys.add(key));
                found[i] = key;
            }
            Arrays.sort(found);
            return found;
        }

        /** Close before a key that is there, where a full leaf may end. */
        private long between(long at) {
            Long next = keys.ceiling(at);
            return next == null || random.nextInt(20) == 0 ? at : next - 1 - random.nextInt(8);
        }

        private long insert(long[] sorted) {
            long room = order.nodesForMany(sorted.length, 0);
            order.settle();
            order.ensureRoomForMany(sorted.length, 0);
            long before = taken();
            for (long key : sorted) {
                byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(key).array();
                log.ensureRoom(RecordFormat.size(bytes.length, 0));
                long address = log.begin(RecordFormat.PUT, bytes, 0, bytes.length, 0);
                log.commit(address);
                order.put(bytes, 0, bytes.length, address, PointIndex.ABSENT);
            }
            order.settle();
            long took = taken() - before;
            assertThat(took)
                    .as("seed=%d keys=%d of=%d", seed, sorted.length, keys.size())
                    .isLessThanOrEqualTo(room);
            return took;
        }

        /** Nodes that are in use, or that a snapshot could need. */
        private long taken() {
            return (long) order.pages().fresh() - order.pages().freeCount();
        }
    }
}
