package io.cairn.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.Jazzer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Lets Jazzer fuzz each target for its share of {@code fuzz.seconds}, in a JVM of its own, starting
 * from the kept seeds. What it leaves, the inputs that reached new code and those that failed, is
 * in {@code target/fuzz/NAME}; an input that failed belongs, once the bug is fixed, to the seeds.
 */
class FuzzingTest {
    static final List<Target> TARGETS = Target.ALL;

    private static final int SECONDS = Integer.getInteger("fuzz.seconds", 16);
    private static final String ONLY = System.getProperty("fuzz.target", "");
    private static final int MOST_BYTES = 4_096;
    /** Longer than that for one input is a hang. */
    private static final int HANG_SECONDS = 300;

    private static final Pattern EXECUTIONS =
            Pattern.compile("stat::number_of_executed_units: *(\\d+)");

    static Path seedsOf(Target target) {
        return Path.of(System.getProperty("fuzz.seeds", "src/test/resources/seeds"), target.name());
    }

    @ParameterizedTest
    @FieldSource("TARGETS")
    void theFuzzerFindsNothing(Target target) throws IOException, InterruptedException {
        Assumptions.assumeTrue(ONLY.isEmpty() || ONLY.equals(target.name()), "fuzz.target=" + ONLY);
        int seconds = Math.max(1, SECONDS / (ONLY.isEmpty() ? TARGETS.size() : 1));
        Path folder = Path.of(System.getProperty("fuzz.folder", "target/fuzz"), target.name());
        Files.createDirectories(folder.resolve("corpus"));
        Path log = folder.resolve("log");
        int code = run(command(target, folder, seconds), log);
        String output = Files.readString(log, StandardCharsets.UTF_8);
        assertThat(code)
                .as("the fuzzer found something, see " + log + "\n" + output)
                .isZero();
        Matcher executions = EXECUTIONS.matcher(output);
        assertThat(executions.find()).as(output).isTrue();
        output.lines().filter(line -> line.startsWith("[cairn]")).forEach(System.out::println);
        System.out.println("[cairn] suite=fuzz target=" + target + " seconds=" + seconds
                + " executions=" + executions.group(1));
        assertThat(Long.parseLong(executions.group(1))).isPositive();
    }

    private static List<String> command(Target target, Path folder, int seconds) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:-OmitStackTraceInFastThrow", // or exceptions of hot code have no message
                "-XX:+EnableDynamicAgentLoading", // or the JVM warns of the agent
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Jazzer.class.getName(),
                "--target_class=" + target.type().getName(),
                "--instrumentation_includes=io.cairn.**:com.google.gson.stream.**",
                "--instrumentation_excludes=io.cairn.fuzz.**",
                "--reproducer_path=" + folder));
        command.addAll(List.of(
                "-artifact_prefix=" + folder + "/",
                "-max_total_time=" + seconds,
                "-timeout=" + HANG_SECONDS,
                "-max_len=" + MOST_BYTES,
                "-print_final_stats=1",
                folder.resolve("corpus").toString(),
                seedsOf(target).toString()));
        return command;
    }

    private static int run(List<String> command, Path log)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            return process.waitFor();
        } finally {
            process.destroyForcibly();
        }
    }
}
