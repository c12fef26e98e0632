package io.cairn.conformance;

import io.cairn.Direction;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/** Makes random sequences of operations, and the keys that they work on. */
final class Operations {
    private static final int MOST_OPERATIONS = 80;
    private static final int FEWEST_OF_MANY_OPERATIONS = 400;
    private static final int MOST_OF_MANY_OPERATIONS = 800;
    private static final int LONGEST_RUN = 250;
    private static final int LARGEST_BATCH = 150;
    private static final int WINDOW = 4096;

    private Operations() {}

    /** Keys of one shape. */
    static Arbitrary<KeySpace> keySpaces() {
        Arbitrary<KeySpace.Shape> shapes = Arbitraries.frequency(
                Tuple.of(3, KeySpace.Shape.MIXED),
                Tuple.of(4, KeySpace.Shape.SHARED_PREFIX),
                Tuple.of(2, KeySpace.Shape.COUNTER),
                Tuple.of(2, KeySpace.Shape.NESTED),
                Tuple.of(2, KeySpace.Shape.RUNS),
                Tuple.of(2, KeySpace.Shape.RANDOM),
                Tuple.of(1, KeySpace.Shape.LONG));
        Arbitrary<Integer> lengths = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 300),
                Arbitraries.of(
                        0, 1, 7, 8, 9, 15, 16, 17, 88, 95, 96, 97, 103, 104, 105, 112, 127, 128,
                        129, 255, 256));
        return Combinators.combine(shapes, lengths).as(KeySpace::new);
    }

    /** A sequence for keys of {@code space}. */
    static Arbitrary<List<Operation>> sequences(KeySpace space) {
        int keys = space.shape() == KeySpace.Shape.LONG ? 40 : 400;
        return one(keys, space.shape() == KeySpace.Shape.LONG)
                .list()
                .ofMinSize(1)
                .ofMaxSize(MOST_OPERATIONS)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    /**
     * A long sequence for keys of {@code space} that seldom throws away what it has built up, so
     * that deep states are met: many splits and merges, and snapshots piled up on each other.
     */
    static Arbitrary<List<Operation>> longSequences(KeySpace space) {
        boolean longKeys = space.shape() == KeySpace.Shape.LONG;
        Arbitrary<Integer> keys = numbers(longKeys ? 15 : 120);
        Arbitrary<Operation> one = Arbitraries.frequencyOf(
                Tuple.of(60, changes(keys)),
                Tuple.of(6, runs(keys, longKeys ? 20 : LONGEST_RUN)),
                Tuple.of(10, batches(keys, longKeys ? 20 : LARGEST_BATCH)),
                Tuple.of(20, reads(keys)),
                Tuple.of(1, upkeep()),
                Tuple.of(12, snapshots(1)));
        return one.list()
                .ofMinSize(FEWEST_OF_MANY_OPERATIONS)
                .ofMaxSize(MOST_OF_MANY_OPERATIONS)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    private static Arbitrary<Operation> one(int mostKeys, boolean longKeys) {
        Arbitrary<Integer> keys = numbers(mostKeys);
        return Arbitraries.frequencyOf(
                Tuple.of(30, changes(keys)),
                Tuple.of(6, runs(keys, longKeys ? 20 : LONGEST_RUN)),
                Tuple.of(5, batches(keys, longKeys ? 20 : LARGEST_BATCH)),
                Tuple.of(18, reads(keys)),
                Tuple.of(8, upkeep()),
                Tuple.of(9, snapshots(2)));
    }

    private static Arbitrary<Operation> changes(Arbitrary<Integer> keys) {
        Arbitrary<Form> forms = Arbitraries.of(Form.class);
        Arbitrary<Integer> seeds = Arbitraries.integers().between(0, 1 << 20);
        Arbitrary<Operation> puts =
                Combinators.combine(forms, keys, valueLengths(), seeds).as(Operation.Put::new);
        Arbitrary<Operation> deletes = Combinators.combine(forms, keys).as(Operation.Delete::new);
        Arbitrary<Operation> inserts =
                Combinators.combine(keys, valueLengths(), seeds).as(Operation.GetOrInsert::new);
        return Arbitraries.frequencyOf(
                Tuple.of(6, puts),
                Tuple.of(3, deletes),
                Tuple.of(1, inserts),
                Tuple.of(3, inPlace(keys)));
    }

    private static Arbitrary<Operation> inPlace(Arbitrary<Integer> keys) {
        Arbitrary<Integer> positions = Arbitraries.integers().between(0, 80);
        Arbitrary<Operation> updates =
                Combinators.combine(keys, positions, positions).as(Operation.Update::new);
        Arbitrary<Operation> throwing = keys.map(Operation.UpdateAndThrow::new);
        Arbitrary<Operation> sums =
                Combinators.combine(keys, Arbitraries.longs()).as(Operation.AddLong::new);
        return Arbitraries.frequencyOf(
                Tuple.of(4, updates), Tuple.of(1, throwing), Tuple.of(3, sums));
    }

    private static Arbitrary<Operation> batches(Arbitrary<Integer> keys, int largest) {
        Arbitrary<Integer> counts = Arbitraries.integers().between(0, largest);
        Arbitrary<Integer> steps = Arbitraries.of(0, 1, 1, 2, 3);
        Arbitrary<Operation> puts = Combinators.combine(
                        keys, counts, steps, Arbitraries.integers().between(0, 120))
                .as(Operation.PutAll::new);
        Arbitrary<Operation> gets =
                Combinators.combine(keys, counts, steps).as(Operation.GetAll::new);
        Arbitrary<Operation> writes = Combinators.combine(
                        Arbitraries.of(Form.class),
                        keys,
                        counts,
                        steps,
                        Arbitraries.integers().between(0, 1 << 20))
                .as(Operation.Write::new);
        return Arbitraries.frequencyOf(Tuple.of(3, puts), Tuple.of(2, gets), Tuple.of(4, writes));
    }

    private static Arbitrary<Operation> runs(Arbitrary<Integer> keys, int longest) {
        Arbitrary<Integer> counts = Arbitraries.integers().between(1, longest);
        Arbitrary<Operation> puts = Combinators.combine(
                        keys,
                        counts,
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 30))
                .as(Operation.PutRun::new);
        Arbitrary<Operation> deletes = Combinators.combine(keys, counts, Arbitraries.of(1, 2, 3))
                .as(Operation.DeleteRun::new);
        return Arbitraries.frequencyOf(Tuple.of(3, puts), Tuple.of(2, deletes));
    }

    private static Arbitrary<Operation> reads(Arbitrary<Integer> keys) {
        Arbitrary<Direction> directions = Arbitraries.of(Direction.class);
        Arbitrary<Operation> reads = Combinators.combine(
                        Arbitraries.of(Form.class), keys, Arbitraries.integers().between(0, 60))
                .as(Operation.Read::new);
        Arbitrary<Operation> scans = Combinators.combine(
                        keys, keys, Arbitraries.of(false, true), directions, keys)
                .as(Operation.Scan::new);
        Arbitrary<Operation> prefixScans = Combinators.combine(
                        keys, Arbitraries.integers().between(0, 310), directions)
                .as(Operation.PrefixScan::new);
        return Arbitraries.frequencyOf(
                Tuple.of(6, reads), Tuple.of(5, scans), Tuple.of(4, prefixScans));
    }

    private static Arbitrary<Operation> upkeep() {
        return Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.just(new Operation.CheckAll())),
                Tuple.of(6, Arbitraries.of(false, false, false, true).map(Operation.Reopen::new)),
                Tuple.of(4, Arbitraries.just(new Operation.Compact())),
                Tuple.of(3, Arbitraries.just(new Operation.SaveIndex())),
                Tuple.of(2, Arbitraries.just(new Operation.Flush())),
                Tuple.of(2, Arbitraries.of(0, 1, 20, 4_095, 4_096).map(Operation.FlushTag::new)),
                Tuple.of(1, Arbitraries.just(new Operation.Clear())));
    }

    private static Arbitrary<Operation> snapshots(int restores) {
        Arbitrary<Integer> which = Arbitraries.integers().between(0, 5);
        return Arbitraries.frequencyOf(
                Tuple.of(5, Arbitraries.just(new Operation.TakeSnapshot())),
                Tuple.of(4, which.map(Operation.CheckSnapshot::new)),
                Tuple.of(3, which.map(Operation.CloseSnapshot::new)),
                Tuple.of(restores, which.map(Operation.Restore::new)),
                Tuple.of(2, which.map(Operation.WriteSnapshot::new)),
                Tuple.of(1, Arbitraries.just(new Operation.RestoreStream())));
    }

    /** Few numbers often, so that keys meet again, and many seldom. */
    private static Arbitrary<Integer> numbers(int most) {
        return Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.integers().between(0, Math.min(12, most - 1))),
                Tuple.of(
                        2,
                        Arbitraries.integers()
                                .between(0, most - 1)
                                .withDistribution(RandomDistribution.uniform())));
    }

    private static Arbitrary<Integer> valueLengths() {
        return Arbitraries.frequencyOf(
                Tuple.of(20, Arbitraries.integers().between(0, 40)),
                Tuple.of(6, Arbitraries.integers().between(0, 600)),
                Tuple.of(4, Arbitraries.of(0, 7, 8, 9, 16)),
                Tuple.of(2, Arbitraries.integers().between(WINDOW - 80, WINDOW + 16)),
                Tuple.of(1, Arbitraries.integers().between(4 * WINDOW - 80, 4 * WINDOW + 16)),
                Tuple.of(1, Arbitraries.integers().between(0, 70_000)));
    }
}
