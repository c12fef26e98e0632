package io.cairn.conformance;

import io.cairn.Snapshot;
import io.cairn.StateStore;
import io.cairn.WriteBatch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.SplittableRandom;

/**
 * Random changes and upkeep of a small store, each noted in its history before it is made, so that
 * at any moment the history says what a loss of power may leave.
 */
final class FaultWorkload {
    private static final int KEYS = 40;
    private static final int LARGEST_BATCH = 12;
    /** More than the file is reserved at a time, and many windows. */
    private static final int LARGE = 70_000;

    private static final int[] TAG_BYTES = {8, 18, 512, 4_096};

    private final SplittableRandom random;
    private final History history;
    private long tags;

    FaultWorkload(SplittableRandom random, History history) {
        this.random = random;
        this.history = history;
    }

    /** Does something to the store. */
    void step(StateStore store) throws IOException {
        int kind = random.nextInt(100);
        if (kind < 44) {
            put(store);
        } else if (kind < 45) {
            putLarge(store);
        } else if (kind < 50) {
            putAll(store);
        } else if (kind < 57) {
            write(store, random.nextInt(LARGEST_BATCH));
        } else if (kind < 65) {
            delete(store);
        } else if (kind < 75) {
            update(store);
        } else if (kind < 80) {
            addLong(store);
        } else {
            upkeep(store, kind);
        }
    }

    private void upkeep(StateStore store, int kind) throws IOException {
        if (kind < 85) {
            flush(store);
        } else if (kind < 91) {
            flushWithTag(store, TAG_BYTES[random.nextInt(TAG_BYTES.length)]);
        } else if (kind < 94) {
            store.saveIndex();
        } else if (kind < 96) {
            compact(store);
        } else if (kind < 98) {
            clear(store);
        } else {
            restore(store, random.nextBoolean());
        }
    }

    private byte[] key() {
        int number = random.nextInt(KEYS);
        return Bytes.concat(Bytes.utf8("key"), Bytes.run(1 + number % 7, number));
    }

    private byte[] value() {
        int length = random.nextInt(60) == 0 ? 4_000 + random.nextInt(9_000) : random.nextInt(250);
        return Bytes.random(random.nextLong(), length);
    }

    void put(StateStore store) {
        put(store, key(), value());
    }

    /** Puts a value that makes the file grow. */
    void putLarge(StateStore store) {
        put(store, key(), Bytes.random(random.nextLong(), LARGE + random.nextInt(LARGE)));
    }

    void put(StateStore store, byte[] key, byte[] value) {
        noted().put(key, value);
        store.put(key, value);
    }

    /** Puts another value under a key that is present. */
    void overwrite(StateStore store) {
        put(store, presentKey(), value());
    }

    private byte[] presentKey() {
        int skipped = random.nextInt(history.last().size());
        return history.last().entries().keySet().stream()
                .skip(skipped)
                .findFirst()
                .orElseThrow();
    }

    private Model noted() {
        Model after = new Model(history.last());
        history.changing(after);
        return after;
    }

    void putAll(StateStore store) {
        byte[][] keys = new byte[random.nextInt(LARGEST_BATCH)][];
        byte[][] values = new byte[keys.length][];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = key();
            values[i] = value();
            noted().put(keys[i], values[i]);
        }
        store.putAll(keys, values);
    }

    /** Puts and deletes in one batch: one change. */
    void write(StateStore store, int operations) {
        WriteBatch batch = new WriteBatch();
        Model model = new Model(history.last());
        for (int i = 0; i < operations; i++) {
            WriteBatchContract.add(batch, model, key(), value(), random.nextInt(3) > 0);
        }
        history.changing(model);
        store.write(batch);
    }

    /** Writes a batch that makes the file grow by several windows. */
    void writeLarge(StateStore store) {
        WriteBatch batch = new WriteBatch();
        Model model = new Model(history.last());
        for (int i = 0; i < LARGEST_BATCH; i++) {
            byte[] value = i % 4 == 1 ? Bytes.random(random.nextLong(), LARGE) : value();
            WriteBatchContract.add(batch, model, key(), value, i % 5 > 0);
        }
        history.changing(model);
        store.write(batch);
    }

    void delete(StateStore store) {
        byte[] key = history.last().size() == 0 ? key() : presentKey();
        boolean present = noted().delete(key);
        Verifier.require(store.delete(key) == present, "delete lied of " + Bytes.show(key));
    }

    void update(StateStore store) {
        byte[] key = history.last().size() == 0 ? key() : presentKey();
        byte[] present = history.last().get(key);
        if (present != null && present.length > 0) {
            byte[] value = present.clone();
            int at = random.nextInt(value.length);
            value[at]++;
            noted().put(key, value);
            store.update(key, view -> view.putByte(at, value[at]));
        }
    }

    void addLong(StateStore store) {
        byte[] key = Bytes.utf8("counter");
        Model model = new Model(history.last());
        byte[] present = model.get(key);
        long sum = random.nextInt(1_000) + (present == null ? 0 : CounterContract.number(present));
        model.put(key, CounterContract.littleEndian(sum));
        history.changing(model);
        long delta = present == null ? sum : sum - CounterContract.number(present);
        Verifier.require(store.addLong(key, delta) == sum, "addLong lied");
    }

    void clear(StateStore store) {
        history.changing(new Model());
        store.clear();
    }

    void flush(StateStore store) {
        history.flushing(history.tag());
        store.flush();
        history.flushed();
    }

    /** Flushes with a tag of some bytes, 8 or more, unlike any other. */
    void flushWithTag(StateStore store, int tagBytes) {
        byte[] tag =
                Bytes.concat(Bytes.bigEndian(++tags), Bytes.random(tags, tagBytes - Long.BYTES));
        history.flushing(tag);
        store.flush(tag);
        history.flushed();
    }

    void compact(StateStore store) {
        history.flushing(history.tag());
        store.compact();
        history.flushed();
    }

    /** Goes back to a moment two changes ago. */
    void restore(StateStore store, boolean fromSnapshot) throws IOException {
        try (Snapshot snapshot = store.snapshot()) {
            Model moment = new Model(history.last());
            byte[] stream = RestoreContract.streamOf(store);
            put(store);
            put(store);
            history.changing(moment);
            history.flushing(history.tag());
            if (fromSnapshot) {
                store.restore(snapshot);
            } else {
                store.restore(new ByteArrayInputStream(stream));
            }
            history.flushed();
        }
    }
}
