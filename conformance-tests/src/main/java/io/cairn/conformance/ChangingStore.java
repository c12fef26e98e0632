package io.cairn.conformance;

import io.cairn.Snapshot;
import io.cairn.StateStore;

import java.util.Arrays;
import java.util.SplittableRandom;

/** A store that changes at random, and the model of what it holds. */
final class ChangingStore {
    private static final int KEYS = 400;

    private final StateStore store;
    private final SplittableRandom random;
    private Model model = new Model();

    ChangingStore(StateStore store, SplittableRandom random) {
        this.store = store;
        this.random = random;
    }

    /** A copy of what the store holds now. */
    Model model() {
        return new Model(model);
    }

    /** Says that the test itself has removed a key. */
    void forget(byte[] key) {
        model.delete(key);
    }

    void change(int changes) {
        for (int i = 0; i < changes; i++) {
            byte[] key = key();
            if (random.nextInt(10) < 3) {
                Verifier.require(
                        store.delete(key) == model.delete(key), "delete answered otherwise");
            } else {
                byte[] value = Bytes.random(random.nextLong(), length());
                store.put(key, value);
                model.put(key, value);
            }
        }
        if (random.nextInt(5) == 0) {
            store.flush(Bytes.bigEndian(random.nextLong()));
        }
    }

    private int length() {
        return random.nextInt(40) == 0 ? random.nextInt(9_000) : random.nextInt(30);
    }

    /** Keys of few and of many common first bytes, some of them the beginning of others. */
    private byte[] key() {
        byte[] number = Bytes.bigEndian(random.nextInt(KEYS));
        return switch (random.nextInt(4)) {
            case 0 -> Bytes.concat(Bytes.run(120, 'x'), number);
            case 1 -> Arrays.copyOfRange(number, 6, 6 + random.nextInt(3));
            default -> number;
        };
    }

    /** Now and then makes the store have other files or indexes. */
    void reorganise() {
        switch (random.nextInt(12)) {
            case 0 -> store.compact();
            case 1 -> {
                store.clear();
                model.clear();
            }
            case 2 -> {
                try (Snapshot snapshot = store.snapshot()) {
                    Model moment = model();
                    change(20);
                    store.restore(snapshot);
                    model = moment;
                }
            }
            case 3 -> store.saveIndex();
            default -> change(1);
        }
    }
}
