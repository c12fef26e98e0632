package io.cairn.conformance;

import io.cairn.BytesView;
import io.cairn.Cursor;
import io.cairn.Direction;
import io.cairn.KeyRange;
import io.cairn.Snapshot;
import io.cairn.StateStore;
import io.cairn.WriteBatch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/**
 * All rules in a store that is so large that its indexes may follow its writes with a delay: writes
 * come in bursts, with nothing between them that would make the indexes complete, and are then read
 * in one of all the ways there are. {@code -Dcairn.seed=N} repeats a run.
 */
public abstract class LargeTreeContract extends StoreTests {
    private static final long SEED = Long.getLong("cairn.seed", System.nanoTime());
    private static final int ENTRIES = 12_000;
    private static final int KEYS = 14_000;
    private static final int BURSTS = 300;
    private static final int LONGEST_BURST = 40;
    private static final int RECENT = 12;

    /** For subclasses. */
    protected LargeTreeContract() {}

    @EveryMode
    void r4_whatWasWrittenInABurstIsReadInEveryWay(Mode mode) throws IOException {
        try {
            new Course(open(mode)).run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed=" + SEED, e);
        }
    }

    @OnFile
    void s8_whatWasWrittenInABurstIsThereAfterReopening(Mode mode) throws IOException {
        Course course = new Course(open(mode));
        for (int i = 0; i < 8; i++) {
            course.burst();
            StateStore again = reopen(course.store, mode);
            course.store = again;
            Verifier.verify(again, course.model);
        }
    }

    /** A store and what it should hold. */
    private static final class Course {
        private final SplittableRandom random = new SplittableRandom(SEED);
        private final Model model = new Model();
        private final Deque<Integer> recent = new ArrayDeque<>();
        private StateStore store;
        private int version;

        Course(StateStore store) {
            this.store = store;
            for (int i = 0; i < ENTRIES; i++) {
                put(random.nextInt(KEYS));
            }
        }

        void run() throws IOException {
            for (int i = 0; i < BURSTS; i++) {
                burst();
                read();
            }
            Verifier.verify(store, model);
        }

        void burst() {
            int length = 1 + random.nextInt(LONGEST_BURST);
            for (int i = 0; i < length; i++) {
                change(number());
            }
        }

        /** Often one of the keys that were touched last. */
        private int number() {
            int number = random.nextInt(3) == 0 && !recent.isEmpty()
                    ? recent.stream()
                            .skip(random.nextInt(recent.size()))
                            .findFirst()
                            .orElseThrow()
                    : random.nextInt(KEYS);
            recent.addLast(number);
            if (recent.size() > RECENT) {
                recent.removeFirst();
            }
            return number;
        }

        private void change(int number) {
            switch (random.nextInt(12)) {
                case 0 -> delete(number);
                case 1 -> update(number);
                case 2 -> add(number);
                case 3 -> putAll(number);
                case 4 -> write(number);
                default -> put(number);
            }
        }

        private void put(int number) {
            byte[] value = Bytes.random(version++, 8 + version % 50);
            store.put(key(number), value);
            model.put(key(number), value);
        }

        private void delete(int number) {
            boolean expected = model.delete(key(number));
            Verifier.require(store.delete(key(number)) == expected, "delete answered wrong");
        }

        private void update(int number) {
            byte[] before = model.get(key(number));
            boolean present = store.update(key(number), view -> view.putByte(3, (byte) 77));
            Verifier.require(present == (before != null), "update answered wrong");
            if (before != null) {
                byte[] after = before.clone();
                after[3] = 77;
                model.put(key(number), after);
            }
        }

        private void add(int number) {
            byte[] counter = Bytes.concat(key(number), Bytes.of(1));
            byte[] before = model.get(counter);
            long sum = store.addLong(counter, version);
            long expected = (before == null ? 0 : littleEndian(before).getLong()) + version;
            Verifier.require(sum == expected, "sum=" + sum + ", expected=" + expected);
            model.put(counter, littleEndian(new byte[Long.BYTES]).putLong(sum).array());
        }

        private static ByteBuffer littleEndian(byte[] bytes) {
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }

        private void putAll(int number) {
            byte[][] keys = {key(number), key(number + 1), key(number), key(number / 2)};
            byte[][] values = new byte[keys.length][];
            for (int i = 0; i < keys.length; i++) {
                values[i] = Bytes.random(version++, 8 + i);
                model.put(keys[i], values[i]);
            }
            store.putAll(keys, values);
        }

        private void write(int number) {
            WriteBatch batch = new WriteBatch();
            int count = random.nextInt(random.nextInt(8) == 0 ? 300 : 8);
            for (int i = 0; i < count; i++) {
                byte[] key = key(number + (i % 2 == 0 ? i : random.nextInt(KEYS)));
                byte[] value = Bytes.random(version++, 8 + i % 50);
                WriteBatchContract.add(batch, model, key, value, random.nextInt(4) > 0);
            }
            store.write(batch);
        }

        private void read() throws IOException {
            switch (random.nextInt(10)) {
                case 0 -> Verifier.require(store.size() == model.size(), "size is wrong");
                case 1 -> Verifier.require(store.sizeBytes() == model.sizeBytes(), "sizeBytes");
                case 2 -> scan(store);
                case 3 -> snapshot();
                case 4 -> getAll();
                case 5 -> store.flush();
                case 6 -> seldom();
                default -> recent.forEach(this::get);
            }
        }

        private void get(int number) {
            byte[] key = key(number);
            byte[] expected = model.get(key);
            BytesView view = store.newView();
            boolean present = store.getRef(key, view);
            Verifier.require(present == (expected != null), "getRef answered wrong");
            Verifier.require(store.contains(key) == present, "contains answered wrong");
            if (expected != null) {
                Verifier.requireValue(key, view.toByteArray(), expected);
            }
        }

        private void getAll() {
            byte[][] keys = recent.stream().map(Course::key).toArray(byte[][]::new);
            BatchContract.verifyGetAll(store, model, keys, BatchContract.views(store, keys.length));
        }

        private void scan(StateStore reader) {
            byte[] first = {(byte) random.nextInt(256)};
            byte[] last = {first[0], (byte) 0xFF};
            Cursor cursor = reader.scan(KeyRange.of(first, last), Direction.FORWARD);
            Verifier.verifyScan(cursor, model.range(first, last));
        }

        /** Later bursts must not be seen in it. */
        private void snapshot() {
            try (Snapshot snapshot = store.snapshot()) {
                Model before = new Model(model);
                burst();
                Verifier.require(snapshot.size() == before.size(), "the snapshot's size is wrong");
                for (int number : recent) {
                    byte[] value = before.get(key(number));
                    byte[] found = snapshot.get(key(number));
                    Verifier.require((value == null) == (found == null), "the snapshot is wrong");
                    if (value != null) {
                        Verifier.requireValue(key(number), found, value);
                    }
                }
            }
            scan(store);
        }

        private void seldom() throws IOException {
            switch (random.nextInt(12)) {
                case 0 -> store.compact();
                case 1 -> store.saveIndex();
                case 2 -> {
                    try (Snapshot snapshot = store.snapshot()) {
                        snapshot.writeTo(new ByteArrayOutputStream());
                    }
                }
                case 3 -> Verifier.verify(store, model);
                default -> Verifier.require(store.verify().isSound(), "verify finds damage");
            }
        }

        private static byte[] key(int number) {
            return Bytes.random(number % KEYS, 12);
        }
    }
}
