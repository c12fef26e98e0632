package io.cairn.engine.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.StoreOptions;
import io.cairn.engine.log.RecordFormat;
import io.cairn.engine.log.RecordLog;
import io.cairn.engine.memory.MemoryFactory;
import io.cairn.engine.memory.TestMemoryFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both indexes over a log in memory, against a TreeMap from key to address. */
class IndexesTest {
    private final MemoryFactory factory = new TestMemoryFactory();
    private final RecordLog log = RecordLog.inMemory(factory, StoreOptions.defaults());
    private final PointIndex points = new PointIndex(factory, log, 42);
    private final OrderIndex order = new OrderIndex(factory, log);
    private final TreeMap<byte[], Long> model = new TreeMap<>(Arrays::compareUnsigned);

    private void put(byte[] key) {
        log.ensureRoom(RecordFormat.size(key.length, 0));
        long address = log.begin(RecordFormat.PUT, key, 0, key.length, 0);
        log.commit(address);
        long hash = points.hash(key, 0, key.length);
        order.ensureRoom(1);
        long before = points.find(hash, key, 0, key.length);
        if (before == PointIndex.ABSENT) {
            points.ensureRoom(1);
            points.insert(hash, address);
            order.put(key, 0, key.length, address, before);
        } else {
            points.replace(address);
            order.put(key, 0, key.length, address, before);
        }
        model.put(key, address);
    }

    private void remove(byte[] key) {
        if (model.remove(key) == null) {
            assertThat(find(key)).isEqualTo(PointIndex.ABSENT);
            return;
        }
        assertThat(find(key)).isNotEqualTo(PointIndex.ABSENT);
        order.ensureRoom(1);
        points.remove();
        order.remove(key, 0, key.length);
    }

    private long find(byte[] key) {
        return points.find(points.hash(key, 0, key.length), key, 0, key.length);
    }

    private static List<Long> walk(TreeCursor cursor, boolean forward) {
        cursor.setRange(new byte[0], null, forward);
        List<Long> addresses = new ArrayList<>();
        while (cursor.next()) {
            addresses.add(cursor.address());
        }
        return addresses;
    }

    private void verify() {
        assertThat(points.size()).isEqualTo(model.size());
        for (Map.Entry<byte[], Long> entry : model.entrySet()) {
            assertThat(find(entry.getKey())).isEqualTo(entry.getValue());
        }
        assertThat(walk(order.cursor(), true)).containsExactlyElementsOf(model.values());
        assertThat(walk(order.cursor(), false))
                .containsExactlyElementsOf(model.descendingMap().values());
    }

    private static byte[] key(Random random) {
        return switch (random.nextInt(4)) {
            case 0 ->
                ("a/shared/prefix/of/many/keys/" + random.nextInt(20_000))
                        .getBytes(StandardCharsets.UTF_8);
            case 1 -> filled(random.nextInt(30), random.nextBoolean() ? 0 : -1);
            case 2 -> Arrays.copyOf(filled(120, 7), 118 + random.nextInt(40));
            default -> {
                byte[] key = new byte[random.nextInt(12)];
                random.nextBytes(key);
                yield key;
            }
        };
    }

