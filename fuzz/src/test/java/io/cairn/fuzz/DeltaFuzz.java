package io.cairn.fuzz;

import io.cairn.SnapshotChain;
import io.cairn.StateStore;
import io.cairn.StateStoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Changes of any bytes behind an intact snapshot: the chain is restored to what the format says of
 * those bytes, or it is refused with the link and the store is as it was. {@link StreamFuzz} tells
 * what the bytes of an input mean.
 */
public final class DeltaFuzz {
    static final String NAME = "delta";

    private static final byte[] FULL = Bases.fullOfDeltas();
    private static final StreamFuzz TARGET = new StreamFuzz(NAME, Bases.deltas(), new DeltaKind());

    private DeltaFuzz() {}

    /**
     * Called by the fuzzer.
     *
     * @param input what to make a stream of
     * @throws IOException if a file cannot be written
     */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        TARGET.tryOut(input);
    }

    /** Called by the fuzzer at its end. */
    public static void fuzzerTearDown() {
        TARGET.end();
    }

    private static final class DeltaKind implements StreamFuzz.Kind {
        @Override
        @SuppressWarnings("ReferenceEquality") // the very array that stands for a key that is gone
        public @Nullable NavigableMap<byte[], byte[]> expected(StreamBytes delta) {
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

        @Override
        public void restore(StateStore store, byte[] stream) throws IOException {
            store.restore(SnapshotChain.of(
                    new ByteArrayInputStream(FULL), new ByteArrayInputStream(stream)));
        }

        @Override
        public boolean isRefusal(RuntimeException e) {
            return e instanceof StateStoreException || e instanceof IllegalArgumentException;
        }

        @Override
        public void requireNamed(RuntimeException refusal) {
            Probe.require(
                    String.valueOf(refusal.getMessage()).contains("delta=1"),
                    "the refusal names no link: " + refusal);
        }
    }
}
