package io.cairn.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.perf.Medium;
import io.cairn.perf.report.Section;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResultsTest {
    private static final Peer CAIRN = peer("cairn ffm");
    private static final Peer OTHER = peer("Other");

    @TempDir
    private Path folder;

    @Test
    void comparesMeansOfAllRoundsWithCairn() {
        Results results = results(200, 600);
        Row other = results.rows("GET").stream()
                .filter(row -> row.peer().equals(OTHER))
                .findFirst()
                .orElseThrow();
        assertThat(other.mean()).isEqualTo(610);
        assertThat(other.spread()).isEqualTo(10);
        assertThat(results.timesCairn("GET", other)).isEqualTo(610.0 / 210);
        assertThat(other.sampleCount()).isEqualTo(200);
    }

    @Test
    void saysNothingWhereCairnIsAhead() {
        assertThat(Behind.lines(results(200, 600), "GET", "get")).isEmpty();
    }

    @Test
    void saysWhereCairnIsNotAhead() {
        assertThat(Behind.lines(results(200, 100), "GET", "get"))
                .containsExactly(
                        "behind: get, memory, Other: mean 110 ns against 210 ns (x 0.52), p50 105 ns"
                                + " against 205 ns (x 0.51), p99 105 ns against 205 ns (x 0.51)");
    }

    @Test
    void equalIsNotAhead() {
        assertThat(Behind.lines(results(200, 200), "GET", "get")).hasSize(1);
    }

    @Test
    void findingsCountWhatWasCompared() {
        Findings findings = Findings.of(settings(), results(200, 100));
        assertThat(findings.summary()).endsWith("on 0 of 1 rows");
        assertThat(findings.tables()).hasSize(1);
        assertThat(findings.tables().get(0).rows())
                .extracting(row -> row.get(0))
                .containsExactly("cairn ffm", "Other");
        assertThat(findings.verdict().mood()).isEqualTo(Section.Mood.OPEN);
    }

    @Test
    void writesRowsWithPercentilesAndCurve() {
        Path file = PeerResultsJson.write(
                folder.resolve("results.json"), settings(), results(200, 600));
        assertThat(file)
                .content()
                .contains("\"workload\": \"GET\"", "\"store\": \"Other\"", "\"medium\": \"memory\"")
                .contains("\"p50\"", "\"p90\"", "\"p99\"", "\"p999\"", "\"p9999\"", "\"curve\"")
                .contains("\"n\": 1000000", "\"mean\": 610");
    }

    private static PeerSettings settings() {
        return PeerSettings.from(new Properties());
    }

    /** Two rounds, the second slower by 20 ns. */
    private static Results results(long cairnNanos, long otherNanos) {
        Results results = new Results("ffm");
        for (int round = 0; round < 2; round++) {
            results.add(CAIRN, result(cairnNanos + 20L * round, cairnNanos + 5));
            results.add(OTHER, result(otherNanos + 20L * round, otherNanos + 5));
        }
        return results;
    }

    private static ForkResult result(long mean, long sample) {
        Histogram samples = LoopTimer.newHistogram();
        for (int count = 0; count < 100; count++) {
            LoopTimer.record(samples, sample);
        }
        return new ForkResult(List.of("plain"), Map.of("GET", Reading.of((double) mean, samples)));
    }

    private static Peer peer(String name) {
        return new Peer(name, Medium.MEMORY, true, List.of(), (folder, entries, bytes) -> {
            throw new UnsupportedOperationException("not opened here");
        });
    }
}
