package io.cairn.fuzz;

import io.cairn.Backend;
import io.cairn.Cursor;
import io.cairn.Direction;
import io.cairn.KeyRange;
import io.cairn.Progress;
import io.cairn.RecoverTo;
import io.cairn.StateStore;
import io.cairn.StateStoreException;
import io.cairn.StoreOptions;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.NavigableMap;

/**
 * An index image of any bytes beside an intact file. One that is damaged is ignored with a reason,
 * and the data are right.
 *
 * <p>A checksum that fits is trusted: who forges one could as well write other records. So of a
 * forged image no more is asked than that opening ends, with the right data, or with an exception
 * that names the image, or in a store that its check finds unsound.
 *
 * <p>The first byte chooses: the backend (2 bits), recovery to the last flush (1), read-only (1),
 * checksums left as they are (1), the store (3).
 */
public final class ImageFuzz {
    static final String NAME = "image";

    private static final Workspace WORKSPACE = new Workspace();
    private static final Tally TALLY = new Tally(NAME);
    private static final List<Bases.Pair> BASES = Bases.pairs();
    private static final int MOST_STEPS = 2_000;

    private ImageFuzz() {}

    /**
     * Called by the fuzzer.
     *
     * @param input what to make an image of
     * @throws IOException if a file cannot be written
     */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Edits edits = new Edits(input);
        int how = edits.next();
        Bases.Pair base = BASES.get((how >>> 5) % BASES.size());
        byte[] image = edits.applyTo(base.image(), new ImageBytes(base.image()).fields());
        boolean isForged = (how & 16) == 0;
        if (isForged) {
            new ImageBytes(image).repair();
        }
        Backend backend = Workspace.BACKENDS.get((how & 3) % Workspace.BACKENDS.size());
        StoreOptions options = StoreOptions.defaults()
                .withRecoverTo((how & 4) == 0 ? RecoverTo.LAST_RECORD : RecoverTo.LAST_FLUSH)
                .withReadOnly((how & 8) != 0);
        WORKSPACE.clear();
        Files.write(WORKSPACE.store(), base.file());
        Files.write(WORKSPACE.image(), image);
        LogBytes log = new LogBytes(base.file());
        log.replay((how & 4) == 0 ? Long.MAX_VALUE : log.slot().end());
        String outcome;
        try {
            outcome = run(backend, options, log.entries(), isForged);
        } catch (StateStoreException e) {
            Probe.require(isForged, "a damaged image was not ignored: " + e);
            Probe.requireNamed(e, WORKSPACE.store()); // or the image, whose name begins so
            outcome = "forged-refused";
        }
        TALLY.count(backend.name(), outcome);
    }

    /** Called by the fuzzer at its end. */
    public static void fuzzerTearDown() {
        TALLY.print();
    }

    private static String run(
            Backend backend,
            StoreOptions options,
            NavigableMap<byte[], byte[]> entries,
            boolean isForged) {
        boolean sound = backend.verify(WORKSPACE.store(), Progress.NONE).isSound();
        Probe.require(sound || isForged, "a damaged image makes a file unsound");
        try (StateStore store = backend.openPersistent(WORKSPACE.store(), options)) {
            boolean used = store.recoveryReport().imageUsed();
            if (used && isForged && !store.verify().isSound()) {
                return walk(store);
            }
            Probe.require(
                    used || !store.recoveryReport().detail().isEmpty(), "ignored without a reason");
            Probe.requireHolds(store, entries);
            if (!options.readOnly()) {
                Probe.change(store, entries);
                Probe.requireHolds(store, entries);
            }
            return used ? "used" : "ignored";
        }
    }

    /**
     * Reads through a forged image must end, if need be at the bounds of the memory; no more can be
     * asked of them. The check of the bounds is the JDK's on some backends, without a message.
     */
    private static String walk(StateStore store) {
        try {
            Cursor cursor = store.scan(KeyRange.all(), Direction.FORWARD);
            for (int i = 0; i < MOST_STEPS && cursor.next(); i++) {
                store.get(cursor.key().toByteArray());
            }
            return "forged-found";
        } catch (IndexOutOfBoundsException | IllegalStateException e) {
            return "forged-found-and-led-astray";
        }
    }
}
