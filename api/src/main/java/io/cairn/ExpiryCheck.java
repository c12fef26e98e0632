package io.cairn;

import io.cairn.ExpiryLayout.Settings;
import io.cairn.VerificationReport.Finding;
import io.cairn.VerificationReport.Severity;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Checks entries that expire against their time index, and the other way round. */
final class ExpiryCheck {
    private static final int SHOWN_BYTES = 32;

    private final StateStore store;
    private final BytesView view;
    private final ExpiryKey key = new ExpiryKey();
    private final List<Finding> findings;
    private long damages;

    private ExpiryCheck(StateStore store, VerificationReport below) {
        this.store = store;
        this.view = store.newView();
        this.findings = new ArrayList<>(below.findings());
        this.damages = below.damages();
    }

    static VerificationReport verify(StateStore store, Settings expected) {
        long start = System.nanoTime();
        VerificationReport below = store.verify();
        ExpiryCheck check = new ExpiryCheck(store, below);
        check.checkSettings(expected);
        check.walk();
        return new VerificationReport(
                check.findings,
                check.damages,
                below.notes(),
                below.checked(),
                System.nanoTime() - start);
    }

    private void checkSettings(Settings expected) {
        try {
            Settings stored = ExpiryLayout.settings(store);
            if (stored != null && !stored.equals(expected)) {
                damage("the store has " + stored + ", but " + expected + " is in use");
            }
        } catch (IllegalArgumentException | UnsupportedFormatException e) {
            damage("the settings are unreadable: " + e.getMessage());
        }
    }

    private void walk() {
        long entries = 0;
        long places = 0;
        for (Cursor cursor = store.scan(KeyRange.all(), Direction.FORWARD); cursor.next(); ) {
            BytesView found = cursor.key();
            int kind = found.length() == 0 ? -1 : found.getByte(0);
            if (kind == ExpiryLayout.ENTRY) {
                entries++;
                checkEntry(found, cursor.value());
            } else if (kind == ExpiryLayout.INDEX) {
                places++;
                checkIndexKey(found, cursor.value());
            } else if (!ExpiryLayout.isSettingsKey(found)) {
                damage("the store has a key that is none of this layer's: " + show(found));
            }
        }
        if (entries != places) {
            damage("entries=" + entries + ", but the time index has places=" + places);
        }
    }

    private void checkEntry(BytesView entryKey, BytesView value) {
        if (value.length() < ExpiryLayout.TIME_BYTES) {
            damage("an entry has no event time: key " + show(entryKey));
            return;
        }
        long time = ExpiryLayout.timeOf(value);
        byte[] bytes = entryKey.toByteArray();
        key.set(bytes, ExpiryLayout.ENTRY_PREFIX, bytes.length - ExpiryLayout.ENTRY_PREFIX);
        if (!key.isIndexed(store, time)) {
            damage("the time index lacks eventTimeMillis=" + time + " of key " + show(entryKey));
        }
    }

    private void checkIndexKey(BytesView indexKey, BytesView value) {
        if (indexKey.length() < ExpiryLayout.INDEX_PREFIX || value.length() != 0) {
            damage("the time index has a key of no entry: " + show(indexKey));
            return;
        }
        long time = ExpiryLayout.timeOfIndexKey(indexKey);
        key.setFromIndexKey(indexKey);
        if (!key.getEntry(store, view)
                || view.length() < ExpiryLayout.TIME_BYTES
                || ExpiryLayout.timeOf(view) != time) {
            damage("the time index has a key that has no entry of that time: " + show(indexKey));
        }
    }

    private void damage(String reason) {
        damages++;
        if (findings.size() < VerificationReport.MOST_FINDINGS) {
            findings.add(new Finding(Severity.DAMAGE, store.path(), 0, reason));
        }
    }

    private static String show(BytesView key) {
        int shown = Math.min(key.length(), SHOWN_BYTES);
        byte[] bytes = new byte[shown];
        key.copyTo(0, bytes, 0, shown);
        return HexFormat.of().formatHex(bytes) + (shown < key.length() ? "..." : "");
    }
}
