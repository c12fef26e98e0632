package io.cairn.fuzz;

import io.cairn.Backend;
import io.cairn.StateStore;
import io.cairn.StateStoreException;
import io.cairn.StoreOptions;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A snapshot's stream of any bytes: it is restored to what the format says of those bytes, or it is
 * refused with the offset and the store is as it was.
 *
 * <p>The first byte chooses: the backend (2 bits), a store on file (1), nothing (1), checksums left
 * as they are (1), the stream that is edited (3; 7 takes the rest as the stream).
 */
public final class SnapshotFuzz {
    static final String NAME = "snapshot";

    private static final Workspace WORKSPACE = new Workspace();
    private static final Tally TALLY = new Tally(NAME);
    private static final List<byte[]> BASES = Bases.streams();
    private static final int RAW = 7;

    private SnapshotFuzz() {}

    /**
     * Called by the fuzzer.
     *
     * @param input what to make a stream of
     * @throws IOException if a file cannot be written
     */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Edits edits = new Edits(input);
        int how = edits.next();
        byte[] stream = stream(edits, how >>> 5);
        if ((how & 16) == 0) {
            new StreamBytes(stream).repair();
        }
        Backend backend = Workspace.BACKENDS.get((how & 3) % Workspace.BACKENDS.size());
        WORKSPACE.clear();
        StoreOptions options = StoreOptions.defaults();
        try (StateStore store = (how & 4) == 0
                ? backend.openInMemory(options)
                : backend.openPersistent(WORKSPACE.store(), options)) {
            TALLY.count(backend.name(), restore(store, stream));
        }
    }

    /** Called by the fuzzer at its end. */
    public static void fuzzerTearDown() {
        TALLY.print();
    }

    private static byte[] stream(Edits edits, int base) {
        if (base == RAW) {
            return edits.rest();
        }
        byte[] stream = BASES.get(base % BASES.size());
        return edits.applyTo(stream, new StreamBytes(stream).fields());
    }

    private static String restore(StateStore store, byte[] stream) throws IOException {
        NavigableMap<byte[], byte[]> before = new TreeMap<>(Arrays::compareUnsigned);
        store.put(new byte[] {1}, new byte[] {2});
        before.put(new byte[] {1}, new byte[] {2});
        NavigableMap<byte[], byte[]> expected = new StreamBytes(stream).entries();
        try {
            store.restore(new ByteArrayInputStream(stream));
            Probe.require(expected != null, "a wrong stream was restored");
        } catch (StateStoreException e) {
            Probe.require(expected == null, "a right stream was refused: " + e);
            String message = String.valueOf(e.getMessage());
            Probe.require(
                    message.contains("offset=") || message.contains("version="),
                    "the refusal names no offset: " + e);
        }
        NavigableMap<byte[], byte[]> entries = expected == null ? before : expected;
        Probe.requireHolds(store, entries);
        Probe.change(store, entries);
        Probe.requireHolds(store, entries);
        return expected == null ? "refused" : "restored";
    }
}
