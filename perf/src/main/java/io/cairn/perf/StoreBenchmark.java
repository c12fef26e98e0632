package io.cairn.perf;

import io.cairn.BytesView;
import io.cairn.StateStore;
import io.cairn.StateStores;
import io.cairn.StoreOptions;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A loaded store for a benchmark to work on, opened before the first iteration and verified after
 * the last.
 */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters, and calls open() before any benchmark
public abstract class StoreBenchmark {
    /** The backend's name. */
    @Param({"ffm", "chronicle", "bytebuffer"})
    public String backend;

    /** Where the store lives: {@code memory} or {@code file}. */
    @Param({"memory", "file"})
    public String medium;

    /** How many entries the store holds at first. */
    @Param("1000000")
    public int entries;

    final byte[] key = new byte[Dataset.KEY_BYTES];
    final byte[] value = new byte[Dataset.VALUE_BYTES];
    StateStore store;
    BytesView view;

    private @Nullable ScratchFolder folder;

    /** For subclasses. */
    StoreBenchmark() {}

    /** Opens and loads the store. */
    @Setup(Level.Trial)
    public void open() {
        StoreOptions options = StoreOptions.defaults()
                .withInitialCapacityBytes((long) entries * Dataset.ENTRY_BYTES);
        if (Medium.of(medium) == Medium.FILE) {
            folder = ScratchFolder.create();
            store = StateStores.backend(backend)
                    .openPersistent(folder.resolve("benchmark.cairn"), options);
        } else {
            store = StateStores.backend(backend).openInMemory(options);
        }
        view = store.newView();
        for (long index = 0; index < entries; index++) {
            put(index, 0);
        }
        afterOpen();
    }

    /** Verifies what the benchmark did, and closes the store. */
    @TearDown(Level.Trial)
    public void close() {
        try {
            verify();
        } finally {
            store.close();
            if (folder != null) {
                folder.close();
                folder = null;
            }
        }
    }

    /** What a subclass needs beyond a loaded store. */
    void afterOpen() {}

    /**
     * Verifies the answers that the benchmark got.
     *
     * @throws IllegalStateException if one was wrong
     */
    abstract void verify();

    /** Puts entry {@code index} at {@code version}. */
    final void put(long index, long version) {
        Dataset.fillKey(index, key);
        Dataset.fillValue(index, version, value);
        store.put(key, value);
    }

    /** Verifies that entry {@code index} is there at {@code version}. */
    final void verifyEntry(long index, long version) {
        Dataset.fillKey(index, key);
        Dataset.fillValue(index, version, value);
        if (!store.getRef(key, view) || view.compareTo(value) != 0) {
            throw new IllegalStateException(
                    "entry index=" + index + " does not hold version=" + version);
        }
    }

    /** Returns the failure of a lookup that ought to have succeeded, or the reverse. */
    static IllegalStateException wrongAnswer(long index, boolean found) {
        return new IllegalStateException("index=" + index + " was found=" + found);
    }
}
