package io.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.cairn.spi.HostFingerprint;
import io.cairn.spi.Selection;
import io.cairn.spi.SelectionFile.Outcome;
import io.cairn.spi.SelectionFile.Reading;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackendSelectorTest {
    private static final HostFingerprint HOST =
            new HostFingerprint("os", "arch", "cpu", 2, "vm", "25");
    private static final Backend NO_FFM =
            FakeProvider.unavailable("ffm", "needs Java 22 or newer, this is 17.0.15");
    private static final List<Backend> ON_JAVA_17 = List.of(
            NO_FFM, FakeProvider.available("chronicle"), FakeProvider.available("bytebuffer"));

    private final Map<String, String> properties = new HashMap<>();
    private final AtomicInteger readings = new AtomicInteger();
    private final LogRecorder log = new LogRecorder();
    private Reading reading = Reading.ABSENT;

    @AfterEach
    void stopRecording() {
        log.close();
    }

    @Test
    void takesTheFirstAvailableBackendAndSaysWhatItPassedOver() {
        SelectedBackend selected = selector(ON_JAVA_17).selected();

        assertThat(selected.name()).isEqualTo("chronicle");
        assertThat(selected.reason())
                .isEqualTo("it is the first available one in the built-in order ffm, chronicle,"
                        + " bytebuffer; ffm (unavailable: needs Java 22 or newer, this is"
                        + " 17.0.15)");
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void theSelectionFileGoesBeforeTheBuiltInOrder() {
        reading = selects("bytebuffer");

        SelectedBackend selected = selector(ON_JAVA_17).selected();

        assertThat(selected.name()).isEqualTo("bytebuffer");
        assertThat(selected.reason())
                .isEqualTo("it was selected on this host at 2026-01-02T03:04:05Z: the lowest p99");
    }

    @Test
    void thePropertyGoesBeforeTheSelectionFile() {
        reading = selects("bytebuffer");
        properties.put("cairn.backend", "chronicle");

        SelectedBackend selected = selector(ON_JAVA_17).selected();

        assertThat(selected.name()).isEqualTo("chronicle");
        assertThat(selected.reason())
                .isEqualTo("the system property cairn.backend=chronicle names it");
        assertThat(readings).hasValue(0);
    }

    @Test
    void theCallersNameGoesBeforeAll() {
        reading = selects("chronicle");
        properties.put("cairn.backend", "chronicle");

        assertThat(selector(ON_JAVA_17).named("bytebuffer").name()).isEqualTo("bytebuffer");
    }

    @Test
    void aBlankPropertyIsNoWish() {
        properties.put("cairn.backend", " ");

        assertThat(selector(ON_JAVA_17).selected().name()).isEqualTo("chronicle");
    }

    @Test
    void thePropertyIsAskedEachTimeAndTheFileOnce() {
        BackendSelector selector = selector(ON_JAVA_17);
        selector.selected();
        properties.put("cairn.backend", "bytebuffer");
        assertThat(selector.selected().name()).isEqualTo("bytebuffer");
        properties.remove("cairn.backend");

        assertThat(selector.selectedBackend().name()).isEqualTo("chronicle");
        assertThat(readings).hasValue(1);
    }

    @Test
    void anUnknownPropertyIsAnExceptionThatNamesTheKnownOnes() {
        properties.put("cairn.backend", "rocket");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> selector(ON_JAVA_17).selected())
                .withMessage(
                        "the system property cairn.backend=rocket is unknown; known here are ffm,"
                                + " chronicle, bytebuffer; name one of these, or add the backend's"
                                + " artifact to the class path");
    }

    @Test
    void anUnavailablePropertyIsAnExceptionWithItsReason() {
        properties.put("cairn.backend", "ffm");

        assertThatIllegalStateException()
                .isThrownBy(() -> selector(ON_JAVA_17).selectedBackend())
                .withMessageContaining(
                        "backend=ffm is unavailable here: needs Java 22 or newer, this is 17.0.15");
    }

    @Test
    void anUnknownNameIsAnExceptionThatNamesTheArtifact() {
        BackendSelector selector = selector(List.of(FakeProvider.available("bytebuffer")));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> selector.named("ffm"))
                .withMessageContaining("backend=ffm is unknown; known here are bytebuffer;")
                .withMessageContaining("io.cairn:cairn-impl-ffm");
        assertThatNullPointerException()
                .isThrownBy(() -> selector.named(TestNulls.of()))
                .withMessage("name");
    }

    @Test
    void anUnavailableNameIsAnExceptionWithItsReason() {
        assertThatIllegalStateException()
                .isThrownBy(() -> selector(ON_JAVA_17).named("ffm"))
                .withMessageContaining(
                        "backend=ffm is unavailable here: needs Java 22 or newer, this is 17.0.15");
    }

    @Test
    void noBackendAtAllIsAnExceptionThatNamesTheArtifacts() {
        assertThatIllegalStateException()
                .isThrownBy(() -> selector(List.of()).selected())
                .withMessageContaining("no backend is available; add")
                .withMessageContaining("io.cairn:cairn-impl-bytebuffer");
        assertThatIllegalStateException()
                .isThrownBy(() -> selector(List.of(NO_FFM)).selected())
                .withMessageContaining("ffm (unavailable: needs Java 22 or newer, this is 17.0.15)")
                .withMessageContaining("io.cairn:cairn-impl-chronicle");
    }

    @Test
    void anUnreadableSelectionFileIsLoggedOnceAndPassedOver() {
        reading = new Reading(
                Outcome.UNREADABLE,
                null,
                "the selection file x is ignored because {0} it's damaged");
        BackendSelector selector = selector(ON_JAVA_17);

        SelectedBackend selected = selector.selected();
        selector.selected();

        assertThat(selected.name()).isEqualTo("chronicle");
        assertThat(selected.reason()).endsWith(reading.problem());
        assertThat(log.lines()).containsExactly("WARNING: " + reading.problem());
    }

    @Test
    void aForeignSelectionFileIsNoWarning() {
        reading = new Reading(
                Outcome.FOREIGN,
                null,
                "the selection file x is ignored because it was measured elsewhere");

        assertThat(selector(ON_JAVA_17).selected().name()).isEqualTo("chronicle");
        assertThat(log.lines()).containsExactly("INFO: " + reading.problem());
    }

    @Test
    void aSelectedBackendThatIsUnknownOrUnavailableIsPassedOver() {
        reading = selects("rocket");
        assertThat(selector(ON_JAVA_17).selected().name()).isEqualTo("chronicle");
        reading = selects("ffm");
        assertThat(selector(ON_JAVA_17).selected().name()).isEqualTo("chronicle");

        assertThat(log.lines())
                .containsExactly(
                        "WARNING: the selection file is ignored because its backend=rocket is not"
                                + " on the class path",
                        "WARNING: the selection file is ignored because its backend=ffm is"
                                + " unavailable here: needs Java 22 or newer, this is 17.0.15");
    }

    private BackendSelector selector(List<Backend> backends) {
        return new BackendSelector(backends, properties::get, () -> {
            readings.incrementAndGet();
            return reading;
        });
    }

    private static Reading selects(String backend) {
        Instant then = Instant.parse("2026-01-02T03:04:05Z");
        return new Reading(
                Outcome.USABLE, new Selection(backend, HOST, then, "the lowest p99", "{}"), "");
    }
}
