package io.cairn.conformance;

import io.cairn.BytesView;
import io.cairn.Cursor;
import io.cairn.Direction;
import io.cairn.KeyRange;
import io.cairn.KeyValueReader;
import io.cairn.StateStore;
import io.cairn.StoreVerifier;
import io.cairn.VerificationReport;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Compares stores and snapshots with what they should hold, and with themselves. */
final class Verifier {
    /** A store that holds more is not copied to the heap as a whole. */
    private static final long MOST_BYTES_COPIED = 64 << 20;

    private Verifier() {}

    /**
     * Checks that a reader holds just the model's entries, by every way to read them, and that a
     * store is sound inside.
     */
    static void verify(KeyValueReader reader, Model model) {
        if (reader instanceof StateStore store) {
            verifySound(store);
        }
        verifyCounts(reader, model);
        verifyScan(reader.scan(KeyRange.all(), Direction.FORWARD), model.entries());
        verifyScan(
                reader.scan(KeyRange.all(), Direction.BACKWARD), model.entries().descendingMap());
        BytesView view = reader.newView();
        model.entries().forEach((key, value) -> verifyEntry(reader, view, key, value));
    }

    private static void verifySound(StateStore store) {
        VerificationReport report = StoreVerifier.verify(store);
        require(report.isSound(), () -> "the store is unsound: " + report);
    }

    /** Checks the counts, which cost nothing, and that fragmentation is a share. */
    static void verifyCounts(KeyValueReader reader, Model model) {
        require(
                reader.size() == model.size(),
                "size()=" + reader.size() + ", expected=" + model.size());
        require(
                reader.sizeBytes() == model.sizeBytes(),
                "sizeBytes()=" + reader.sizeBytes() + ", expected=" + model.sizeBytes());
        require(
                reader.isEmpty() == (model.size() == 0),
                "isEmpty()=" + reader.isEmpty() + ", size=" + model.size());
        if (reader instanceof StateStore store) {
            double fragmentation = store.fragmentation();
            require(
                    fragmentation >= 0.0 && fragmentation <= 1.0,
                    "fragmentation()=" + fragmentation);
        }
    }

    /** Checks that a cursor before its first entry walks over just these entries. */
    static void verifyScan(Cursor cursor, NavigableMap<byte[], byte[]> expected) {
        Iterator<Map.Entry<byte[], byte[]>> entries = expected.entrySet().iterator();
        while (cursor.next()) {
            byte[] key = cursor.key().toByteArray();
            require(entries.hasNext(), "the scan gave a key too many: " + Bytes.show(key));
            Map.Entry<byte[], byte[]> entry = entries.next();
            requireKey(key, entry.getKey());
            requireValue(key, cursor.value().toByteArray(), entry.getValue());
        }
        if (entries.hasNext()) {
            throw new AssertionError(
                    "the scan ended before key " + Bytes.show(entries.next().getKey()));
        }
    }

    /** Checks that a store agrees with itself, if it is still open: every test ends with this. */
    static void verifyIfOpen(StateStore store) {
        if (isOpen(store) && store.sizeBytes() <= MOST_BYTES_COPIED) {
            verifyItself(store);
        } else if (isOpen(store)) {
            verifySound(store);
        }
    }

    static void requireKey(byte[] key, byte[] expected) {
        require(
                Arrays.equals(key, expected),
                () -> "the scan gave key " + Bytes.show(key) + ", expected="
                        + Bytes.show(expected));
    }

    static void requireValue(byte[] key, byte @Nullable [] value, byte[] expected) {
        require(
                Arrays.equals(value, expected),
                () -> "key " + Bytes.show(key) + " has value "
                        + (value == null ? "absent" : Bytes.show(value)) + ", expected="
                        + Bytes.show(expected));
    }

    static byte[] requirePresent(Model model, byte[] key) {
        byte[] value = model.get(key);
        if (value == null) {
            throw new AssertionError("the test expects key " + Bytes.show(key) + " to be present");
        }
        return value;
    }

    static void require(boolean holds, String message) {
        require(holds, () -> message);
    }

    private static void require(boolean holds, Supplier<String> message) {
        if (!holds) {
            throw new AssertionError(message.get());
        }
    }

    private static void verifyEntry(
            KeyValueReader reader, BytesView view, byte[] key, byte[] value) {
        requireValue(key, reader.get(key), value);
        require(reader.contains(key), "contains() denies the present key " + Bytes.show(key));
        require(reader.getRef(key, view), "getRef() denies the present key " + Bytes.show(key));
        require(
                view.length() == value.length,
                "the view of key " + Bytes.show(key) + " has length=" + view.length());
        require(
                view.compareTo(value) == 0,
                "the view of key " + Bytes.show(key) + " differs from its value");
    }

    private static void verifyItself(KeyValueReader reader) {
        Model seen = new Model();
        Cursor cursor = reader.scan(KeyRange.all(), Direction.FORWARD);
        byte @Nullable [] last = null;
        while (cursor.next()) {
            byte[] key = cursor.key().toByteArray();
            byte[] before = last;
            require(
                    before == null || Arrays.compareUnsigned(before, key) < 0,
                    () -> "keys out of order: " + Bytes.show(key) + " after "
                            + Bytes.show(before == null ? key : before));
            seen.put(key, cursor.value().toByteArray());
            last = key;
        }
        verify(reader, seen);
    }

    private static boolean isOpen(StateStore store) {
        try {
            return store.size() >= 0;
        } catch (IllegalStateException closed) {
            return false;
        }
    }
}
