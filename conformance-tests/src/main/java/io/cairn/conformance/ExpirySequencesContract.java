package io.cairn.conformance;

import io.cairn.conformance.ExpiryStep.Kind;
import io.cairn.conformance.ExpiryStep.Time;
import io.cairn.spi.Availability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import org.opentest4j.TestAbortedException;

/**
 * All rules of entries that expire at once: random sequences, in every mode, against a model that
 * counts without overflow. {@code -Dcairn.expiry.tries=N} sets how many sequences are run.
 */
@AddLifecycleHook(value = NeedsJavaCondition.class, propagateTo = PropagationMode.ALL_DESCENDANTS)
public abstract class ExpirySequencesContract extends StoreContract {
    private static final int TRIES = 300;
    private static final int MOST_STEPS = 120;
    private static final int KEYS = 300;
    private static final int LONG_KEYS = 40;

    private long sequences;
    private long steps;

    /** For subclasses. */
    protected ExpirySequencesContract() {}

    /** Everything that a sequence depends on. */
    record Sequence(Mode mode, KeySpace keys, long timeToLive, List<ExpiryStep> steps) {}

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    @AddLifecycleHook(Tries.class)
    void everyRuleOfExpiry_randomSequencesAgreeWithAModel(@ForAll("sequences") Sequence sequence)
            throws IOException {
        Path folder = Files.createTempDirectory("cairn-expiry");
        try (ExpirySession session = new ExpirySession(
                provider(),
                sequence.mode(),
                folder.resolve("store"),
                sequence.keys(),
                sequence.timeToLive())) {
            for (ExpiryStep step : sequence.steps()) {
                step.run(session);
                session.checkCounts();
                steps++;
            }
            session.checkAtTheEnd();
            sequences++;
        } finally {
            FaultTests.deleteFolder(folder);
        }
    }

    @Provide
    Arbitrary<Sequence> sequences() {
        Arbitrary<Long> timesToLive = Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.longs().between(1, 20)),
                Tuple.of(1, Arbitraries.of(Long.MAX_VALUE, Long.MAX_VALUE - 1, 1L << 62)));
        return Operations.keySpaces()
                .flatMap(keys -> Combinators.combine(modes(), timesToLive, steps(keys))
                        .as((mode, timeToLive, all) -> new Sequence(mode, keys, timeToLive, all)));
    }

    private static Arbitrary<List<ExpiryStep>> steps(KeySpace keys) {
        boolean longOnes = keys.shape() == KeySpace.Shape.LONG;
        int most = longOnes ? LONG_KEYS : KEYS;
        Arbitrary<Integer> numbers = Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.integers().between(0, 11)),
                Tuple.of(
                        1,
                        Arbitraries.integers()
                                .between(0, most - 1)
                                .withDistribution(RandomDistribution.uniform())));
        Arbitrary<Integer> counts = Arbitraries.integers()
                .between(0, longOnes ? 20 : 300)
                .withDistribution(RandomDistribution.uniform());
        Arbitrary<Integer> lengths = Arbitraries.frequencyOf(
                Tuple.of(12, Arbitraries.integers().between(0, 40)),
                Tuple.of(1, Arbitraries.integers().between(0, 6_000)));
        return Combinators.combine(kinds(), numbers, counts, times(), lengths)
                .as(ExpiryStep::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(MOST_STEPS)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    private static Arbitrary<Kind> kinds() {
        return Arbitraries.frequency(
                Tuple.of(30, Kind.PUT),
                Tuple.of(6, Kind.PUT_RUN),
                Tuple.of(8, Kind.DELETE),
                Tuple.of(20, Kind.ADVANCE),
                Tuple.of(4, Kind.EXPIRE),
                Tuple.of(3, Kind.THROW),
                Tuple.of(6, Kind.READ),
                Tuple.of(8, Kind.SCAN),
                Tuple.of(3, Kind.CHECK),
                Tuple.of(1, Kind.CLEAR),
                Tuple.of(3, Kind.FLUSH),
                Tuple.of(2, Kind.COMPACT),
                Tuple.of(3, Kind.REOPEN),
                Tuple.of(2, Kind.REOPEN_AT_LAST_FLUSH),
                Tuple.of(4, Kind.SNAPSHOT),
                Tuple.of(3, Kind.CHECK_SNAPSHOT),
                Tuple.of(2, Kind.RESTORE),
                Tuple.of(1, Kind.RESTORE_STREAM));
    }

    /** Mostly close to the watermark, on both sides of it; now and then at the ends of numbers. */
    private static Arbitrary<Time> times() {
        Arbitrary<Time> close = Arbitraries.longs()
                .between(-25, 25)
                .withDistribution(RandomDistribution.uniform())
                .map(number -> new Time(false, number));
        Arbitrary<Time> anywhere = Arbitraries.longs().map(number -> new Time(true, number));
        Arbitrary<Time> ends = Arbitraries.of(
                        Long.MIN_VALUE,
                        Long.MIN_VALUE + 1,
                        Long.MIN_VALUE + 20,
                        -1L,
                        0L,
                        Long.MAX_VALUE - 20,
                        Long.MAX_VALUE - 1,
                        Long.MAX_VALUE)
                .map(number -> new Time(true, number));
        return Arbitraries.frequencyOf(
                Tuple.of(100, close), Tuple.of(1, anywhere), Tuple.of(4, ends));
    }

    private Arbitrary<Mode> modes() {
        return capabilities().persistent()
                ? Arbitraries.of(Mode.class)
                : Arbitraries.of(Mode.IN_MEMORY, Mode.IN_MEMORY_TINY_WINDOWS);
    }

    /**
     * Takes the number of tries from a system property, skips what cannot run here, and prints the
     * summary.
     */
    static final class Tries implements AroundPropertyHook {
        @Override
        public PropertyExecutionResult aroundProperty(
                PropertyLifecycleContext context, PropertyExecutor property) {
            ExpirySequencesContract contract = (ExpirySequencesContract) context.testInstance();
            Availability availability = contract.provider().availability();
            if (!availability.available()) {
                throw new TestAbortedException(availability.reason());
            }
            context.attributes().setTries(Integer.getInteger("cairn.expiry.tries", TRIES));
            contract.sequences = 0;
            contract.steps = 0;
            PropertyExecutionResult result = property.execute();
            if (result.status() == PropertyExecutionResult.Status.SUCCESSFUL) {
                Summary.print(
                        "expiry-sequences",
                        contract.provider(),
                        "sequences=" + contract.sequences + " steps=" + contract.steps);
            }
            return result;
        }
    }
}
