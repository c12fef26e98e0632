package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * The suite under test: a store without a bug passes, and each store with one fails the test that
 * the bug names.
 */
class ContractsCatchBugsTest {
    private static final String TRIES = "cairn.tries";

    /** Its remarks on failures that are meant would fill the output. */
    private static final Logger JQWIK = Logger.getLogger("net.jqwik");

    @BeforeEach
    void silenceJqwik() {
        JQWIK.setLevel(Level.OFF);
    }

    @AfterEach
    void removeTheBug() {
        JQWIK.setLevel(null);
        Reference.bug = Bug.NONE;
        System.clearProperty(TRIES);
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.MethodSource("runs")
    void aStoreWithoutABugPasses(Class<?> run) {
        TestExecutionSummary tests = run("junit-jupiter", selectClass(run));
        assertThat(messages(tests)).isEmpty();
        assertThat(tests.getTestsSucceededCount()).isPositive();
    }

    @Test
    void aStoreWithoutABugPassesRandomSequences() {
        System.setProperty(TRIES, "200");
        TestExecutionSummary tests = run("jqwik", selectClass(Reference.StatefulRun.class));
        assertThat(messages(tests)).isEmpty();
        assertThat(tests.getTestsSucceededCount()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aBugIsCaughtByTheTestItNames(Bug bug) {
        Reference.bug = bug;
        Method test = declared(bug.contract(), bug.test());
        TestExecutionSummary tests =
                run("junit-jupiter", selectMethod(runOf(bug.contract()), test));
        assertThat(failed(tests)).containsExactly(bug.test());
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "OVERWRITE_IS_DROPPED",
                "DELETE_ANSWERS_TRUE",
                "DELETE_KEEPS_THE_ENTRY",
                "GET_OR_INSERT_OVERWRITES",
                "EMPTY_KEY_IS_DROPPED",
                "SIZE_BYTES_IGNORES_DELETES",
                "CLEAR_KEEPS_THE_LAST_ENTRY",
                "ORDER_IS_SIGNED",
                "ORDER_STOPS_AT_104_BYTES",
                "PREFIX_OF_FF_IS_EMPTY",
                "RANGE_END_IS_INCLUDED",
                "BACKWARD_SKIPS_THE_FIRST",
                "PUT_ALL_DROPS_THE_LAST_PAIR",
                "PUT_ALL_KEEPS_THE_FIRST_OF_TWO",
                "GET_ALL_COUNTS_ABSENT_KEYS",
                "BATCH_IS_MADE_BACKWARDS",
                "BATCH_DROPS_DELETES",
                "UPDATE_IS_DROPPED",
                "UPDATE_STAYS_IF_THE_UPDATER_THROWS",
                "UPDATE_REACHES_SNAPSHOTS",
                "ADD_LONG_IS_BIG_ENDIAN",
                "ADD_LONG_TAKES_ANY_LENGTH",
                "SEEK_IS_OFF_BY_ONE",
                "SEEK_LEAVES_THE_RANGE",
                "VIEW_OUTLIVES_A_CHANGE",
                "COMPACT_DROPS_AN_ENTRY",
                "REOPEN_LOSES_THE_LAST_ENTRY",
                "REOPEN_DROPS_THE_TAG",
                "LAST_FLUSH_IS_LAST_RECORD",
                "SNAPSHOT_SEES_LATER_CHANGES",
                "SNAPSHOT_OUTLIVES_ITS_STORE",
                "RESTORE_KEEPS_OLD_ENTRIES"
            })
    void aBugIsCaughtByRandomSequences(Bug bug) {
        Reference.bug = bug;
        Method sequences =
                declared(StatefulContract.class, "everyRule_randomSequencesAgreeWithASortedMap");
        DiscoverySelector run = selectMethod(Reference.StatefulRun.class, sequences);
        assertThat(failed(run("jqwik", run))).containsExactly(sequences.getName());
    }

    static Stream<Class<?>> runs() {
        return Arrays.stream(Reference.class.getDeclaredClasses())
                .filter(StoreTests.class::isAssignableFrom)
                .map(run -> (Class<?>) run);
    }

    private static Class<?> runOf(Class<?> contract) {
        List<Class<?>> runs = runs().filter(contract::isAssignableFrom).toList();
        assertThat(runs).as("runs of %s", contract).hasSize(1);
        return runs.get(0);
    }

    private static Method declared(Class<?> contract, String test) {
        return Arrays.stream(contract.getDeclaredMethods())
                .filter(method -> method.getName().equals(test))
                .findAny()
                .orElseThrow(() -> new AssertionError(test + " is no test of " + contract));
    }

    private static TestExecutionSummary run(String engine, DiscoverySelector run) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(run)
                .filters(EngineFilter.includeEngines(engine))
                .configurationParameter("jqwik.database", "")
                .configurationParameter("jqwik.reporting.usejunitplatform", "true")
                .configurationParameter(
                        "jqwik.shrinking.default", "OFF") // a bounded one goes on unseen
                .build();
        LauncherFactory.create().execute(request, listener);
        return listener.getSummary();
    }

    private static List<String> failed(TestExecutionSummary summary) {
        return summary.getFailures().stream()
                .map(failure -> methodOf(failure.getTestIdentifier()))
                .distinct()
                .toList();
    }

    private static List<String> messages(TestExecutionSummary summary) {
        return summary.getFailures().stream()
                .map(failure -> failure.getTestIdentifier().getDisplayName() + ": "
                        + failure.getException())
                .toList();
    }

    private static String methodOf(TestIdentifier test) {
        return test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> ((MethodSource) source).getMethodName())
                .orElseThrow(() -> new AssertionError("no method behind " + test.getUniqueId()));
    }
}
