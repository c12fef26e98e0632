package io.cairn.conformance;

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
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import org.opentest4j.TestAbortedException;

/**
 * All rules at once: random sequences of every operation, in every mode, against a sorted map.
 * {@code -Dcairn.tries=N} sets how many sequences are run, {@code -Dcairn.long.tries=N} how many
 * long ones.
 */
@AddLifecycleHook(value = NeedsJavaCondition.class, propagateTo = PropagationMode.ALL_DESCENDANTS)
public abstract class StatefulContract extends StoreContract {
    private static final int TRIES = 1_000;
    private static final int LONG_TRIES = 40;

    private long sequences;
    private long operations;

    /** For subclasses. */
    protected StatefulContract() {}

    /** Everything that a sequence depends on. */
    record Sequence(Mode mode, KeySpace keys, List<Operation> operations) {}

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    @AddLifecycleHook(Tries.class)
    void everyRule_randomSequencesAgreeWithASortedMap(@ForAll("sequences") Sequence sequence)
            throws IOException {
        run(sequence);
    }

    @Property(tries = LONG_TRIES, edgeCases = EdgeCasesMode.NONE)
    @AddLifecycleHook(Tries.class)
    void everyRule_longSequencesAgreeWithASortedMap(@ForAll("longSequences") Sequence sequence)
            throws IOException {
        run(sequence);
    }

    private void run(Sequence sequence) throws IOException {
        Path folder = Files.createTempDirectory("cairn-sequence");
        try (Session session = new Session(
                provider(), sequence.mode(), folder.resolve("store"), sequence.keys())) {
            for (Operation operation : sequence.operations()) {
                operation.run(session);
                session.checkCounts();
                operations++;
            }
            session.checkAtTheEnd();
            sequences++;
        } finally {
            FaultTests.deleteFolder(folder);
        }
    }

    @Provide
    Arbitrary<Sequence> sequences() {
        return Operations.keySpaces()
                .flatMap(keys -> Combinators.combine(modes(), Operations.sequences(keys))
                        .as((mode, operations) -> new Sequence(mode, keys, operations)));
    }

    @Provide
    Arbitrary<Sequence> longSequences() {
        return Operations.keySpaces()
                .flatMap(keys -> Combinators.combine(modes(), Operations.longSequences(keys))
                        .as((mode, operations) -> new Sequence(mode, keys, operations)));
    }

    private Arbitrary<Mode> modes() {
        return capabilities().persistent()
                ? Arbitraries.frequency(
                        Tuple.of(2, Mode.IN_MEMORY),
                        Tuple.of(2, Mode.IN_MEMORY_TINY_WINDOWS),
                        Tuple.of(3, Mode.ON_FILE),
                        Tuple.of(3, Mode.ON_FILE_TINY_WINDOWS))
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
            StatefulContract contract = (StatefulContract) context.testInstance();
            Availability availability = contract.provider().availability();
            if (!availability.available()) {
                throw new TestAbortedException(availability.reason());
            }
            boolean longOnes = context.targetMethod().getName().contains("longSequences");
            context.attributes()
                    .setTries(
                            longOnes
                                    ? Integer.getInteger("cairn.long.tries", LONG_TRIES)
                                    : Integer.getInteger("cairn.tries", TRIES));
            contract.sequences = 0;
            contract.operations = 0;
            long start = System.nanoTime();
            PropertyExecutionResult result = property.execute();
            if (result.status() == PropertyExecutionResult.Status.SUCCESSFUL) {
                Summary.print(
                        longOnes ? "long-sequences" : "random-sequences",
                        contract.provider(),
                        "sequences=" + contract.sequences
                                + " operations=" + contract.operations
                                + " seconds=" + (System.nanoTime() - start) / 1_000_000_000);
            }
            return result;
        }
    }
}
