package io.cairn.perf.gate;

import io.cairn.StateStore;
import io.cairn.StateStores;
import io.cairn.StoreOptions;
import io.cairn.perf.Dataset;
import io.cairn.perf.Medium;
import io.cairn.perf.ScratchFolder;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * One pass over all operations of one store, a slice of each, with slices of the two yardsticks
 * around every one.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters, and calls open() first
public class GateBenchmark {
    private static final int CHASE_SLICE = 8_000;
    private static final int KERNEL_SLICE = 25_000;
    private static final int SAMPLES = 4_000;

    /** The backend's name. */
    @Param("ffm")
    public String backend;

    /** Where the store lives: {@code memory} or {@code file}. */
    @Param("memory")
    public String medium;

    /** How many entries the store holds at first. */
    @Param("1000000")
    public int entries;

    /** What is measured: titles of operations, parted by commas. */
    @Param("getRef,getMissing,overwrite,insert,scan")
    public String operations;

    private final ReferenceKernel kernel = new ReferenceKernel();
    private final Map<Operation, BurdenControl> burdens = new EnumMap<>(Operation.class);
    private List<Operation> measured;
    private StateStore store;
    private StoreLoops loops;
    private PointerChase chase;
    private @Nullable ScratchFolder folder;

    /** Made by JMH. */
    public GateBenchmark() {}

    /** Opens and loads the store. */
    @Setup(Level.Trial)
    public void open() {
        StoreOptions options = StoreOptions.defaults()
                .withInitialCapacityBytes((long) entries * Dataset.ENTRY_BYTES);
        if (Medium.of(medium) == Medium.FILE) {
            folder = ScratchFolder.create();
            store = StateStores.backend(backend)
                    .openPersistent(folder.resolve("gate.cairn"), options);
        } else {
            store = StateStores.backend(backend).openInMemory(options);
        }
        loops = new StoreLoops(store, entries);
        chase = new PointerChase(backend, entries);
        measured = Stream.of(operations.split(",", -1)).map(Operation::of).toList();
        Slowdown slowdown = Slowdown.parse(System.getProperty(Slowdown.PROPERTY, ""));
        measured.forEach(
                operation -> burdens.put(operation, new BurdenControl(slowdown.share(operation))));
    }

    /** One pass. */
    @Benchmark
    public void pass(GateCounters counters, Blackhole hole) {
        for (Operation operation : measured) {
            long start = System.nanoTime();
            hole.consume(chase.follow(CHASE_SLICE));
            long chased = System.nanoTime();
            counters.addChase(chased - start, CHASE_SLICE);
            hole.consume(slice(operation, counters));
            long before = System.nanoTime();
            hole.consume(kernel.run(KERNEL_SLICE));
            counters.addKernel(System.nanoTime() - before, KERNEL_SLICE);
        }
        loops.sampleGetRefs(SAMPLES, counters.samples());
    }

    private long slice(Operation operation, GateCounters counters) {
        BurdenControl burden = burdens.get(operation);
        if (burden == null) {
            throw new IllegalStateException("open() was not called");
        }
        int count = operation.sliceLength();
        long start = System.nanoTime();
        long result = loops.run(operation, count, burden.pairs());
        double nanos = (double) (System.nanoTime() - start) / count;
        burden.observe(nanos);
        counters.set(operation, nanos);
        return result;
    }

    /** Verifies what was answered, and closes the store. */
    @TearDown(Level.Trial)
    public void close() {
        try {
            loops.verify();
            chase.close();
        } finally {
            store.close();
            if (folder != null) {
                folder.close();
            }
        }
    }
}
