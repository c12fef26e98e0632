package io.cairn.conformance;

import io.cairn.Snapshot;
import io.cairn.StateStore;

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
        if (kind < 45) {
            put(store);
        } else if (kind < 55) {
            putAll(store);
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
            flush(store, false);
        } else if (kind < 91) {
            flush(store, true);
        } else if (kind < 94) {
            store.saveIndex();
        } else if (kind < 96) {
            history.flushing(history.tag());
            store.compact();
            history.flushed();
        } else if (kind < 98) {
            history.changing(new Model());
            store.clear();
        } else {
            restore(store);
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

    private void put(StateStore store) {
        byte[] key = key();
        byte[] value = value();
        noted().put(key, value);
        store.put(key, value);
    }

    private Model noted() {
        Model after = new Model(history.last());
        history.changing(after);
        return after;
    }

    private void putAll(StateStore store) {
        byte[][] keys = new byte[random.nextInt(LARGEST_BATCH)][];
        byte[][] values = new byte[keys.length][];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = key();
            values[i] = value();
            noted().put(keys[i], values[i]);
        }
        store.putAll(keys, values);
    }

    private void delete(StateStore store) {
        byte[] key = key();
        boolean present = noted().delete(key);
        Verifier.require(store.delete(key) == present, "delete lied of " + Bytes.show(key));
    }

    private void update(StateStore store) {
        byte[] key = key();
        byte[] present = history.last().get(key);
        if (present != null && present.length > 0) {
            byte[] value = present.clone();
            int at = random.nextInt(value.length);
            value[at]++;
            noted().put(key, value);
            store.update(key, view -> view.putByte(at, value[at]));
        }
    }

    private void addLong(StateStore store) {
        byte[] key = Bytes.utf8("counter");
        Model model = new Model(history.last());
        byte[] present = model.get(key);
        long sum = random.nextInt(1_000) + (present == null ? 0 : CounterContract.number(present));
        model.put(key, CounterContract.littleEndian(sum));
        history.changing(model);
        long delta = present == null ? sum : sum - CounterContract.number(present);
        Verifier.require(store.addLong(key, delta) == sum, "addLong lied");
    }

    private void flush(StateStore store, boolean withTag) {
        if (withTag) {
            byte[] tag = Bytes.concat(
                    Bytes.bigEndian(++tags), new byte[random.nextInt(4) == 0 ? 4_000 : 10]);
            history.flushing(tag);
            store.flush(tag);
        } else {
            history.flushing(history.tag());
            store.flush();
        }
        history.flushed();
    }

    private void restore(StateStore store) throws IOException {
        try (Snapshot snapshot = store.snapshot()) {
            Model moment = new Model(history.last());
            byte[] stream = RestoreContract.streamOf(store);
            put(store);
            put(store);
            history.changing(moment);
            history.flushing(history.tag());
            if (random.nextBoolean()) {
                store.restore(snapshot);
            } else {
                store.restore(new ByteArrayInputStream(stream));
            }
            history.flushed();
        }
    }
}
