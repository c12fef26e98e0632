package io.cairn.fuzz;

import io.cairn.Backend;
import io.cairn.StateStore;
import io.cairn.StoreOptions;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Restores streams of any bytes: the store then holds what the format says of those bytes, or the
 * stream is refused and the store is as it was.
 *
 * <p>The first byte of an input chooses: the backend (2 bits), a store on file (1), nothing (1),
 * checksums left as they are (1), the stream that is edited (3; 7 takes the rest as the stream).
 */
final class StreamFuzz {
    private static final int RAW = 7;

    private final Workspace workspace = new Workspace();
    private final Tally tally;
    private final List<byte[]> bases;
    private final Kind kind;

    /** What a stream is. */
    interface Kind {
        /** Returns what a store holds that a stream was restored to; null if it must be refused. */
        @Nullable
        NavigableMap<byte[], byte[]> expected(StreamBytes stream);

        /** Restores a stream. */
        void restore(StateStore store, byte[] stream) throws IOException;

        /** Tells whether an exception is one by which such a stream may be refused. */
        boolean isRefusal(RuntimeException e);

        /** Checks that a refusal says what is wrong where. */
        void requireNamed(RuntimeException refusal);
    }

    /**
     * Makes a target.
     *
     * @param name the target's
     * @param bases the streams that are edited
     */
    StreamFuzz(String name, List<byte[]> bases, Kind kind) {
        this.tally = new Tally(name);
        this.bases = bases;
        this.kind = kind;
    }

    /** Tries one input. */
    void tryOut(byte[] input) throws IOException {
        Edits edits = new Edits(input);
        int how = edits.next();
        byte[] stream = stream(edits, how >>> 5);
        if ((how & 16) == 0) {
            new StreamBytes(stream).repair();
        }
        Backend backend = Workspace.BACKENDS.get((how & 3) % Workspace.BACKENDS.size());
        workspace.clear();
        StoreOptions options = StoreOptions.defaults();
        try (StateStore store = (how & 4) == 0
                ? backend.openInMemory(options)
                : backend.openPersistent(workspace.store(), options)) {
            tally.count(backend.name(), restore(store, stream));
        }
    }

    /** Prints what was tried. */
    void end() {
        tally.print();
    }

    private byte[] stream(Edits edits, int base) {
        if (base == RAW) {
            return edits.rest();
        }
        byte[] stream = bases.get(base % bases.size());
        return edits.applyTo(stream, new StreamBytes(stream).fields());
    }

    private String restore(StateStore store, byte[] stream) throws IOException {
        NavigableMap<byte[], byte[]> before = new TreeMap<>(Arrays::compareUnsigned);
        store.put(new byte[] {1}, new byte[] {2});
        before.put(new byte[] {1}, new byte[] {2});
        NavigableMap<byte[], byte[]> expected = kind.expected(new StreamBytes(stream));
        RuntimeException refusal = refusalOf(store, stream);
        if (refusal == null) {
            Probe.require(expected != null, "a wrong stream was restored");
        } else {
            Probe.require(expected == null, "a right stream was refused: " + refusal);
            kind.requireNamed(refusal);
        }
        NavigableMap<byte[], byte[]> entries = expected == null ? before : expected;
        Probe.requireHolds(store, entries);
        Probe.change(store, entries);
        Probe.requireHolds(store, entries);
        return expected == null ? "refused" : "restored";
    }

    private @Nullable RuntimeException refusalOf(StateStore store, byte[] stream)
            throws IOException {
        try {
            kind.restore(store, stream);
            return null;
        } catch (RuntimeException e) {
            if (!kind.isRefusal(e)) {
                throw e;
            }
            return e;
        }
    }
}
