package io.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cairn.VerificationReport.Checked;
import io.cairn.VerificationReport.Finding;
import io.cairn.VerificationReport.Severity;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds of verification and salvage without an engine. */
class VerificationTest {
    private static final Path PATH = Path.of("store");

    @Test
    void aFileThatCannotBeOpenedIsDamaged() {
        VerificationReport report =
                VerificationReport.ofDamage(PATH, new CorruptStoreException("the reason"));
        assertThat(report.isSound()).isFalse();
        assertThat(report.damages()).isEqualTo(1);
        assertThat(report.findings().get(0)).hasToString("DAMAGE file=store offset=0: the reason");
    }

    @Test
    void notesAreNoDamage() {
        Finding note = new Finding(Severity.NOTE, null, 5, "a tail");
        VerificationReport report = new VerificationReport(List.of(note), 0, 1, Checked.NOTHING, 0);
        assertThat(report.isSound()).isTrue();
        assertThat(note).hasToString("NOTE in memory offset=5: a tail");
    }

    @Test
    void aProviderOfTheLeastKindSalvagesNothingAndAnUnavailableOneDoesNothing() {
        Backend backend = FakeProvider.available("fake");
        assertThatThrownBy(() -> backend.salvage(PATH, Path.of("other"), Progress.NONE))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("fake");
        Backend unavailable = FakeProvider.unavailable("none", "for a reason");
        assertThatThrownBy(() -> unavailable.verify(PATH, Progress.NONE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("for a reason");
    }

    @Test
    void aRangeKnowsItsBytes() {
        assertThat(new SalvageReport.Range(8, 32, "reason").bytes()).isEqualTo(24);
    }
}
