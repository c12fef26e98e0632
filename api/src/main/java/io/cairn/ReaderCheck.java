package io.cairn;

import io.cairn.VerificationReport.Checked;
import io.cairn.VerificationReport.Finding;
import io.cairn.VerificationReport.Severity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks a store through its public interface, for those that have no deeper check. */
final class ReaderCheck {
    private final StateStore store;
    private final List<Finding> findings = new ArrayList<>();
    private long damages;

    private ReaderCheck(StateStore store) {
        this.store = store;
    }

    static VerificationReport verify(StateStore store) {
        long start = System.nanoTime();
        ReaderCheck check = new ReaderCheck(store);
        long entries = check.walk();
        return new VerificationReport(
                check.findings,
                check.damages,
                0,
                new Checked(entries, 0, 0, 0, 0),
                System.nanoTime() - start);
    }

    private long walk() {
        long entries = 0;
        long bytes = 0;
        byte @Nullable [] last = null;
        BytesView view = store.newView();
        for (Cursor cursor = store.scan(KeyRange.all(), Direction.FORWARD); cursor.next(); ) {
            byte[] key = cursor.key().toByteArray();
            byte[] value = cursor.value().toByteArray();
            entries++;
            bytes += key.length + (long) value.length;
            if (last != null && Arrays.compareUnsigned(last, key) >= 0) {
                damage("key " + show(key) + " follows " + show(last));
            }
            if (!store.getRef(key, view) || view.compareTo(value) != 0) {
                damage("a lookup of key " + show(key) + " does not give the value of the scan");
            }
            last = key;
        }
        require("size", store.size(), entries);
        require("sizeBytes", store.sizeBytes(), bytes);
        return entries;
    }

    private void require(String name, long value, long counted) {
        if (value != counted) {
            damage(name + "=" + value + ", but " + counted + " were counted");
        }
    }

    private void damage(String reason) {
        damages++;
        if (damages <= VerificationReport.MOST_FINDINGS) {
            findings.add(new Finding(Severity.DAMAGE, store.path(), 0, reason));
        }
    }

    private static String show(byte[] key) {
        return HexFormat.of().formatHex(key, 0, Math.min(key.length, 32))
                + (key.length > 32 ? "..." : "");
    }
}
