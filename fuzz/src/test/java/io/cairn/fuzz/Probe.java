package io.cairn.fuzz;

import io.cairn.Cursor;
import io.cairn.Direction;
import io.cairn.KeyRange;
import io.cairn.StateStore;
import io.cairn.StateStoreException;
import io.cairn.UnsupportedFormatException;
import io.cairn.VerificationReport;
import io.cairn.WriteBatch;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Checks what came of an input. */
final class Probe {
    private static final byte[] KEY = {'p', 'r', 'o', 'b', 'e'};

    private Probe() {}

    /** What was expected did not happen. */
    static final class Finding extends AssertionError {
        private static final long serialVersionUID = 1;

        Finding(String message) {
            super(message);
        }
    }

    static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new Finding(otherwise);
        }
    }

    /** Checks that a refusal names the file, and the place or the version. */
    static void requireNamed(StateStoreException refusal, Path file) {
        String message = String.valueOf(refusal.getMessage());
        require(
                message.contains(file.toString())
                        && (message.contains("offset=") || message.contains("version=")),
                "the refusal names no file and offset: " + refusal);
    }

    static void requireSound(VerificationReport report) {
        require(report.isSound(), "unsound: " + report);
    }

    /** Checks that a store is sound and holds just these entries. */
    static void requireHolds(StateStore store, NavigableMap<byte[], byte[]> expected) {
        requireSound(store.verify());
        requireEntries(store.scan(KeyRange.all(), Direction.FORWARD), expected);
        requireEntries(store.scan(KeyRange.all(), Direction.BACKWARD), reversed(expected));
        require(store.size() == expected.size(), "size=" + store.size());
        expected.forEach((key, value) ->
                require(Arrays.equals(store.get(key), value), "get is not what a scan gives"));
    }

    private static NavigableMap<byte[], byte[]> reversed(NavigableMap<byte[], byte[]> entries) {
        NavigableMap<byte[], byte[]> reversed =
                new TreeMap<>((a, b) -> Arrays.compareUnsigned(b, a));
        reversed.putAll(entries);
        return reversed;
    }

    private static void requireEntries(Cursor cursor, NavigableMap<byte[], byte[]> expected) {
        for (Map.Entry<byte[], byte[]> entry : expected.entrySet()) {
            require(cursor.next(), "there are fewer entries than " + expected.size());
            require(
                    Arrays.equals(cursor.key().toByteArray(), entry.getKey())
                            && Arrays.equals(cursor.value().toByteArray(), entry.getValue()),
                    "an entry is not what it should be");
        }
        require(!cursor.next(), "there are more entries than " + expected.size());
    }

    /** Changes a store in several ways, and the expectation with it. */
    static void change(StateStore store, NavigableMap<byte[], byte[]> expected) {
        store.put(KEY, KEY);
        expected.put(KEY, KEY);
        if (!Arrays.equals(expected.firstKey(), KEY)) {
            store.delete(expected.firstKey());
            expected.remove(expected.firstKey());
        }
        store.addLong(new byte[0], 1);
        expected.put(new byte[0], new byte[] {1, 0, 0, 0, 0, 0, 0, 0});
        WriteBatch batch =
                new WriteBatch().put(KEY, new byte[9]).delete(new byte[0]).put(KEY, KEY);
        try {
            store.write(batch.put(new byte[2], KEY));
        } catch (UnsupportedFormatException firstVersion) {
            store.compact();
            store.write(batch);
        }
        expected.remove(new byte[0]);
        expected.put(new byte[2], KEY);
    }
}
