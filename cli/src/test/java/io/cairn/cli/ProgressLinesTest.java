package io.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {
    private static final long SECOND = 1_000_000_000L;

    private final StringWriter text = new StringWriter();
    private long now = Long.MAX_VALUE - SECOND; // the clock may wrap
    private final ProgressLines progress =
            new ProgressLines(new PrintWriter(text, true), "bytes", () -> now);

    @Test
    void shortWorkIsSilent() {
        now += SECOND - 1;
        progress.report(1, 2);
        assertThat(text.toString()).isEmpty();
    }

    @Test
    void longWorkSpeaksOnceASecond() {
        now += SECOND;
        progress.report(1000, 4000);
        progress.report(1001, 4000);
        now += 2 * SECOND;
        progress.report(3000, 4000);
        assertThat(text.toString().lines())
                .containsExactly(
                        " 25 % (1,000 of 4,000 bytes) after 1 s",
                        " 75 % (3,000 of 4,000 bytes) after 3 s");
    }

    @Test
    void workOfUnknownLengthHasNoShare() {
        now += SECOND;
        progress.report(1000, 0);
        assertThat(text.toString().strip()).isEqualTo("1,000 bytes after 1 s");
    }
}
