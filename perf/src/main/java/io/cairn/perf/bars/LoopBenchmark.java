package io.cairn.perf.bars;

import io.cairn.Direction;
import io.cairn.StateStore;
import io.cairn.perf.Dataset;
import io.cairn.perf.Medium;
import io.cairn.perf.ScratchFolder;
import io.cairn.perf.bars.ForkSettings.Effort;
import io.cairn.perf.bars.ForkSettings.Store;
import io.cairn.perf.bars.ForkSettings.Task;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Any one loop of the bars under JMH, in a JVM of its own: for its profilers ({@code gc},
 * {@code perfnorm}), and to see what it takes when nothing else is compiled. One invocation is one
 * call of the store: of {@code getAll} and {@code putAll} a batch of {@value GetAllLoop#BATCH}
 * keys, of scans a seek and {@value ScanLoop#LENGTH} entries.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters, and calls open() first
public class LoopBenchmark {
    /** What is done. */
    @Param({
        "get",
        "missing",
        "contains",
        "getAll",
        "overwrite",
        "putAll",
        "update",
        "addLong",
        "forward",
        "backward"
    })
    public String operation;

    /** The backend's name. */
    @Param({"ffm", "chronicle", "bytebuffer"})
    public String backend;

    /** Where the store lives: {@code memory} or {@code file}. */
    @Param({"memory", "file"})
    public String medium;

    /** How many entries the store holds. */
    @Param("1000000")
    public int entries;

    private ScratchFolder folder;
    private StateStore store;
    private Loop loop;

    /** Made by JMH. */
    public LoopBenchmark() {}

    /** Opens and loads the store. */
    @Setup(Level.Trial)
    public void open() {
        Store subject = new Store(backend, Medium.of(medium), entries);
        Path none = Path.of("");
        folder = ScratchFolder.create();
        store = new Loading(
                        new ForkSettings(Task.MEASURE, subject, Set.of(), Effort.NONE, none),
                        new Readings())
                .open(folder);
        byte[] key = new byte[Dataset.KEY_BYTES];
        byte[] value = new byte[Dataset.VALUE_BYTES];
        for (int index = 0; index < entries; index++) {
            Dataset.fillKey(index, key);
            Dataset.fillValue(index, 0, value);
            store.put(key, value);
        }
        loop = loop();
        loop.begin();
    }

    private Loop loop() {
        return switch (operation) {
            case "get" -> new GetLoop(store, entries);
            case "missing" -> new MissingLoop(store, entries);
            case "contains" -> new ContainsLoop(store, entries);
            case "getAll" -> new GetAllLoop(store, entries);
            case "overwrite" -> new OverwriteLoop(store, entries, new WriteWalk(entries));
            case "putAll" -> new PutAllLoop(store, entries, new WriteWalk(entries));
            case "update" -> new UpdateLoop(store, entries, new WriteWalk(entries));
            case "forward" -> new ScanLoop(Direction.FORWARD, store, entries);
            case "backward" -> new ScanLoop(Direction.BACKWARD, store, entries);
            case "addLong" -> {
                Counters.begin(store, entries);
                yield new AddLongLoop(store, entries);
            }
            default -> throw new IllegalArgumentException("operation=" + operation + " is unknown");
        };
    }

    /** Calls the store once. */
    @Benchmark
    public void call() {
        loop.run(1);
    }

    /** Verifies the answers and closes the store. */
    @TearDown(Level.Trial)
    public void close() {
        try {
            loop.verify();
        } finally {
            store.close();
            folder.close();
        }
    }
}
