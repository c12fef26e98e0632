package io.cairn.fuzz;

import io.cairn.Backend;
import io.cairn.SnapshotChain;
import io.cairn.StateStore;
import io.cairn.StateStoreException;
import io.cairn.StoreOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Changes of any bytes behind an intact snapshot: the chain is restored to what the format says of
 * those bytes, or it is refused with the link and the store is as it was.
 *
 * <p>The first byte chooses: the backend (2 bits), a store on file (1), nothing (1), checksums left
 * as they are (1), the stream that is edited (3; 7 takes the rest as the stream).
 */
public final class DeltaFuzz {
    static final String NAME = "delta";

    private static final Workspace WORKSPACE = new Workspace();
    private static final Tally TALLY = new Tally(NAME);
    private static final List<byte[]> BASES = Bases.deltas();
    private static final byte[] FULL = Bases.fullOfDeltas();
    private static final int RAW = 7;

    private DeltaFuzz() {}

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
        NavigableMap<byte[], byte[]> expected = expected(new StreamBytes(stream));
        try {
            store.restore(SnapshotChain.of(
                    new ByteArrayInputStream(FULL), new ByteArrayInputStream(stream)));
            Probe.require(expected != null, "a wrong link was restored");
        } catch (StateStoreException | IllegalArgumentException e) {
            Probe.require(expected == null, "a right link was refused: " + e);
            Probe.require(
                    String.valueOf(e.getMessage()).contains("delta=1"),
                    "the refusal names no link: " + e);
        }
        NavigableMap<byte[], byte[]> entries = expected == null ? before : expected;
        Probe.requireHolds(store, entries);
        Probe.change(store, entries);
        Probe.requireHolds(store, entries);
        return expected == null ? "refused" : "restored";
    }

    @SuppressWarnings("ReferenceEquality") // the very array that stands for a key that is gone
    private static @Nullable NavigableMap<byte[], byte[]> expected(StreamBytes delta) {
        NavigableMap<byte[], byte[]> changes = delta.entries();
        if (changes == null || !delta.continues(Bases.FULL_ID)) {
            return null;
        }
        NavigableMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);
        NavigableMap<byte[], byte[]> full = new StreamBytes(FULL).entries();
        Probe.require(full != null, "the full stream is wrong");
        if (full != null) {
            entries.putAll(full);
        }
        changes.forEach((key, value) -> {
            if (value == StreamBytes.GONE) {
                entries.remove(key);
            } else {
                entries.put(key, value);
            }
        });
        return entries;
    }
}
