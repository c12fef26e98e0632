package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.StateStore;
import io.cairn.StoreOptions;
import io.cairn.WriteBatch;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A batch that is filled and written again and again allocates nothing. */
class WriteBatchGarbageTest {
    private static final int KEYS = 400;
    private static final int OPERATIONS = 20;
    private static final int CALLS = 200;

    @TempDir
    private Path folder;

    private final WriteBatch batch = new WriteBatch();
    private final byte[] key = new byte[Long.BYTES];
    private final byte[] value = new byte[40];
    private int next;

    static Stream<Backends> backends() {
        return Arrays.stream(Backends.values()).filter(Backends::runsHere);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void fillingAndWritingAllocatesNothing(Backends backend) {
        StoreOptions options = StoreOptions.defaults();
        try (StateStore inMemory = backend.provider().openInMemory(options);
                StateStore onFile =
                        backend.provider().openPersistent(folder.resolve("store"), options)) {
            for (StateStore store : new StateStore[] {inMemory, onFile}) {
                assertThat(MemoryGarbage.bytesPerCall(CALLS, () -> write(store)))
                        .as("store=%s", store.path())
                        .isLessThan(1);
                assertThat(store.size()).isPositive();
            }
        }
    }

    /** Puts and deletes, of which some are overwrites. */
    private void write(StateStore store) {
        batch.clear();
        for (int i = 0; i < OPERATIONS; i++) {
            next++;
            key[0] = (byte) (next % KEYS);
            key[1] = (byte) (next % KEYS >>> Byte.SIZE);
            value[0]++;
            if (next % 5 == 0) {
                batch.delete(key);
            } else {
                batch.put(key, value);
            }
        }
        store.write(batch);
    }
}
