package io.cairn.fuzz;

import io.cairn.Backend;
import io.cairn.Progress;
import io.cairn.RecoverTo;
import io.cairn.StateStore;
import io.cairn.StateStoreException;
import io.cairn.StoreOptions;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;

/**
 * A store's file of any bytes, without an image: it opens with what the format says of those bytes,
 * sound, and goes on so, or it is refused; checking and salvaging it throw nothing else either.
 *
 * <p>The first byte chooses: the backend (2 bits), recovery to the last flush (1), read-only (1),
 * checksums left as they are (1), the file that is edited (3; 7 takes the rest as the file).
 */
public final class DataFileFuzz {
    static final String NAME = "file";

    private static final Workspace WORKSPACE = new Workspace();
    private static final Tally TALLY = new Tally(NAME);
    private static final List<byte[]> BASES = Bases.files();
    private static final int RAW = 7;

    private DataFileFuzz() {}

    /**
     * Called by the fuzzer.
     *
     * @param input what to make a file of
     * @throws IOException if a file cannot be written
     */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Edits edits = new Edits(input);
        int how = edits.next();
        byte[] file = file(edits, how >>> 5);
        if ((how & 16) == 0) {
            new LogBytes(file).repair();
        }
        Backend backend = Workspace.BACKENDS.get((how & 3) % Workspace.BACKENDS.size());
        StoreOptions options = StoreOptions.defaults()
                .withRecoverTo((how & 4) == 0 ? RecoverTo.LAST_RECORD : RecoverTo.LAST_FLUSH)
                .withReadOnly((how & 8) != 0);
        WORKSPACE.clear();
        Files.write(WORKSPACE.store(), file);
        TALLY.count(backend.name(), run(backend, options, file));
    }

    /** Called by the fuzzer at its end. */
    public static void fuzzerTearDown() {
        TALLY.print();
    }

    private static byte[] file(Edits edits, int base) {
        if (base == RAW) {
            return edits.rest();
        }
        byte[] file = BASES.get(base % BASES.size());
        return edits.applyTo(file, new LogBytes(file).fields());
    }

    private static String run(Backend backend, StoreOptions options, byte[] file)
            throws IOException {
        LogBytes expected = new LogBytes(file);
        boolean isNew = file.length == 0 || expected.isUnfinished();
        boolean isLog = !isNew && expected.hasIdentity() && expected.slot().sequence() > 0;
        boolean verified = check(backend, file);
        if (isNew && options.readOnly()) {
            return refused(backend, options, "absent");
        }
        long flushed = expected.slot().end();
        boolean toFlush = options.recoverTo() == RecoverTo.LAST_FLUSH;
        long end = isLog ? expected.replay(toFlush ? flushed : Long.MAX_VALUE) : 0;
        if (!isNew && (!isLog || end < flushed || file.length < flushed)) {
            Probe.require(!verified, "a file is sound that cannot be opened");
            return refused(backend, options, "refused");
        }
        return opened(
                backend,
                options,
                expected.entries(),
                isNew ? new byte[0] : expected.slot().tag());
    }

    /** Checks and salvages the file, neither of which changes it; tells whether it is sound. */
    private static boolean check(Backend backend, byte[] file) throws IOException {
        boolean sound = false;
        try {
            sound = backend.verify(WORKSPACE.store(), Progress.NONE).isSound();
        } catch (StateStoreException e) {
            Probe.requireNamed(e, WORKSPACE.store());
        }
        try {
            backend.salvage(WORKSPACE.store(), WORKSPACE.other(), Progress.NONE);
            Probe.requireSound(backend.verify(WORKSPACE.other(), Progress.NONE));
        } catch (StateStoreException e) {
            Probe.require(!sound || file.length == 0, "a sound file cannot be salvaged: " + e);
            Probe.requireNamed(e, WORKSPACE.store());
        }
        Probe.require(
                Arrays.equals(Files.readAllBytes(WORKSPACE.store()), file),
                "looking at a file changed it");
        return sound;
    }

    private static String refused(Backend backend, StoreOptions options, String outcome) {
        try (StateStore store = backend.openPersistent(WORKSPACE.store(), options)) {
            throw new Probe.Finding("it opened, with size=" + store.size());
        } catch (StateStoreException e) {
            if (outcome.equals("refused")) {
                Probe.requireNamed(e, WORKSPACE.store());
            }
            return outcome;
        }
    }

    private static String opened(
            Backend backend,
            StoreOptions options,
            NavigableMap<byte[], byte[]> entries,
            byte[] tag) {
        try (StateStore store = backend.openPersistent(WORKSPACE.store(), options)) {
            Probe.requireHolds(store, entries);
            Probe.require(Arrays.equals(store.flushedTag(), tag), "the tag is another one");
            if (options.readOnly()) {
                return "opened-to-read";
            }
            Probe.change(store, entries);
            store.flush(tag);
            store.saveIndex();
        }
        Probe.requireSound(backend.verify(WORKSPACE.store(), Progress.NONE));
        try (StateStore store = backend.openPersistent(WORKSPACE.store(), options)) {
            Probe.require(store.recoveryReport().imageUsed(), "the image was not used");
            Probe.requireHolds(store, entries);
            store.compact();
            Probe.requireHolds(store, entries);
        }
        return "opened";
    }
}
