package io.cairn.fuzz;

import io.cairn.StateStore;
import io.cairn.StateStoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot's stream of any bytes: it is restored to what the format says of those bytes, or it is
 * refused with the offset and the store is as it was. {@link StreamFuzz} tells what the bytes of an
 * input mean.
 */
public final class SnapshotFuzz {
    static final String NAME = "snapshot";

    private static final StreamFuzz TARGET =
            new StreamFuzz(NAME, Bases.streams(), new SnapshotKind());

    private SnapshotFuzz() {}

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

    private static final class SnapshotKind implements StreamFuzz.Kind {
        @Override
        public @Nullable NavigableMap<byte[], byte[]> expected(StreamBytes stream) {
            return stream.entries();
        }

        @Override
        public void restore(StateStore store, byte[] stream) throws IOException {
            store.restore(new ByteArrayInputStream(stream));
        }

        @Override
        public boolean isRefusal(RuntimeException e) {
            return e instanceof StateStoreException;
        }

        @Override
        public void requireNamed(RuntimeException refusal) {
            String message = String.valueOf(refusal.getMessage());
            Probe.require(
                    message.contains("offset=") || message.contains("version="),
                    "the refusal names no offset: " + refusal);
        }
    }
}
