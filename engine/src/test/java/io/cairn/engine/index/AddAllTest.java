package io.cairn.engine.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.StoreOptions;
import io.cairn.engine.log.RecordFormat;
import io.cairn.engine.log.RecordLog;
import io.cairn.engine.memory.TestMemoryFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An order index that is made from all keys at once is the one that single puts make. */
final class AddAllTest {
    private final TestMemoryFactory factory = new TestMemoryFactory();
    private final RecordLog log = RecordLog.inMemory(factory, StoreOptions.defaults());
    private final PointIndex points = new PointIndex(factory, log, 42);
    private final OrderIndex order = new OrderIndex(factory, log);
    private final TreeSet<byte[]> model = new TreeSet<>(Arrays::compareUnsigned);

    @AfterEach
    void release() {
        points.release();
        order.release();
        log.release();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 30_000})
    void randomKeys(int count) {
        Random random = new Random(count);
        for (int i = 0; i < count; i++) {
            byte[] key = new byte[16];
            random.nextBytes(key);
            add(key);
        }
        verify(0);
    }

    @Test
    void shortKeysWhoseHeadsAreEqual() {
        add(new byte[0]);
        for (int length = 1; length < 24; length++) {
            add(new byte[length]);
            byte[] last = new byte[length];
            last[length - 1] = 1;
            add(last);
        }
        verify(0);
    }

    @Test
    void manyKeysWithOneHead() {
        for (int i = 0; i < 20_000; i++) {
            byte[] key = new byte[20];
            key[15] = (byte) ((i * 31) >>> 8);
            key[17] = (byte) (i * 31);
            key[18] = (byte) ((i * 31) >>> 16);
            add(key);
        }
        verify(0);
    }

    @Test
    void runsOfEqualHeadsBetweenOthers() {
        Random random = new Random(7);
        for (int i = 0; i < 30_000; i++) {
            byte[] key = new byte[12];
            random.nextBytes(key);
            key[0] = 'p';
            if (i % 3 != 0) {
                Arrays.fill(key, 1, 9, (byte) (i % 5));
            }
            add(key);
        }
        verify(1);
    }

    @Test
    void aPrefixLongerThanANodeHolds() {
        for (int i = 0; i < 5_000; i++) {
            byte[] key = new byte[200];
            key[198] = (byte) (i >>> 8);
            key[199] = (byte) i;
            add(key);
        }
        verify(198);
    }

    private void add(byte[] key) {
        if (!model.add(key)) {
            return;
        }
        log.ensureRoom(RecordFormat.size(key.length, 0));
        long address = log.begin(RecordFormat.PUT, key, 0, key.length, 0);
        log.commit(address);
        points.ensureRoom(1);
        points.insert(points.hash(key, 0, key.length), address);
    }

    /** Compares, changes the tree in the usual way, and compares again. */
    private void verify(int shared) {
        order.addAll(points, model.first(), shared);
        assertThat(keys(true)).containsExactlyElementsOf(model);
        assertThat(keys(false)).containsExactlyElementsOf(model.descendingSet());
        List<byte[]> all = new ArrayList<>(model);
        for (int i = 0; i < all.size(); i += 2) {
            order.ensureRoom(1);
            order.remove(all.get(i), 0, all.get(i).length);
            model.remove(all.get(i));
        }
        for (int i = 0; i < 1_000; i++) {
            byte[] key = ("between " + i).getBytes(UTF_8);
            add(key);
            order.ensureRoom(1);
            long address = points.find(points.hash(key, 0, key.length), key, 0, key.length);
            order.put(key, 0, key.length, address, PointIndex.ABSENT);
        }
        assertThat(keys(true)).containsExactlyElementsOf(model);
    }

    private List<byte[]> keys(boolean forward) {
        List<byte[]> keys = new ArrayList<>();
        TreeCursor cursor = order.cursor();
        cursor.setRange(new byte[0], null, forward);
        while (cursor.next()) {
            long address = cursor.address();
            byte[] key = new byte[RecordFormat.keyLength(log.at(address), log.within(address))];
            log.at(address).copyOut(RecordFormat.keyAt(log.within(address)), key, 0, key.length);
            keys.add(key);
        }
        return keys;
    }
}
