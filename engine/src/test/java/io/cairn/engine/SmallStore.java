package io.cairn.engine;

import io.cairn.Direction;
import io.cairn.Entry;
import io.cairn.KeyRange;
import io.cairn.KeyValueReader;
import io.cairn.StateStore;
import io.cairn.StoreOptions;
import io.cairn.WindowSizes;
import io.cairn.WriteBatch;
import io.cairn.engine.memory.TestMemoryFactory;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A file whose windows are so small that a few records meet all there is, and what it must hold.
 */
final class SmallStore {
    static final StoreOptions OPTIONS =
            StoreOptions.defaults().withWindows(new WindowSizes(4096, 8192));
    static final StoreOptions READ_ONLY = OPTIONS.withReadOnly(true);

    private static final int KEYS = 25;
    private static final int LARGEST_BATCH = 6;

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

        void addTo(WriteBatch batch) {
            if (value.length == 0) {
                batch.delete(bytes(key));
            } else {
                batch.put(bytes(key), value);
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

    /** Writes changes, half of them in batches of several keys, and flushes. */
    static void write(Path path, List<Change> changes) {
        try (StateStore store = open(path, OPTIONS)) {
            for (int from = 0; from < changes.size(); ) {
                List<Change> group = changes.subList(from, endOfGroup(changes, from));
                write(store, group, group.size() > 1 && from % 2 == 0);
                from += group.size();
            }
            store.flush(bytes("tag"));
        }
    }

    /** Changes of different keys, so that each leaves a record of a batch, too. */
    private static int endOfGroup(List<Change> changes, int from) {
        Set<String> keys = new HashSet<>();
        int end = from;
        while (end < changes.size()
                && keys.size() < LARGEST_BATCH
                && !changes.get(end).key.isEmpty()
                && keys.add(changes.get(end).key)) {
            end++;
        }
        return Math.max(end, from + 1);
    }

    private static void write(StateStore store, List<Change> group, boolean together) {
        WriteBatch batch = new WriteBatch();
        for (Change change : group) {
            if (together) {
                change.addTo(batch);
            } else {
                change.applyTo(store);
            }
        }
        store.write(batch);
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