    private static byte[] filled(int length, int value) {
        byte[] key = new byte[length];
        Arrays.fill(key, (byte) value);
        return key;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 50, 90})
    void agreeWithTheModelUnderRandomChanges(int percentRemoved) {
        long seed = new Random().nextLong();
        System.out.println("seed=" + seed + " percentRemoved=" + percentRemoved);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            if (random.nextInt(100) < percentRemoved) {
                remove(key(random));
            } else {
                put(key(random));
            }
        }
        verify();
        for (byte[] key : new ArrayList<>(model.keySet())) {
            remove(key);
        }
        verify();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 40})
    void keysAppendedInOrderAgreeWithTheModelBesideChangesOfLowerOnes(int percentChanged) {
        long seed = new Random().nextLong();
        System.out.println("seed=" + seed + " percentChanged=" + percentChanged);
        Random random = new Random(seed);
        TreeSet<byte[]> ascending = new TreeSet<>(Arrays::compareUnsigned);
        for (int i = 0; i < 40_000; i++) {
            ascending.add(key(random));
        }
        List<byte[]> appended = new ArrayList<>();
        for (byte[] key : ascending) {
            if (!model.isEmpty() && Arrays.compareUnsigned(model.lastKey(), key) >= 0) {
                continue; // it was appended under a snapshot
            }
            append(key);
            appended.add(key);
            boolean isBurst = random.nextInt(2_000) < percentChanged;
            int changes = isBurst ? 300 : random.nextInt(100) < percentChanged ? 1 : 0;
            int kind = random.nextInt(8);
            for (int i = 0; i < changes; i++) {
                changeNotAfter(key, appended, isBurst ? kind : random.nextInt(8), random);
            }
        }
        verify();
        for (byte[] key : appended) {
            remove(key);
        }
        model.keySet().forEach(key -> assertThat(find(key)).isNotEqualTo(PointIndex.ABSENT));
    }

    private void append(byte[] key) {
        log.ensureRoom(RecordFormat.size(key.length, 0));
        long address = log.begin(RecordFormat.PUT, key, 0, key.length, 0);
        log.commit(address);
        order.ensureRoom(1);
        points.ensureRoom(1);
        points.insert(points.hash(key, 0, key.length), address);
        order.append(key, 0, key.length, address);
        model.put(key, address);
    }

    /** Most of the time near the end, so that the last leaf is split, copied and joined, too. */
    private void changeNotAfter(byte[] last, List<byte[]> appended, int kind, Random random) {
        int near = Math.min(appended.size(), random.nextInt(1, 400));
        byte[] present = appended.get(appended.size() - near);
        switch (kind) {
            case 0 -> remove(present);
            case 1 -> put(present);
            case 2 -> order.setPins(0, Long.MAX_VALUE);
            case 3 -> appendUnderSnapshot(model.lastKey());
            default -> {
                byte[] next = Arrays.copyOf(present, present.length + random.nextInt(1, 9));
                random.nextBytes(next);
                System.arraycopy(present, 0, next, 0, present.length);
                put(Arrays.compareUnsigned(next, last) <= 0 ? next : last);
            }
        }
    }

    /** Appends what comes just after a key; a state that was pinned before must not show it. */
    private void appendUnderSnapshot(byte[] last) {
        byte[] next = Arrays.copyOf(last, last.length + 1);
        long epoch = order.pin();
        order.setPins(epoch, epoch);
        TreeCursor before = order.frozen().cursor();
        long count = model.size();
        append(next);
        before.setRange(last, null, true);
        assertThat(model.tailMap(last, true).size()).isLessThanOrEqualTo(2);
        int shown = 0;
        while (before.next()) {
            shown++;
        }
        assertThat(shown).isEqualTo((int) (count - model.headMap(last).size()));
    }

    @Test
    void noOperationMovesMoreThanAFewPages() {
        byte[] key = new byte[8];
        for (long i = 0; i < 100_000; i++) {
            for (int b = 0; b < 8; b++) {
                key[b] = (byte) ((i * 0x9E37_79B9_7F4A_7C15L) >>> (8 * b));
            }
            put(key.clone());
        }
        assertThat(points.mostMoved()).isEqualTo(512);
        int oneInsert = NodeFormat.LEAF_CAPACITY + order.height() * NodeFormat.INNER_CAPACITY;
        assertThat(order.mostMoved()).isLessThan(3 * NodeFormat.LEAF_CAPACITY + oneInsert);
        assertThat((points.pageBytes() + order.pages().usedBytes()) / model.size())
                .isLessThan(60);
        verify();
    }

    @Test
    void pinnedStatesStayAsTheyWere() {
        Random random = new Random(7);
        List<OrderIndex.Frozen> pinned = new ArrayList<>();
        List<List<Long>> expected = new ArrayList<>();
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 2_000; i++) {
                if (random.nextInt(3) == 0) {
                    remove(key(random));
                } else {
                    put(key(random));
                }
            }
            pinned.add(order.frozen());
            expected.add(new ArrayList<>(model.values()));
            order.pin();
        }
        for (int round = 0; round < 20; round++) {
            assertThat(walk(pinned.get(round).cursor(), true)).isEqualTo(expected.get(round));
        }
        assertThat(order.retainedBytes()).isPositive();
        order.setPins(0, Long.MAX_VALUE);
        for (int i = 0; i < 40_000; i++) {
            put(key(random));
        }
        assertThat(order.retainedBytes()).as("replaced nodes are taken back").isZero();
        verify();
    }

    @Test
    void keysInAscendingOrderFillLeavesWholly() {
        for (int i = 0; i < 50_000; i++) {
            put(String.format("/a/long/path/that/all/of/the/keys/share/%08d", i)
                    .getBytes(StandardCharsets.UTF_8));
        }
        long perEntry = order.pages().usedBytes() / model.size();
        assertThat(perEntry)
                .isLessThanOrEqualTo(NodeFormat.NODE_BYTES / NodeFormat.LEAF_CAPACITY + 1);
        verify();
    }
}
