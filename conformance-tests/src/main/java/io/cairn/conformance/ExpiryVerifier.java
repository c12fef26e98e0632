package io.cairn.conformance;

import io.cairn.Direction;
import io.cairn.ExpiringCursor;
import io.cairn.ExpiringReader;
import io.cairn.ExpiringStateStore;
import io.cairn.KeyRange;
import io.cairn.TimedBytesView;
import io.cairn.VerificationReport;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NavigableMap;

/** Compares stores whose entries expire with what they should hold, and with themselves. */
final class ExpiryVerifier {
    private ExpiryVerifier() {}

    /**
     * Checks that entries and time index agree, both ways, and that the store under them is sound.
     */
    static void verifySound(ExpiringStateStore store) {
        VerificationReport report = store.verify();
        Verifier.require(report.isSound(), "entries and time index disagree: " + report);
    }

    /** Checks that a reader shows just the entries of the model that have not expired. */
    static void verify(ExpiringReader reader, ExpiryModel model) {
        if (reader instanceof ExpiringStateStore store) {
            verifySound(store);
        }
        verifyCounts(reader, model);
        verifyScan(reader.scan(KeyRange.all(), Direction.FORWARD), model.live());
        verifyScan(reader.scan(KeyRange.all(), Direction.BACKWARD), model.live().descendingMap());
        TimedBytesView view = reader.newView();
        model.live().values().forEach(item -> verifyPresent(reader, view, item));
        model.waiting().forEach(item -> verifyAbsent(reader, view, item.key()));
    }

    static void verifyCounts(ExpiringReader reader, ExpiryModel model) {
        requireEqual("watermark", reader.watermark(), model.watermark());
        requireEqual("size", reader.size(), model.live().size());
        requireEqual(
                "storedEntries",
                reader.storedEntries(),
                model.live().size() + (long) model.waiting().size());
    }

    static void requireEqual(String what, long found, long expected) {
        Verifier.require(found == expected, what + "=" + found + ", expected=" + expected);
    }

    static void verifyScan(ExpiringCursor cursor, NavigableMap<byte[], ExpiryModel.Item> expected) {
        Iterator<ExpiryModel.Item> items = expected.values().iterator();
        while (cursor.next()) {
            byte[] key = cursor.key().toByteArray();
            Verifier.require(items.hasNext(), "the scan gave a key too many: " + Bytes.show(key));
            verifyAt(cursor, items.next());
        }
        Verifier.require(!items.hasNext(), "the scan ended too early");
    }

    static void verifyAt(ExpiringCursor cursor, ExpiryModel.Item item) {
        byte[] key = cursor.key().toByteArray();
        Verifier.requireKey(key, item.key());
        Verifier.requireValue(key, cursor.value().toByteArray(), item.value());
        requireEqual("eventTimeMillis", cursor.value().eventTimeMillis(), item.time());
    }

    static void verifyPresent(ExpiringReader reader, TimedBytesView view, ExpiryModel.Item item) {
        byte[] key = item.key();
        byte[] value = item.value();
        Verifier.requireValue(key, reader.get(key), value);
        Verifier.requireValue(key, reader.get(ByteBuffer.wrap(key)), value);
        Verifier.require(reader.contains(key), "contains() denies " + item);
        Verifier.require(reader.getRef(key, view), "getRef() denies " + item);
        Verifier.require(view.compareTo(value) == 0, "the view differs from the value of " + item);
        requireEqual("length", view.length(), value.length);
        requireEqual("eventTimeMillis", view.eventTimeMillis(), item.time());
        byte[] target = new byte[value.length + 3];
        requireEqual("get", reader.get(key, target, 3), value.length);
        Verifier.require(
                view.compareTo(Arrays.copyOfRange(target, 3, target.length)) == 0,
                "get() copied other bytes of " + item);
    }

    static void verifyAbsent(ExpiringReader reader, TimedBytesView view, byte[] key) {
        Verifier.require(reader.get(key) == null, "an absent key has a value");
        Verifier.require(!reader.contains(key), "contains() of an absent key");
        Verifier.require(!reader.getRef(key, view), "getRef() of an absent key");
        requireEqual("get", reader.get(key, new byte[0], 0), -1);
        try {
            throw new AssertionError("a view of nothing has length=" + view.length());
        } catch (IllegalStateException nothing) {
            Verifier.require(nothing.getMessage() != null, "an exception without a message");
        }
    }
}
