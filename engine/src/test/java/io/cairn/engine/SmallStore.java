package io.cairn.engine;

import io.cairn.Direction;
import io.cairn.Entry;
import io.cairn.KeyRange;
import io.cairn.KeyValueReader;
import io.cairn.StateStore;
import io.cairn.StoreOptions;
import io.cairn.WindowSizes;
import io.cairn.engine.memory.TestMemoryFactory;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A file whose windows are so small that a few records meet all there is, and what it must hold.
 */
final class SmallStore {
    static final StoreOptions OPTIONS =
            StoreOptions.defaults().withWindows(new WindowSizes(4096, 8192));
    static final StoreOptions READ_ONLY = OPTIONS.withReadOnly(true);

    private static final int KEYS = 25;

    private SmallStore() {}

    /** One change; without a value a deletion, without a key a clear. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Change(String key, byte[] value) {
        void applyTo(StateStore store) {
            if (key.isEmpty()) {
                store.clear();
            } else if (value.length == 0) {
                store.delete(bytes(key));
            } else {
                store.put(bytes(key), value);
            }
        }

        void applyTo(Map<String, String> model) {
            if (key.isEmpty()) {
                model.clear();
            } else if (value.length == 0) {
                model.remove(key);
            } else {
                model.put(key, show(value));
            }
        }
    }

    static StateStore open(Path path, StoreOptions options) {
        return EngineStores.openPersistent(new TestMemoryFactory(), path, options);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Random changes, each of which leaves a record; among them values wider than any window. */
    static List<Change> changes(Random random, int count) {
        List<Change> changes = new ArrayList<>();
        Map<String, String> model = new TreeMap<>();
        while (changes.size() < count) {
            Change change = change(random);
            if (change.value.length > 0 || model.containsKey(change.key)) {
                change.applyTo(model);
                changes.add(change);
            }
        }
        return changes;
    }

    private static Change change(Random random) {
        int kind = random.nextInt(40);
        int length = kind == 1 ? 9000 : 1 + random.nextInt(kind < 8 ? 1500 : 60);
        byte[] value = new byte[kind >= 30 ? 0 : length];
        random.nextBytes(value);
        return new Change(kind == 0 ? "" : "key" + random.nextInt(KEYS), value);
    }

    /** Writes changes, and flushes. */
    static void write(Path path, List<Change> changes) {
        try (StateStore store = open(path, OPTIONS)) {
            changes.forEach(change -> change.applyTo(store));
            store.flush(bytes("tag"));
        }
    }

    static Map<String, String> model(List<Change> changes) {
        Map<String, String> model = new TreeMap<>();
        changes.forEach(change -> change.applyTo(model));
        return model;
    }

    static Map<String, String> contents(KeyValueReader store) {
        Map<String, String> contents = new TreeMap<>();
        for (Entry entry :
                (Iterable<Entry>) () -> store.entries(KeyRange.all(), Direction.FORWARD)) {
            contents.put(new String(entry.key(), StandardCharsets.UTF_8), show(entry.value()));
        }
        return contents;
    }

    private static String show(byte[] value) {
        return value.length + ":" + HexFormat.of().toHexDigits(Arrays.hashCode(value));
    }
}
