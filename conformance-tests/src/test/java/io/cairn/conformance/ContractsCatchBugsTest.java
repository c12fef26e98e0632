package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** The suite under test: a store without a bug passes, and each store with one fails the test that the bug names. */
class ContractsCatchBugsTest {
    private static final String TRIES = "cairn.tries";

    @AfterEach
    void removeTheBug() {
        Reference.bug = Bug.NONE;
        System.clearProperty(TRIES);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void aStoreWithoutABugPasses(Class<?> run) {
        Events tests = run("junit-jupiter", selectClass(run));
        assertThat(messages(tests)).isEmpty();
        assertThat(tests.succeeded().count()).isPositive();
    }

    @Test
    void aStoreWithoutABugPassesRandomSequences() {
        System.setProperty(TRIES, "200");
        Events tests = run("jqwik", selectClass(Reference.StatefulRun.class));
        assertThat(messages(tests)).isEmpty();
        assertThat(tests.succeeded().count()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aBugIsCaughtByTheTestItNames(Bug bug) {
        Reference.bug = bug;
        Method test = testOf(bug);
        Events tests = run("junit-jupiter", selectMethod(runOf(bug.contract()), test));
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
        assertThat(failed(run("jqwik", selectClass(Reference.StatefulRun.class))))
                .containsExactly("everyRule_randomSequencesAgreeWithASortedMap");
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

    private static Method testOf(Bug bug) {
        return Arrays.stream(bug.contract().getDeclaredMethods())
                .filter(method -> method.getName().equals(bug.test()))
                .findAny()
                .orElseThrow(() -> new AssertionError(bug + " names no test of " + bug.contract()));
    }

    private static Events run(String engine, DiscoverySelector run) {
        return EngineTestKit.engine(engine)
                .selectors(run)
                .configurationParameter("jqwik.database", "")
                .configurationParameter("jqwik.reporting.usejunitplatform", "true")
                .configurationParameter("jqwik.shrinking.bounded.seconds", "1")
                .execute()
                .testEvents();
    }

    private static List<String> failed(Events tests) {
        return tests.failed().stream()
                .map(event -> methodOf(event.getTestDescriptor()))
                .distinct()
                .toList();
    }

    private static List<String> messages(Events tests) {
        return tests.failed().stream()
                .map(event -> event.getTestDescriptor().getDisplayName() + ": "
                        + event.getRequiredPayload(TestExecutionResult.class).getThrowable())
                .toList();
    }

    private static String methodOf(TestDescriptor test) {
        return test.getSource()
                .filter(org.junit.platform.engine.support.descriptor.MethodSource.class::isInstance)
                .map(source -> ((org.junit.platform.engine.support.descriptor.MethodSource) source).getMethodName())
                .orElseThrow(() -> new AssertionError("no method behind " + test.getUniqueId()));
    }
}
