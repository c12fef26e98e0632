package io.cairn.perf.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateMainTest {
    private static final HostKey HERE = new HostKey("a processor", 2, 25);

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    @Test
    void aBaselineIsWrittenAndTheNextRunPasses() {
        assertThat(run(HERE, 1, "gate.update", "true")).isEqualTo(ExitCode.PASSED);
        assertThat(BaselineFile.read(baseline()).get(0).ratios()).hasSize(11);

        assertThat(run(HERE, 2)).isEqualTo(ExitCode.PASSED);
        assertThat(printed()).contains("Gate passed: 11 of 11 operations compared", "Report: ");
        assertThat(report()).contains("Gate passed").contains("getMissing");
    }

    @Test
    void slowerCodeEndsWithOneAndSaysWhatHowMuchAndHowSurely() {
        run(HERE, 1, "gate.update", "");

        ExitCode code = run(HERE, new SyntheticForks(2).slower(Operation.SCAN, 1.3));

        assertThat(code).isEqualTo(ExitCode.SLOWER);
        assertThat(code.code()).isEqualTo(1);
        assertThat(printed())
                .containsPattern("SLOWER: scan memory ffm takes 1\\.[23]\\d times as long as in the"
                        + " baseline, with 99 % confidence at least 1\\.[12]\\d times")
                .contains("Gate FAILED: 11 of 11");
        assertThat(report()).contains("Gate failed");
    }

    @Test
    void aForeignHostPassesUnlessStrict() {
        run(HERE, 1, "gate.update", "");
        HostKey there = new HostKey("another processor", 2, 25);

        assertThat(run(there, 2)).isEqualTo(ExitCode.PASSED);
        assertThat(printed())
                .contains("Gate not compared: gate-baseline.json has no baseline of this host"
                        + " (2 x another processor, JDK 25");
        assertThat(run(there, 2, "gate.strict", "").code()).isEqualTo(2);
        assertThat(run(new HostKey("a processor", 2, 26), 2)).isEqualTo(ExitCode.PASSED);
        assertThat(run(new HostKey("a processor", 2, 26), 2, "gate.strict", ""))
                .isEqualTo(ExitCode.NOT_JUDGED);
    }

    @Test
    void withoutABaselineTheFiguresAreShown() {
        assertThat(run(HERE, 1)).isEqualTo(ExitCode.PASSED);
        assertThat(printed()).contains("known: none", "x chase", "mvn -Pgate -Dgate.update");
        assertThat(run(HERE, 1, "gate.strict", "true")).isEqualTo(ExitCode.NOT_JUDGED);
    }

    @Test
    void baselinesOfSeveralHostsStandSideBySide() {
        HostKey there = new HostKey("another processor", 8, 25);
        run(HERE, 1, "gate.update", "");
        run(there, 2, "gate.update", "");
        run(HERE, 3, "gate.update", "");

        assertThat(BaselineFile.read(baseline()))
                .extracting(HostBaseline::host)
                .containsExactly(there, HERE);
    }

    @Test
    void anUpdateCanAddToWhatIsThere() {
        run(HERE, 1, "gate.update", "");
        run(HERE, 2, "gate.update", "add");

        assertThat(BaselineFile.read(baseline()).get(0).ratios().values())
                .allMatch(ratios -> ratios.size() == 12);
    }

    @Test
    void aBusyHostLeavesTheBaselineAsItWas() throws IOException {
        run(HERE, 1, "gate.update", "");
        String before = Files.readString(baseline());

        assertThatThrownBy(
                        () -> run(HERE, new SyntheticForks(2).disturbed(1000), "gate.update", ""))
                .isInstanceOf(GateException.class)
                .hasMessageContaining("too busy for a baseline");
        assertThat(Files.readString(baseline())).isEqualTo(before);
    }

    @Test
    void aBusyHostIsNotJudgedAndFailsOnlyIfStrict() {
        run(HERE, 1, "gate.update", "");

        assertThat(run(HERE, new SyntheticForks(2).disturbed(1000))).isEqualTo(ExitCode.PASSED);
        assertThat(printed()).contains("NOT JUDGED: 0 of 11 operations compared");
        assertThat(run(HERE, new SyntheticForks(2).disturbed(1000), "gate.strict", ""))
                .isEqualTo(ExitCode.NOT_JUDGED);
    }

    @Test
    void aDamagedBaselineIsAnErrorThatSaysWhatToDo() throws IOException {
        for (String text : List.of(
                "",
                "{",
                "[]",
                "{\"format\": 1}",
                "{\"format\": 9, \"hosts\": []}",
                "{\"format\": 1, \"hosts\": [{\"cpuModel\": 3}]}")) {
            Files.writeString(baseline(), text);
            assertThatThrownBy(() -> run(HERE, 1))
                    .as(text)
                    .isInstanceOf(GateException.class)
                    .hasMessageContaining("gate-baseline.json is damaged")
                    .hasMessageContaining("-Dgate.update");
        }
    }

    @Test
    void ratiosThatDoNotFitTheirMeanAreDamage() throws IOException {
        run(HERE, 1, "gate.update", "");
        String text = Files.readString(baseline());
        Files.writeString(baseline(), text.replaceFirst("\"mean\":", "\"mean\":1"));

        assertThatThrownBy(() -> run(HERE, 1))
                .hasMessageContaining("do not fit its logRatios")
                .hasMessageContaining("subject=");
    }

    @Test
    void otherEntriesCannotBeCompared() {
        run(HERE, 1, "gate.update", "");

        assertThat(run(HERE, 1, "gate.entries", "1000")).isEqualTo(ExitCode.PASSED);
        assertThat(printed()).contains("Gate not compared");
    }

    private ExitCode run(HostKey host, long seed, String... properties) {
        return run(host, new SyntheticForks(seed), properties);
    }

    private ExitCode run(HostKey host, Forks forks, String... namesAndValues) {
        printed.reset();
        Properties properties = new Properties();
        properties.setProperty("gate.baseline", baseline().toString());
        properties.setProperty("gate.directory", folder.resolve("gate").toString());
        for (int at = 0; at < namesAndValues.length; at += 2) {
            properties.setProperty(namesAndValues[at], namesAndValues[at + 1]);
        }
        return new GateMain(
                        GateSettings.from(properties),
                        host,
                        forks,
                        new PrintStream(printed, true, StandardCharsets.UTF_8))
                .run();
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private String report() {
        try {
            return Files.readString(folder.resolve("gate-report.html"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path baseline() {
        return folder.resolve("gate-baseline.json");
    }
}
